/** COPY … FROM JSON as a value (Database Developer Guide, "COPY" and "COPY from JSON format"). Pure. */
import { isSymbol, isWord, type Token } from "../../../dialect/lexer.ts";
import type { Statement } from "../../../dialect/statements.ts";
import { TokenReader } from "../../../dialect/token-reader.ts";
import { SqlError } from "../../../errors.ts";

export type JsonFormat =
  | { readonly kind: "auto"; readonly ignoreCase: boolean }
  | { readonly kind: "noshred" }
  | { readonly kind: "jsonpaths"; readonly url: string };

export interface CopyCommand {
  readonly schema: string | undefined;
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  /** A key prefix, or the exact key of a manifest. */
  readonly from: string;
  readonly manifest: boolean;
  readonly json: JsonFormat;
  readonly compression: "" | "gzip" | "zstd";
  readonly timeFormat: string;
  readonly dateFormat: string;
  /** Errors at which the COPY fails; Infinity with IGNOREALLERRORS. */
  readonly maxErrors: number;
  readonly truncateColumns: boolean;
  readonly blanksAsNull: boolean;
  readonly emptyAsNull: boolean;
  readonly trimBlanks: boolean;
  readonly roundDecimals: boolean;
  readonly acceptAnyDate: boolean;
  /** What stands for an invalid byte; undefined: an invalid byte is an error. */
  readonly invalidCharacters: string | undefined;
  readonly ignoreHeader: number;
  readonly explicitIds: boolean;
  /** NOLOAD: check, and load nothing. */
  readonly dryRun: boolean;
}

type Draft = { -readonly [K in keyof CopyCommand]: CopyCommand[K] };

/** Options that have no effect on what is loaded here; the number of values that they may carry. */
const WITHOUT_EFFECT: Readonly<Record<string, number>> = {
  compupdate: 1,
  statupdate: 1,
  region: 1,
  comprows: 1,
};

/** Redshift refuses these with JSON. */
const NOT_WITH_JSON: readonly string[] = [
  "csv",
  "delimiter",
  "escape",
  "fillrecord",
  "fixedwidth",
  "ignoreblanklines",
  "null",
  "readratio",
  "removequotes",
  "quote",
  "avro",
  "parquet",
  "orc",
  "shapefile",
  "rcfile",
  "sequencefile",
];
const NOT_HERE: readonly string[] = ["bzip2", "lzop", "encrypted", "ssh", "job"];

/** @throws SqlError for a clause that Redshift refuses with JSON, and for one that the local warehouse does not know. */
export function parseCopy(statement: Statement): CopyCommand {
  const reader = new TokenReader(statement.tokens);
  reader.expect("copy");
  const target = reader.qualifiedName();
  const columns = isSymbol(reader.peek(), "(") ? reader.nameList() : undefined;
  reader.expect("from");
  const draft: Draft = {
    schema: target.schema,
    table: target.name,
    columns,
    from: literal(reader),
    manifest: false,
    json: { kind: "auto", ignoreCase: false },
    compression: "",
    timeFormat: "",
    dateFormat: "",
    maxErrors: 1,
    truncateColumns: false,
    blanksAsNull: false,
    emptyAsNull: false,
    trimBlanks: false,
    roundDecimals: false,
    acceptAnyDate: false,
    invalidCharacters: undefined,
    ignoreHeader: 0,
    explicitIds: false,
    dryRun: false,
  };
  const seen = new Set<string>();
  while (!reader.atEnd) readOption(reader, draft, seen);
  const start = { line: statement.line, column: statement.column };
  if (!seen.has("authorization")) {
    throw new SqlError("COPY needs an authorization", start, {
      next: "add iam_role default, or iam_role 'arn:…'",
    });
  }
  if (!seen.has("json")) {
    throw new SqlError("the local warehouse reads JSON only", start, {
      sqlState: "0A000",
      next: "add format as json 'auto'",
    });
  }
  if (seen.has("ignoreallerrors") && seen.has("maxerror")) {
    throw new SqlError("IGNOREALLERRORS cannot be used with MAXERROR", start);
  }
  return draft;
}

