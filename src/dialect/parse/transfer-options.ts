/** The options of COPY and of UNLOAD ("COPY parameter reference", "UNLOAD" of the Database Developer Guide). */
import type { OptionValue, OptionWord, TransferOption } from "../syntax/transfer.ts";
import type { Cursor } from "./cursor.ts";
import { count, name, nameList, numberLiteral, placeholder, text } from "./names.ts";

/** What belongs to an option: pieces in order, `?` after what may be missing, `|` between words. */
const AUTHORIZATION: Readonly<Record<string, string>> = {
  iam_role: "default|text",
  credentials: "text",
  access_key_id: "text",
  secret_access_key: "text",
  session_token: "text",
};

const SWITCH = "on|off|true|false ?";

/** Options of COPY by name. */
export const COPY_OPTIONS: Readonly<Record<string, string>> = {
  ...AUTHORIZATION,
  csv: "",
  json: "text ?",
  avro: "text ?",
  parquet: "serializetojson ?",
  orc: "serializetojson ?",
  shapefile: "simplify ? auto ? number ?",
  delimiter: "text",
  fixedwidth: "text",
  quote: "text",
  bzip2: "",
  gzip: "",
  lzop: "",
  zstd: "",
  manifest: "",
  region: "text",
  readratio: "count",
  ssh: "",
  encrypted: "",
  master_symmetric_key: "text",
  removequotes: "",
  explicit_ids: "",
  acceptinvchars: "text ?",
  acceptanydate: "",
  blanksasnull: "",
  emptyasnull: "",
  dateformat: "text",
  timeformat: "text",
  encoding: "utf8|utf16|utf16be|utf16le|iso88591|text",
  escape: "",
  fillrecord: "",
  ignoreblanklines: "",
  ignoreheader: "count",
  null: "text",
  roundec: "",
  trimblanks: "",
  truncatecolumns: "",
  comprows: "count",
  compupdate: "preset|on|off|true|false ?",
  statupdate: SWITCH,
  ignoreallerrors: "",
  maxerror: "count",
  noload: "",
  job: "create name auto ? on|off ?",
};

/** Options of UNLOAD by name. */
export const UNLOAD_OPTIONS: Readonly<Record<string, string>> = {
  ...AUTHORIZATION,
  csv: "",
  parquet: "",
  json: "",
  partition: "by names include ?",
  manifest: "verbose ?",
  header: "",
  delimiter: "text",
  fixedwidth: "text",
  encrypted: "auto ?",
  kms_key_id: "text",
  master_symmetric_key: "text",
  bzip2: "",
  gzip: "",
  zstd: "",
  addquotes: "",
  null: "text",
  escape: "",
  allowoverwrite: "",
  cleanpath: "",
  parallel: SWITCH,
  maxfilesize: "number mb|gb ?",
  rowgroupsize: "number mb|gb ?",
  region: "text",
  extension: "text",
};

/** Formats, before which FORMAT [AS] may stand. */
const FORMATS: ReadonlySet<string> = new Set([
  "csv",
  "json",
  "avro",
  "parquet",
  "orc",
  "shapefile",
  "delimiter",
  "fixedwidth",
]);

/** Reads options up to the end of the statement; FORMAT AS and WITH, which change nothing, are left out. */
export function transferOptions(
  cursor: Cursor,
  known: Readonly<Record<string, string>>,
): readonly TransferOption[] {
  const options: TransferOption[] = [];
  while (!cursor.atEnd) options.push(option(cursor, known));
  return options;
}

function option(cursor: Cursor, known: Readonly<Record<string, string>>): TransferOption {
  const { start } = cursor;
  const found = placeholder(cursor);
  if (found?.kind === "variable" && found.form === "bare") {
    return { kind: "option", name: "variable", values: [found], span: cursor.span(start) };
  }
  if (found !== undefined) throw cursor.errorAt(cursor.at - 1, "expected here: an option");
  const format = cursor.accept("format");
  if (format) cursor.accept("as");
  else if (cursor.isWords("with", "credentials")) cursor.at += 1;
  const own = cursor.word();
  const pieces = Object.hasOwn(known, own) ? known[own] : undefined;
  if (pieces === undefined || (format && !FORMATS.has(own)))
    throw cursor.error(format ? "a format" : "an option");
  cursor.at += 1;
  if (pieces !== "") cursor.accept("as");
  return { kind: "option", name: own, values: values(cursor, pieces), span: cursor.span(start) };
}

function values(cursor: Cursor, pieces: string): readonly OptionValue[] {
  const found: OptionValue[] = [];
  const list = pieces === "" ? [] : pieces.split(" ");
  for (const [index, piece] of list.entries()) {
    if (piece === "?") continue;
    const read = value(cursor, piece.split("|"), list[index + 1] === "?");
    found.push(...read);
  }
  return found;
}

function value(cursor: Cursor, kinds: readonly string[], optional: boolean): readonly OptionValue[] {
  const { start } = cursor;
  const words = kinds.filter((kind) => !PLAIN.has(kind));
  const word = cursor.acceptOne(...words);
  if (word !== undefined) return [{ kind: "word", word, span: cursor.span(start) } satisfies OptionWord];
  const plain = kinds.find((kind) => PLAIN.has(kind));
  const token = cursor.peek();
  const placed = token?.kind === "variable" || token?.kind === "parameter";
  if (
    optional &&
    (plain === undefined ||
      !(plain === "text" ? token?.kind === "string" || isText(cursor) : token?.kind === "number"))
  )
    return [];
  // A bare variable after ON or OFF would be one in the place of the word.
  if (plain === undefined && placed && words.length > 1) return [text(cursor)];
  switch (plain) {
    case "text":
      return [text(cursor)];
    case "count":
      return [count(cursor)];
    case "number":
      return [numberLiteral(cursor)];
    case "name":
      return [name(cursor)];
    case "names":
      return nameList(cursor);
    default:
      throw cursor.error(words.map((each) => each.toUpperCase()).join(" or "));
  }
}

const PLAIN: ReadonlySet<string> = new Set(["text", "count", "number", "name", "names"]);

/** A bare variable after an option whose text may be missing is an option of its own; one in quotes is the text. */
function isText(cursor: Cursor): boolean {
  const token = cursor.peek();
  return token?.kind === "parameter" || (token?.kind === "variable" && token.text[1] === "'");
}
