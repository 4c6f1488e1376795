/** What COPY refuses: options that do not go with a format or with each other, and what the local warehouse has not. */
import { SqlError, type Position } from "../../../errors.ts";
import { NAMED_FORMATS } from "../../../dialect/copy-format.ts";

/** An option by its name, in lower case, at its place. */
interface Placed {
  readonly name: string;
  readonly at: Position;
}

/** Formats that nothing here reads, as people know them. */
const UNREAD: Readonly<Record<string, string>> = {
  avro: "FORMAT AVRO",
  orc: "FORMAT ORC",
  fixedwidth: "FIXEDWIDTH",
  shapefile: "FORMAT SHAPEFILE",
};

/** Options that are about delimited text ("COPY from JSON format" lists them). */
const ABOUT_TEXT: readonly string[] = [
  "delimiter",
  "escape",
  "fillrecord",
  "ignoreblanklines",
  "null",
  "readratio",
  "removequotes",
  "quote",
];

/** "CSV can't be used with FIXEDWIDTH, REMOVEQUOTES, or ESCAPE" ("Data format parameters"). */
const NOT_WITH_CSV: readonly string[] = ["removequotes", "escape"];

/** All that goes with Parquet ("COPY from columnar data formats"); NOLOAD is none of it, nor are GZIP and REGION. */
const WITH_PARQUET: readonly string[] = [
  "parquet",
  "acceptinvchars",
  "fillrecord",
  "iam_role",
  "credentials",
  "access_key_id",
  "secret_access_key",
  "session_token",
  "statupdate",
  "manifest",
  "explicit_ids",
];

/**
 * Refuses the first option that does not go with the format, or with another option.
 * @throws SqlError 0A000 in Redshift's words where they are known.
 */
export function refuseCombinations(options: readonly Placed[]): void {
  const formats = options.filter(({ name }) => NAMED_FORMATS.includes(name));
  const isJson = formats.some(({ name }) => name === "json");
  const [first] = formats;
  for (const option of options) {
    const { name, at } = option;
    const isFormat = NAMED_FORMATS.includes(name);
    if (isJson && ((isFormat && name !== "json") || ABOUT_TEXT.includes(name))) throw notWithJson(option);
    if (Object.hasOwn(UNREAD, name)) throw notHere(UNREAD[name] ?? "", at);
    if (first === undefined || first.name === "csv") refuseWithText(option, first !== undefined);
    if (first?.name === "parquet") refuseWithParquet(option);
  }
}

function refuseWithText(option: Placed, csv: boolean): void {
  const { name, at } = option;
  if (csv && (NOT_WITH_CSV.includes(name) || name === "parquet")) throw incompatible("CSV", option);
  if (!csv && name === "quote") {
    throw new SqlError("QUOTE can be used with CSV only", at, {
      sqlState: "0A000",
      next: "write format as csv quote as '…', or REMOVEQUOTES for delimited text",
    });
  }
}

function refuseWithParquet({ name, at }: Placed): void {
  if (name === "acceptinvchars") throw notHere("ACCEPTINVCHARS with Parquet", at);
  if (WITH_PARQUET.includes(name)) return;
  // In the words of the guide's "COPY from columnar data formats", on REGION.
  throw new SqlError(`${name.toUpperCase()} argument is not supported for PARQUET based COPY`, at, {
    sqlState: "0A000",
    next: "take it out",
  });
}

function notWithJson({ name, at }: Placed): SqlError {
  return new SqlError(`${name.toUpperCase()} cannot be used with FORMAT JSON`, at, {
    sqlState: "0A000",
    next: "take it out",
  });
}

/** In the words of github.com/awslabs/aws-lambda-redshift-loader, issue 51. */
function incompatible(format: string, { name, at }: Placed): SqlError {
  return new SqlError(`${format} is not compatible with ${name.toUpperCase()}`, at, {
    sqlState: "0A000",
    next: name === "removequotes" ? "remove it: CSV already removes quotation marks" : "remove one of them",
  });
}

/** Returns the error 0A000 of what Redshift takes and the local warehouse does not. */
export function notHere(what: string, at: Position): SqlError {
  return new SqlError(`${what} is not implemented on the local warehouse`, at, {
    sqlState: "0A000",
    next: "docs/dialect.md lists what COPY takes here",
  });
}
