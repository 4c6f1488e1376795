/** Reads UNLOAD (Database Developer Guide, "UNLOAD"). Pure; what does not go together refuse/unload.ts refuses before. */
import { placeOf } from "../../../dialect/place.ts";
import type { Statement } from "../../../dialect/statements.ts";
import type { Unload } from "../../../dialect/syntax/transfer.ts";
import { SqlError, type Position } from "../../../errors.ts";
import { literalOf, takeOptions, textOf, type Option } from "../transfer-option.ts";
import type { UnloadCommand, UnloadFormat } from "./command.ts";

const MB = 1024 * 1024;
const UNITS: Readonly<Record<string, number>> = { mb: MB, gb: 1024 * MB };
/** "Specify a decimal value between 5 MB and 6.2 GB." */
const LEAST_FILE = 5 * MB;
const MOST_FILE = 6.2 * 1024 * MB;

const ENDINGS: Readonly<Record<UnloadCommand["compression"], string | undefined>> = {
  "": undefined,
  gzip: "gz",
  zstd: "zst",
};

/** Options as they come; what belongs to a format is put into it at the end. */
interface Draft {
  kind: UnloadFormat["kind"];
  delimiter?: string;
  nullAs: string;
  header: boolean;
  addQuotes: boolean;
  escape: boolean;
  compression: UnloadCommand["compression"];
  extension?: string;
  parallel: boolean;
  maxFileSize: number;
  manifest: UnloadCommand["manifest"];
  existing: UnloadCommand["existing"];
  partition: UnloadCommand["partition"];
  region?: string;
}

/**
 * Returns an UNLOAD as a value.
 * @param statement the one that the tree is of
 * @throws SqlError for a value that the page does not allow, and for an option that the local warehouse does not know.
 */
export function readUnload(tree: Unload, statement: Statement): UnloadCommand {
  const at = (offset: number): Position => placeOf(statement, offset);
  const target = at(tree.target.span[0]);
  const to = targetOf(textOf(tree.target, target), target);
  const draft: Draft = {
    kind: "text",
    nullAs: "",
    header: false,
    addQuotes: false,
    escape: false,
    compression: "",
    parallel: true,
    maxFileSize: MOST_FILE,
    manifest: "none",
    existing: "refuse",
    partition: { columns: [], include: false },
  };
  const seen = takeOptions("UNLOAD", tree, at, (option) => {
    const set = SETTERS[option.name];
    if (set === undefined) throw notHere(option);
    set(draft, option);
  });
  if (seen.has("escape") && draft.kind === "csv") {
    throw new SqlError("ESCAPE with FORMAT CSV is not documented", at(tree.span[0]), {
      sqlState: "0A000",
      next: "remove it: CSV doubles quotes",
    });
  }
  if (draft.existing === "remove" && !to.startsWith("s3://")) {
    throw new SqlError("CLEANPATH removes what is at an s3:// url only", target, {
      sqlState: "0A000",
      next: "remove the files of this folder by hand, or write allowoverwrite",
    });
  }
  return commandOf(draft, to);
}