function readOption(reader: TokenReader, draft: Draft, seen: Set<string>): void {
  const token = reader.take();
  const word = token.kind === "word" ? token.value : "";
  if (seen.has(word)) throw new SqlError(`conflicting or redundant options: ${word.toUpperCase()}`, token);
  seen.add(word);
  switch (word) {
    case "with":
    case "as":
      seen.delete(word);
      return;
    case "iam_role":
      if (!reader.accept("default")) literal(reader);
      return void seen.add("authorization");
    case "credentials":
    case "access_key_id":
    case "secret_access_key":
    case "session_token":
      reader.accept("as");
      literal(reader);
      return void seen.add("authorization");
    case "format":
      reader.accept("as");
      if (!isWord(reader.peek(), "json", ...NOT_WITH_JSON)) throw reader.error();
      return;
    case "json":
      reader.accept("as");
      draft.json = reader.peek()?.kind === "string" ? jsonFormat(literal(reader)) : draft.json;
      return;
    case "manifest":
      draft.manifest = true;
      return;
    case "gzip":
    case "zstd":
      draft.compression = word;
      return;
    case "timeformat":
      draft.timeFormat = literal(reader, "as");
      return;
    case "dateformat":
      draft.dateFormat = literal(reader, "as");
      return;
    case "maxerror":
      reader.accept("as");
      return void (draft.maxErrors = Math.max(1, bounded(reader, 100_000)));
    case "ignoreallerrors":
      return void (draft.maxErrors = Number.POSITIVE_INFINITY);
    case "truncatecolumns":
      return void (draft.truncateColumns = true);
    case "blanksasnull":
      return void (draft.blanksAsNull = true);
    case "emptyasnull":
      return void (draft.emptyAsNull = true);
    case "trimblanks":
      return void (draft.trimBlanks = true);
    case "roundec":
      return void (draft.roundDecimals = true);
    case "acceptanydate":
      return void (draft.acceptAnyDate = true);
    case "acceptinvchars":
      reader.accept("as");
      draft.invalidCharacters = reader.peek()?.kind === "string" ? literal(reader) : "?";
      return;
    case "ignoreheader":
      reader.accept("as");
      return void (draft.ignoreHeader = bounded(reader, 2 ** 31 - 1));
    case "explicit_ids":
      return void (draft.explicitIds = true);
    case "noload":
      return void (draft.dryRun = true);
    case "encoding":
      reader.accept("as");
      if (!reader.accept("utf8")) throw notHere("ENCODING other than UTF8", reader.peek() ?? token);
      return;
    default:
      return readOther(reader, token, word);
  }
}

function readOther(reader: TokenReader, token: Token, word: string): void {
  if (Object.hasOwn(WITHOUT_EFFECT, word)) {
    reader.accept("as");
    if (
      isWord(reader.peek(), "on", "off", "true", "false", "preset") ||
      ["string", "number"].includes(reader.peek()?.kind ?? "")
    )
      reader.take();
    return;
  }
  if (NOT_WITH_JSON.includes(word)) {
    throw new SqlError(`${word.toUpperCase()} cannot be used with FORMAT JSON`, token, {
      sqlState: "0A000",
      next: "take it out",
    });
  }
  if (NOT_HERE.includes(word)) throw notHere(word.toUpperCase(), token);
  throw new SqlError(`syntax error at or near "${token.text}"`, token, { next: "COPY has no such option" });
}

function notHere(what: string, token: Token): SqlError {
  return new SqlError(`${what} is not implemented on the local warehouse`, token, {
    sqlState: "0A000",
    next: "docs/local-differences.md lists what COPY takes here",
  });
}

function jsonFormat(text: string): JsonFormat {
  switch (text.toLowerCase().trim().replace(/\s+/g, " ")) {
    case "auto":
      return { kind: "auto", ignoreCase: false };
    case "auto ignorecase":
      return { kind: "auto", ignoreCase: true };
    case "noshred":
      return { kind: "noshred" };
    default:
      return { kind: "jsonpaths", url: text };
  }
}

function literal(reader: TokenReader, before?: string): string {
  if (before !== undefined) reader.accept(before);
  if (reader.peek()?.kind !== "string") throw reader.error("a literal in single quotes is needed here");
  return reader.take().value;
}

function bounded(reader: TokenReader, most: number): number {
  const token = reader.peek();
  const value = reader.integer();
  if (value <= most && value >= 0) return value;
  throw new SqlError(`the value must be between 0 and ${most}`, token ?? { line: 1, column: 1 });
}
