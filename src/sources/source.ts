/** A source, and which of the objects under it are source files. */
import type { FileFormat } from "../formats/file-format.ts";
import type { StoredObject } from "../store/store.ts";

/** The name of a source, as a staging file declares it: declaration.ts. */
export type SourceName = string;

/** A source and where its files are. */
export interface Source {
  readonly name: SourceName;
  /** Prefixes, folders or files; whole and absolute, one or more. */
  readonly urls: readonly string[];
  /** Whether a prefix in S3 without any file is no mistake. */
  readonly mayBeEmpty: boolean;
  /** A JSONPaths file, whole and absolute; undefined means 'auto ignorecase'. */
  readonly jsonpaths: string | undefined;
  readonly format: FileFormat;
}

/** The compression of an object, told by the end of its name, as COPY's keyword; "" is none. */
export type Compression = "" | "gzip" | "zstd";

const JSON_NAME = /\.(?:json|jsonl|ndjson)(?:\.(?:gz|zst))?$/i;
const CSV_NAME = /\.(?:csv|tsv|psv|tab)(?:\.(?:gz|zst))?$/i;
const TEXT_NAME = /\.(?:csv|tsv|psv|tab|txt|tbl|dat)(?:\.(?:gz|zst))?$/i;
const PARQUET_NAME = /\.parquet$/i;

/** One object under a source; its identity is url + etag + size. */
export interface SourceFile extends StoredObject {
  readonly source: SourceName;
  readonly compression: Compression;
  /** That of its source. */
  readonly format: FileFormat;
}

/** What a listing of a source holds. */
export interface SourceListing {
  readonly files: readonly SourceFile[];
  /** Objects that are of another format by their name (`.DS_Store`, `_SUCCESS`, `notes.md` …): never loaded, always told. */
  readonly passedOver: readonly StoredObject[];
}

/** Returns the objects under a source, told apart: source files, and the rest. */
export function parseListing(
  { name: source, format }: Pick<Source, "name" | "format">,
  objects: readonly StoredObject[],
): SourceListing {
  const ending = endingOf(format);
  const files: SourceFile[] = [];
  const passedOver: StoredObject[] = [];
  for (const object of objects) {
    const name = object.url.slice(object.url.lastIndexOf("/") + 1);
    if (!ending.test(name) || name.startsWith(".") || name.startsWith("_")) passedOver.push(object);
    else {
      const { url, etag, size } = object;
      files.push({ url, etag, size, source, compression: compressionOf(name), format });
    }
  }
  return { files, passedOver };
}

/** What the names of files of a format end in: docs/copy.md. */
function endingOf(format: FileFormat): RegExp {
  switch (format.kind) {
    case "json":
      return JSON_NAME;
    case "parquet":
      return PARQUET_NAME;
    case "delimited":
      return format.csv ? CSV_NAME : TEXT_NAME;
  }
}

/** Returns the identity of a file in the ledger: a changed file is another one. */
export function fileKey(file: Pick<StoredObject, "url" | "etag" | "size">): string {
  return `${file.url}\n${file.etag}\n${file.size}`;
}

function compressionOf(name: string): Compression {
  const lower = name.toLowerCase();
  if (lower.endsWith(".gz")) return "gzip";
  return lower.endsWith(".zst") ? "zstd" : "";
}
