/** The two sources of the star schema, and which of the objects under them are source files. */
import type { StoredObject } from "../store/store.ts";

/** The name of a source. */
export type SourceName = "events" | "songs";

/** A source as the configuration names it. */
export interface Source {
  readonly name: SourceName;
  /** Prefix or folder; whole and absolute. */
  readonly url: string;
}

/** The compression of an object, told by the end of its name, as COPY's keyword; "" is none. */
export type Compression = "" | "gzip" | "zstd";

const JSON_NAME = /\.(?:json|jsonl|ndjson)(?:\.(?:gz|zst))?$/i;

/** One object under a source; its identity is url + etag + size. */
export interface SourceFile extends StoredObject {
  readonly source: SourceName;
  readonly compression: Compression;
}

/** What a listing of a source holds. */
export interface SourceListing {
  readonly files: readonly SourceFile[];
  /** Objects that are no JSON by their name (`.DS_Store`, `_SUCCESS`, `notes.txt` …): never loaded, always told. */
  readonly passedOver: readonly StoredObject[];
}

/** Returns the objects under a source, told apart: source files, and the rest. */
export function parseListing(source: SourceName, objects: readonly StoredObject[]): SourceListing {
  const files: SourceFile[] = [];
  const passedOver: StoredObject[] = [];
  for (const object of objects) {
    const name = object.url.slice(object.url.lastIndexOf("/") + 1);
    if (!JSON_NAME.test(name) || name.startsWith(".") || name.startsWith("_")) passedOver.push(object);
    else {
      const { url, etag, size } = object;
      files.push({ url, etag, size, source, compression: compressionOf(name) });
    }
  }
  return { files, passedOver };
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
