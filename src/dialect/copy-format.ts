/** The format of the files that a COPY reads, by its options ("Data format parameters" of the Database Developer Guide). Pure. */
import { DEFAULT_NULL, type FileFormat } from "../formats/file-format.ts";
import type { Token } from "./lexer.ts";
import type { Copy, TransferOption } from "./syntax/transfer.ts";

/** Formats that an option of their own names; without one of them, files are delimited text. */
export const NAMED_FORMATS: readonly string[] = [
  "json",
  "csv",
  "parquet",
  "avro",
  "orc",
  "fixedwidth",
  "shapefile",
];

/**
 * Returns the format of a COPY; undefined for one that nothing here reads (AVRO, ORC, FIXEDWIDTH, SHAPEFILE).
 * @param tokens of the statement that the tree is of
 */
export function formatOfCopy({ options }: Copy, tokens: readonly Token[]): FileFormat | undefined {
  const named = (name: string): TransferOption | undefined => options.find((option) => option.name === name);
  const format = NAMED_FORMATS.find((name) => named(name) !== undefined);
  if (format === "json" || format === "parquet") return { kind: format };
  if (format !== undefined && format !== "csv") return undefined;
  const csv = format === "csv";
  return {
    kind: "delimited",
    csv,
    delimiter: characters(writtenIn(named("delimiter"), tokens)) ?? (csv ? "," : "|"),
    quote: characters(writtenIn(named("quote"), tokens)) ?? '"',
    escape: named("escape") !== undefined,
    removeQuotes: named("removequotes") !== undefined,
    nullAs: nullText(writtenIn(named("null"), tokens)) ?? DEFAULT_NULL,
    fillRecord: named("fillrecord") !== undefined,
    ignoreBlankLines: named("ignoreblanklines") !== undefined,
    headerLines: countIn(named("ignoreheader")),
  };
}

/**
 * The text of an option as it is written: a literal's own escapes are not those of COPY, for which '\N', '\t' and '\054' have meanings
 * of their own; two backslashes are one.
 */
function writtenIn(option: TransferOption | undefined, tokens: readonly Token[]): string | undefined {
  const [value] = option?.values ?? [];
  if (value?.kind !== "string") return undefined;
  const token = tokens.find(({ start }) => start === value.span[0]);
  if (token?.kind !== "string") return value.value;
  return token.text
    .slice(1, -1)
    .replaceAll("''", "'")
    .replaceAll(String.raw`\\`, "\\");
}

/** A tab, and characters by their octal numbers. */
function characters(written: string | undefined): string | undefined {
  return written
    ?.replaceAll(String.raw`\t`, "\t")
    .replace(/\\([01]?[0-7]{1,2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** '\0' and '\000' are the NUL character; every other text stands for itself. */
function nullText(written: string | undefined): string | undefined {
  return written !== undefined && /^\\0(?:00)?$/.test(written) ? "\0" : written;
}

function countIn(option: TransferOption | undefined): number {
  const [value] = option?.values ?? [];
  return value?.kind === "number" ? Number(value.text) : 0;
}
