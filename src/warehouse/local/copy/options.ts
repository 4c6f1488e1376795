/** Reads COPY … FROM JSON (Database Developer Guide, "COPY" and "COPY from JSON format"). Pure. */
import type { Token } from "../../../dialect/lexer.ts";
import { placeOf } from "../../../dialect/place.ts";
import type { Copy, OptionValue, TransferOption } from "../../../dialect/syntax/transfer.ts";
import { SqlError, type Position } from "../../../errors.ts";
import type { CopyCommand, JsonFormat } from "./command.ts";
import { notHere, refusedOption } from "./refused-options.ts";

type Draft = { -readonly [K in keyof CopyCommand]: CopyCommand[K] };

/** The statement that the tree is of. */
interface Source extends Position {
  readonly tokens: readonly Token[];
}

/**
 * Returns a COPY as a value.
 * @throws SqlError for a clause that Redshift refuses with JSON, and for one that the local warehouse does not know.
 */
export function parseCopy({ table, columns, source: from, options }: Copy, source: Source): CopyCommand {
  const draft: Draft = {
    schema: table.parts.at(-2)?.value,
    table: table.parts.at(-1)?.value ?? "",
    columns: columns.length === 0 ? undefined : columns.map(({ value }) => value),
    from: textOf(from, source),
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
  if (/^(?:emr|dynamodb):/i.test(draft.from))
    throw notHere("COPY from anything but files", placeOf(source, from.span[0]));
  const seen = new Set<string>();
  for (const option of options) {
    const { name, span } = option;
    const place = placeOf(source, span[0]);
    if (seen.has(name)) throw new SqlError(`conflicting or redundant options: ${name.toUpperCase()}`, place);
    seen.add(name);
    if (AUTHORIZATIONS.has(name)) authorize(place, seen);
    else readOption(option, draft, source);
  }
  const start = { line: source.line, column: source.column };
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

/** Options each of which says who the COPY acts for; a key has its secret with it. */
const AUTHORIZATIONS: ReadonlySet<string> = new Set(["access_key_id", "credentials", "iam_role"]);

function readOption({ name, values, span }: TransferOption, draft: Draft, source: Source): void {
  const place = placeOf(source, span[0]);
  const [value] = values;
  switch (name) {
    case "secret_access_key":
    case "session_token":
      return;
    case "json":
      if (value !== undefined) draft.json = jsonFormat(textOf(value, source));
      return;
    case "manifest":
      draft.manifest = true;
      return;
    case "gzip":
    case "zstd":
      draft.compression = name;
      return;
    case "timeformat":
      draft.timeFormat = textOf(value, source);
      return;
    case "dateformat":
      draft.dateFormat = textOf(value, source);
      return;
    case "maxerror":
      draft.maxErrors = Math.max(1, bounded(value, source, 100_000));
      return;
    case "ignoreallerrors":
      draft.maxErrors = Number.POSITIVE_INFINITY;
      return;
    case "truncatecolumns":
      draft.truncateColumns = true;
      return;
    case "blanksasnull":
      draft.blanksAsNull = true;
      return;
    case "emptyasnull":
      draft.emptyAsNull = true;
      return;
    case "trimblanks":
      draft.trimBlanks = true;
      return;
    case "roundec":
      draft.roundDecimals = true;
      return;
    case "acceptanydate":
      draft.acceptAnyDate = true;
      return;
    case "acceptinvchars":
      draft.invalidCharacters = value === undefined ? "?" : replacement(value, source);
      return;
    case "ignoreheader":
      draft.ignoreHeader = bounded(value, source, 2 ** 31 - 1);
      return;
    case "explicit_ids":
      draft.explicitIds = true;
      return;
    case "noload":
      draft.dryRun = true;
      return;
    case "encoding": {
      const encoding = value?.kind === "word" ? value.word : textOf(value, source).toLowerCase();
      if (encoding !== "utf8") throw notHere("ENCODING other than UTF8", place);
      return;
    }
    case "region":
      draft.region = textOf(value, source);
      return;
    case "comprows":
      bounded(value, source, 2 ** 31 - 1, 1000);
      return;
    case "compupdate":
    case "statupdate":
      // On a laptop there are neither encodings nor statistics to keep up to date.
      return;
    default:
      throw refusedOption(name, place);
  }
}

function authorize(place: Position, seen: Set<string>): void {
  if (seen.has("authorization"))
    throw new SqlError("conflicting or redundant options: more than one authorization", place);
  seen.add("authorization");
}

/** ACCEPTINVCHARS takes one ASCII character but NUL. */
function replacement(given: OptionValue, source: Source): string {
  const value = textOf(given, source);
  if (value.length === 1 && value > "\0" && value < "\x80") return value;
  throw new SqlError("ACCEPTINVCHARS takes one ASCII character", placeOf(source, given.span[0]));
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

/** The text; a variable or a parameter, which nothing has been put in for, is none. */
function textOf(value: OptionValue | Copy["source"] | undefined, source: Source): string {
  if (value?.kind === "string") return value.value;
  throw missing(value, source, "a literal in single quotes is needed here");
}

function bounded(value: OptionValue | undefined, source: Source, most: number, least = 0): number {
  if (value?.kind !== "number") throw missing(value, source, "a whole number is needed here");
  const number = Number(value.text);
  if (number <= most && number >= least) return number;
  throw new SqlError(`the value must be between ${least} and ${most}`, placeOf(source, value.span[0]));
}

function missing(value: OptionValue | undefined, source: Source, next: string): SqlError {
  const place = value === undefined ? source : placeOf(source, value.span[0]);
  const token = source.tokens.find(({ start }) => start === value?.span[0]);
  return new SqlError(`syntax error at or near "${token?.text ?? ""}"`, place, { next });
}
