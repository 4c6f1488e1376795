/** A source, and which of the objects under it are source files. */
import type { Compression } from "../compression/compression.ts";
import type { FileFormat } from "../formats/file-format.ts";
import type { StoredObject } from "../store/store.ts";
import { fitsPatterns } from "./file-patterns.ts";
import { HIDDEN, type PassedObject } from "../text/passed-over.ts";

/** The name of a source, as a staging file declares it: declaration.ts. */
export type SourceName = string;

/** A source and where its files are. */
export interface Source {
  readonly name: SourceName;
  /** Prefixes, folders or files; whole and absolute, one or more. */
  readonly urls: readonly string[];
  /** What the prefixes lie below when they are those of some days: these are the ones that are not to be empty. */
  readonly roots?: readonly string[];
  /** What the urls of its files begin with, where locations have dates in them; undefined: the prefixes. */
  readonly within?: readonly (string | RegExp)[];
  /** Whether a prefix in S3 without any file is not a mistake. */
  readonly mayBeEmpty: boolean;
  /** Patterns of the names of its files (file-patterns.ts); undefined: the ends that names of its format have. */
  readonly files?: readonly string[];
  /** A JSONPaths file, whole and absolute; undefined means 'auto ignorecase'. */
  readonly jsonpaths: string | undefined;
  readonly format: FileFormat;
}

const JSON_NAME = /\.(?:json|jsonl|ndjson)(?:\.(?:gz|zst))?$/i;
const CSV_NAME = /\.(?:csv|tsv|psv|tab)(?:\.(?:gz|zst))?$/i;
const TEXT_NAME = /\.(?:csv|tsv|psv|tab|txt|tbl|dat)(?:\.(?:gz|zst))?$/i;
const PARQUET_NAME = /\.parquet$/i;

/** One object under a source; its identity is source + url + etag + size. */
export interface SourceFile extends StoredObject {
  readonly source: SourceName;
  readonly compression: Compression;
  /** That of its source. */
  readonly format: FileFormat;
}

/** What a listing of a source holds. */
export interface SourceListing {
  readonly files: readonly SourceFile[];
  /** Objects that are hidden, or of another format by their name (`_SUCCESS`, `notes.md` …): never loaded, always told. */
  readonly passedOver: readonly PassedObject[];
}

/** Returns the objects under a source, told apart: source files, and the rest with the reason. */
export function parseListing(
  {
    name: source,
    format,
    urls,
    files: patterns,
    within,
  }: Pick<Source, "name" | "format" | "urls" | "files" | "within">,
  objects: readonly StoredObject[],
): SourceListing {
  const { ending, meant } = namesOf(format);
  const files: SourceFile[] = [];
  const passedOver: PassedObject[] = [];
  for (const { url, etag, size } of objects) {
    const name = url.slice(url.lastIndexOf("/") + 1);
    if (isHidden(url, urls)) passedOver.push({ url, reason: HIDDEN });
    else if (within !== undefined && !within.some((one) => beginsWith(url, one)))
      passedOver.push({ url, reason: "whose path lacks the date that the location has" });
    else if (patterns !== undefined && !fitsPatterns(name, patterns))
      passedOver.push({ url, reason: `without a name that fits ${patterns.join(" ")}` });
    else if (patterns === undefined && !ending.test(name))
      passedOver.push({ url, reason: `without a name that ends in ${meant}` });
    else files.push({ url, etag, size, source, compression: compressionOf(name), format });
  }
  return { files, passedOver };
}

function beginsWith(url: string, beginning: string | RegExp): boolean {
  return typeof beginning === "string" ? url.startsWith(beginning) : beginning.test(url);
}

/** Whether the name of a file says what it is, its compression too. */
export function isNamedForFormat({ url, format }: Pick<SourceFile, "url" | "format">): boolean {
  return namesOf(format).ending.test(url.slice(url.lastIndexOf("/") + 1));
}

/** What the names of files of a format end in, for people too: docs/copy.md. */
function namesOf(format: FileFormat): { readonly ending: RegExp; readonly meant: string } {
  switch (format.kind) {
    case "json":
      return { ending: JSON_NAME, meant: ".json, .jsonl or .ndjson (and .gz or .zst)" };
    case "parquet":
      return { ending: PARQUET_NAME, meant: ".parquet" };
    case "delimited":
      if (format.csv) return { ending: CSV_NAME, meant: ".csv, .tsv, .psv or .tab (and .gz or .zst)" };
      return { ending: TEXT_NAME, meant: ".csv, .tsv, .psv, .tab, .txt, .tbl or .dat (and .gz or .zst)" };
  }
}

const HIDDEN_PART = /\/[._]/;

/**
 * Whether a part of the path below every prefix that an object is found by begins with a dot or an underscore: `.ipynb_checkpoints/`,
 * `_temporary/`, `_SUCCESS`. What the prefix names itself is meant, whatever it is called.
 */
function isHidden(url: string, prefixes: readonly string[]): boolean {
  return prefixes.every((prefix) => {
    if (!url.startsWith(prefix)) return true;
    // The part that the prefix ends in the middle of is named by it.
    const rest = url.slice(prefix.endsWith("/") ? prefix.length - 1 : prefix.lastIndexOf("/") + 1);
    return HIDDEN_PART.test(rest);
  });
}

/** Returns the identity of a file in the ledger: a changed file is another one, and so is that of another source. */
export function fileKey(file: Pick<SourceFile, "source" | "url" | "etag" | "size">): string {
  return `${file.url}\n${file.etag}\n${file.size}\n${file.source}`;
}

function compressionOf(name: string): Compression {
  const lower = name.toLowerCase();
  if (lower.endsWith(".gz")) return "gzip";
  return lower.endsWith(".zst") ? "zstd" : "";
}
