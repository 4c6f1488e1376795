/** Reads COPY (Database Developer Guide, "COPY" and its pages on parameters). Pure. */
import { formatOfCopy } from "../../../dialect/copy-format.ts";
import { placeOf } from "../../../dialect/place.ts";
import type { Statement } from "../../../dialect/statements.ts";
import type { Copy, TransferOption } from "../../../dialect/syntax/transfer.ts";
import { SqlError, type Position } from "../../../errors.ts";
import { checkFormat } from "./check-format.ts";
import { literalOf, takeOptions, textOf, type Option } from "../transfer-option.ts";
import type { CopyCommand, CopyFormat, JsonShape } from "./command.ts";
import { notHere, refuseCombinations } from "./refused-options.ts";

type Draft = { -readonly [K in keyof CopyCommand]: CopyCommand[K] };

/** What is about encodings and statistics, which a laptop does not keep. */
const IGNORED: ReadonlySet<string> = new Set(["compupdate", "statupdate"]);

/**
 * Returns a COPY as a value.
 * @param target the table's schema and name
 * @param statement the one that the tree is of
 * @throws SqlError for a clause that Redshift refuses with this format, and for one that the local warehouse does not know.
 */
export function readCopy(
  tree: Copy,
  target: Pick<CopyCommand, "schema" | "table">,
  statement: Statement,
): CopyCommand {
  const at = (offset: number): Position => placeOf(statement, offset);
  const draft: Draft = {
    ...target,
    columns: tree.columns.length === 0 ? undefined : tree.columns.map(({ value }) => value),
    from: textOf(tree.source, at(tree.source.span[0])),
    manifest: false,
    region: undefined,
    format: { kind: "json", shape: { kind: "auto", ignoreCase: false } },
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
    throw notHere("COPY from anything but files", at(tree.source.span[0]));
  refuseCombinations(tree.options.map(({ name, span }) => ({ name, at: at(span[0]) })));
  const seen = takeOptions("COPY", tree, at, (option) => setOption(option, draft));
  draft.format = readFormat(tree, statement, draft);
  const start = at(tree.span[0]);
  if (seen.has("ignoreallerrors") && seen.has("maxerror"))
    throw new SqlError("IGNOREALLERRORS cannot be used with MAXERROR", start);
  return draft;
}

function setOption(option: Option, draft: Draft): void {
  if (IGNORED.has(option.name)) return;
  const set = SETTERS[option.name];
  if (set === undefined) throw notHere(option.name.toUpperCase(), option.at);
  set(draft, option);
}

/** The format as a whole; what is JSON was read before. */
function readFormat(tree: Copy, statement: Statement, { format: json }: Draft): CopyFormat {
  const format = formatOfCopy(tree, statement);
  const named = (name: string): TransferOption | undefined => tree.options.find((one) => one.name === name);
  if (format?.kind === "delimited") {
    checkFormat(format, (name) => placeOf(statement, (named(name) ?? tree).span[0]));
    return format;
  }
  if (format?.kind !== "parquet") return json;
  const serialize = (named("parquet")?.values.length ?? 0) > 0;
  return { kind: "parquet", serializeToJson: serialize, fillRecord: named("fillrecord") !== undefined };
}

/** What each option sets. */
const SETTERS: Readonly<Record<string, (draft: Draft, option: Option) => void>> = {
  json: (draft, { values: [value], at }) => {
    if (value !== undefined) draft.format = { kind: "json", shape: jsonShape(textOf(value, at)) };
  },
  csv: () => undefined,
  parquet: () => undefined,
  delimiter: (_, option) => void literalOf(option),
  quote: (_, option) => void literalOf(option),
  null: (_, option) => void literalOf(option),
  escape: () => undefined,
  removequotes: () => undefined,
  fillrecord: () => undefined,
  ignoreblanklines: () => undefined,
  manifest: (draft) => (draft.manifest = true),
  gzip: (draft) => (draft.compression = "gzip"),
  zstd: (draft) => (draft.compression = "zstd"),
  timeformat: (draft, option) => (draft.timeFormat = literalOf(option)),
  dateformat: (draft, option) => (draft.dateFormat = literalOf(option)),
  maxerror: (draft, option) => (draft.maxErrors = Math.max(1, bounded(option, 100_000))),
  ignoreallerrors: (draft) => (draft.maxErrors = Number.POSITIVE_INFINITY),
  truncatecolumns: (draft) => (draft.truncateColumns = true),
  blanksasnull: (draft) => (draft.blanksAsNull = true),
  emptyasnull: (draft) => (draft.emptyAsNull = true),
  trimblanks: (draft) => (draft.trimBlanks = true),
  roundec: (draft) => (draft.roundDecimals = true),
  acceptanydate: (draft) => (draft.acceptAnyDate = true),
  acceptinvchars: (draft, option) => (draft.invalidCharacters = replacement(option)),
  ignoreheader: (draft, option) => (draft.ignoreHeader = bounded(option, 2 ** 31 - 1)),
  explicit_ids: (draft) => (draft.explicitIds = true),
  noload: (draft) => (draft.dryRun = true),
  encoding: (_, { values: [value], at }) => {
    if (value?.kind !== "word" || value.word !== "utf8") throw notHere("ENCODING other than UTF8", at);
  },
  region: (draft, option) => (draft.region = literalOf(option)),
  comprows: (_, option) => void bounded(option, 2 ** 31 - 1, 1000),
};

/** ACCEPTINVCHARS takes one ASCII character but NUL. */
function replacement({ values: [value], at }: Option): string {
  if (value === undefined) return "?";
  const text = textOf(value, at);
  if (text.length === 1 && text > "\0" && text < "\x80") return text;
  throw new SqlError("ACCEPTINVCHARS takes one ASCII character", at);
}

function jsonShape(text: string): JsonShape {
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

function bounded({ values: [value], at }: Option, most: number, least = 0): number {
  const number = value?.kind === "number" ? Number(value.text) : Number.NaN;
  if (number <= most && number >= least) return number;
  throw new SqlError(`the value must be between ${least} and ${most}`, at);
}