/** Without a slash after the bucket the names of the files would be a part of the bucket's. */
function targetOf(to: string, at: Position): string {
  if (/^s3:\/\/[^/]+\//.test(to) || (to !== "" && !/^\w+:\/\//.test(to))) return to;
  throw new SqlError("UNLOAD writes to a prefix in S3 or on this machine", at, {
    next: "write s3://bucket/prefix",
  });
}

function commandOf(draft: Draft, to: string): UnloadCommand {
  const { compression, parallel, maxFileSize, manifest, existing, partition, region } = draft;
  const ending = draft.kind === "parquet" ? "parquet" : ENDINGS[compression];
  return {
    to: partition.columns.length > 0 && !to.endsWith("/") ? `${to}/` : to,
    format: formatOf(draft),
    compression,
    // Of EXTENSION 'txt.gz' with GZIP ("UNLOAD examples") the name has one .gz: it stands in the place of the ending.
    extension: draft.extension ?? ending,
    parallel,
    maxFileSize,
    manifest,
    existing,
    partition,
    region,
  };
}

function formatOf({ kind, delimiter, nullAs, header, addQuotes, escape }: Draft): UnloadFormat {
  switch (kind) {
    case "csv":
      return { kind, delimiter: delimiter ?? ",", nullAs, header };
    case "text":
      return { kind, delimiter: delimiter ?? "|", nullAs, header, addQuotes, escape };
    default:
      return { kind };
  }
}

/** What each option sets. */
const SETTERS: Readonly<Record<string, (draft: Draft, option: Option) => void>> = {
  csv: (draft) => (draft.kind = "csv"),
  json: (draft) => (draft.kind = "json"),
  parquet: (draft) => (draft.kind = "parquet"),
  partition: (draft, { values }) => {
    const columns = values.flatMap((value) => (value.kind === "name" ? [value.value] : []));
    draft.partition = {
      columns,
      include: values.some((value) => value.kind === "word" && value.word === "include"),
    };
  },
  manifest: (draft, { values }) => (draft.manifest = values.length > 0 ? "verbose" : "plain"),
  header: (draft) => (draft.header = true),
  delimiter: (draft, option) => (draft.delimiter = delimiterOf(option)),
  gzip: (draft) => (draft.compression = "gzip"),
  zstd: (draft) => (draft.compression = "zstd"),
  addquotes: (draft) => (draft.addQuotes = true),
  null: (draft, option) => (draft.nullAs = literalOf(option)),
  escape: (draft) => (draft.escape = true),
  allowoverwrite: (draft) => (draft.existing = "overwrite"),
  cleanpath: (draft) => (draft.existing = "remove"),
  parallel: (draft, { values: [value] }) =>
    (draft.parallel = value?.kind !== "word" || value.word === "on" || value.word === "true"),
  maxfilesize: (draft, option) =>
    (draft.maxFileSize = sizeOf(option, LEAST_FILE, MOST_FILE, "5 MB and 6.2 GB")),
  // DuckDB makes row groups by their rows.
  rowgroupsize: (_, option) => void sizeOf(option, 32 * MB, 128 * MB, "32 MB and 128 MB"),
  region: (draft, option) => (draft.region = literalOf(option)),
  extension: (draft, option) => (draft.extension = extensionOf(option)),
};

/** "A single ASCII character". A tab is `\t` in a literal, and where its backslash is doubled; others are `\ddd` as in COPY ("Data format parameters"). */
function delimiterOf(option: Option): string {
  const text = literalOf(option);
  const [, octal] = /^\\([0-7]{3})$/.exec(text) ?? [];
  const sign =
    text === "\\t" ? "\t" : octal === undefined ? text : String.fromCodePoint(Number.parseInt(octal, 8));
  if (sign.length === 1 && sign > "\0" && sign < "\x80" && !/[\n\r"\\]/.test(sign)) return sign;
  throw new SqlError("DELIMITER takes one ASCII character", option.at, {
    next: "not a newline, quotation mark or backslash, which have a special meaning in the files",
  });
}

function extensionOf(option: Option): string {
  const text = literalOf(option);
  if (text !== "" && !/[/\0]/.test(text)) return text.replace(/^\./, "");
  throw new SqlError("EXTENSION takes the ending of a file's name", option.at, {
    next: "write extension 'csv'",
  });
}

function sizeOf({ values: [value, unit], at }: Option, least: number, most: number, range: string): number {
  const number = value?.kind === "number" ? Number(value.text) : Number.NaN;
  const size = number * (UNITS[unit?.kind === "word" ? unit.word : "mb"] ?? MB);
  if (size >= least && size <= most) return size;
  throw new SqlError(`the size must be between ${range}`, at);
}

function notHere({ name, at }: Option): SqlError {
  const known: Readonly<Record<string, string>> = {
    bzip2: "write gzip",
    fixedwidth: "write delimiter, or format csv",
    encrypted: "leave it out: the files are as safe as the folder",
    variable: "write the option itself: psql variables have values only in the files of a run",
  };
  return new SqlError(`${name.toUpperCase()} of UNLOAD is not implemented on the local warehouse`, at, {
    sqlState: "0A000",
    next: known[name] ?? "docs/dialect.md lists what UNLOAD takes here",
  });
}
