/** Reads COPY … FROM JSON (Database Developer Guide, "COPY" and "COPY from JSON format"). Pure. */
import { isSymbol, isWord, type Token } from "../../../dialect/lexer.ts";
import type { Statement } from "../../../dialect/statements.ts";
import { TokenReader } from "../../../dialect/token-reader.ts";
import { SqlError } from "../../../errors.ts";
import type { CopyCommand, JsonFormat } from "./command.ts";
import { notHere, NOT_WITH_JSON, refusedOption } from "./refused-options.ts";

type Draft = { -readonly [K in keyof CopyCommand]: CopyCommand[K] };

/**
 * Returns a COPY as a value.
 * @throws SqlError for a clause that Redshift refuses with JSON, and for one that the local warehouse does not know.
 */
export function parseCopy(statement: Statement): CopyCommand {
  const reader = new TokenReader(statement.tokens);
  reader.expect("copy");
  const target = reader.qualifiedName();
  const columns = isSymbol(reader.peek(), "(") ? reader.nameList() : undefined;
  reader.expect("from");
  const from = reader.peek();
  const draft: Draft = {
    schema: target.schema,
    table: target.name,
    columns,
    from: literal(reader),
    manifest: false,
    region: undefined,
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
  if (from !== undefined && /^(?:emr|dynamodb):/i.test(draft.from))
    throw notHere("COPY from anything but files", from);
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
      if (!isWord(reader.peek(), "credentials")) throw reader.error();
      return;
    case "iam_role":
      if (!reader.accept("default")) literal(reader);
      return authorize(token, seen);
    case "credentials":
    case "access_key_id":
      reader.accept("as");
      literal(reader);
      return authorize(token, seen);
    case "secret_access_key":
    case "session_token":
      literal(reader, "as");
      return;
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
      draft.invalidCharacters = reader.peek()?.kind === "string" ? replacement(reader) : "?";
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
    case "region":
      draft.region = literal(reader, "as");
      return;
    case "comprows":
      return void bounded(reader, 2 ** 31 - 1, 1000);
    // On a laptop there are neither encodings nor statistics to keep up to date.
    case "compupdate":
      return void reader.acceptOne("on", "off", "true", "false", "preset");
    case "statupdate":
      return void reader.acceptOne("on", "off", "true", "false");
    default:
      throw refusedOption(token, word);
  }
}

function authorize(token: Token, seen: Set<string>): void {
  if (seen.has("authorization"))
    throw new SqlError("conflicting or redundant options: more than one authorization", token);
  seen.add("authorization");
}

/** ACCEPTINVCHARS takes one ASCII character but NUL. */
function replacement(reader: TokenReader): string {
  const token = reader.peek();
  const value = literal(reader);
  if (value.length === 1 && value > "\0" && value < "\x80") return value;
  throw new SqlError("ACCEPTINVCHARS takes one ASCII character", token ?? { line: 1, column: 1 });
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

function bounded(reader: TokenReader, most: number, least = 0): number {
  const token = reader.peek();
  const value = reader.integer();
  if (value <= most && value >= least) return value;
  throw new SqlError(`the value must be between ${least} and ${most}`, token ?? { line: 1, column: 1 });
}
