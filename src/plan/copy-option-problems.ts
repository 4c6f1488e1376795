/** Options of COPY with which the job could not load what the ledger says. Pure. */
import { NAMED_FORMATS } from "../dialect/copy-format.ts";
import type { ParsedStatement } from "../dialect/parsed.ts";
import { placeOf } from "../dialect/place.ts";
import type { TransferOption } from "../dialect/syntax/transfer.ts";
import type { SqlProblem } from "../errors.ts";

/** What COPY of Parquet lacks ("COPY from columnar data formats" of the Database Developer Guide). */
const NOT_WITH_PARQUET: readonly string[] = ["maxerror", "gzip", "zstd"];
/** Options that take from the job what it has to know, and what to write instead ("Data load operations", "File compression parameters"). */
const OF_THE_JOB: Readonly<Record<string, readonly [message: string, next: string]>> = {
  noload: [
    "NOLOAD loads nothing, and the ledger would hold the files as loaded",
    "remove it, and try files in a separate warehouse: --warehouse",
  ],
  ignoreallerrors: [
    "IGNOREALLERRORS tolerates every rejected row, whatever the configuration says",
    "remove it: DWH_MAX_REJECTS says how many, through :max_errors",
  ],
  gzip: ["GZIP fixes one compression, and files may have another", "leave it to :compression"],
  zstd: ["ZSTD fixes one compression, and files may have another", "leave it to :compression"],
};
/** Options whose values say how a file is cut into rows: the job has to know them before it packs. */
const CUTTING: readonly string[] = ["delimiter", "quote", "null", "ignoreheader"];
/** Formats and compressions that the job knows no files of, as people write them. */
const UNKNOWN: Readonly<Record<string, string>> = {
  avro: "FORMAT AVRO",
  orc: "FORMAT ORC",
  fixedwidth: "FIXEDWIDTH",
  shapefile: "FORMAT SHAPEFILE",
  bzip2: "BZIP2",
  lzop: "LZOP",
  encoding: "ENCODING",
};

/** Returns what is wrong with one option of the COPY of a staging file. @param isParquet whether the COPY reads Parquet */
export function problemsOfOption(
  statement: ParsedStatement,
  { name, values, span }: TransferOption,
  isParquet: boolean,
): readonly SqlProblem[] {
  const problem = (message: string, next: string): SqlProblem[] => [
    { message, next, ...placeOf(statement, span[0]) },
  ];
  const upper = name.toUpperCase();
  const [value] = values;
  if (name === "encoding" && value?.kind === "word" && value.word === "utf8") return [];
  const unknown = UNKNOWN[name];
  if (unknown !== undefined) {
    return NAMED_FORMATS.includes(name)
      ? problem(
          `${unknown} is a format that this job does not read`,
          "write the files as JSON, CSV, delimited text or Parquet",
        )
      : problem(
          `${unknown} is not read by this job`,
          name === "encoding"
            ? "write the files as UTF-8"
            : "compress the files with gzip or zstd, and leave it to :compression",
        );
  }
  if (isParquet && NOT_WITH_PARQUET.includes(name))
    return problem(`COPY of Parquet takes no ${upper}`, "remove it: one error fails the load");
  const own = OF_THE_JOB[name];
  if (own !== undefined) return problem(...own);
  if (name === "json" && value?.kind === "string" && !isJsonOption(value.value))
    return problem(
      "COPY reads a JSONPaths file from S3 only",
      "write json :'jsonpaths', and name the file in the header: -- jsonpaths: …",
    );
  if (CUTTING.includes(name) && (value?.kind === "variable" || value?.kind === "parameter"))
    return problem(`${upper} has to be written out: files are joined by it`, "write the value in the file");
  return [];
}

/** Whether Redshift takes the text after JSON ("Data format parameters"). */
function isJsonOption(text: string): boolean {
  return text.startsWith("s3://") || /^(?:auto(?:\s+ignorecase)?|noshred)$/i.test(text.trim());
}
