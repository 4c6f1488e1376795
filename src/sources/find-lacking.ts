/** Finds the rows of a load that do not hold what each row needs: a staged row does not carry its file and line with it. */
import type { Compression } from "../compression/compression.ts";
import { decompressParts } from "../compression/decompress.ts";
import type { Store } from "../store/store.ts";
import { findSourceLine, type LoadedObject } from "./pack-map.ts";
import { firstUnmet, type Emptiness, type RowNeed } from "./row-need.ts";
import { rowPlaces, type RowLayout } from "./row-places.ts";
import type { SourceFile } from "./source.ts";

/** A row that lacks something. */
export interface LackingRow {
  readonly file: SourceFile;
  /** In the source file, from 1. */
  readonly line: number;
  /** The first column that is empty, and the need that it does not meet. */
  readonly column: string;
  readonly need: RowNeed;
}

/** Bytes that are looked at together. */
const PIECE = 1024 * 1024;

/** What is looked for in what a COPY has read. */
export interface Wanted {
  readonly needs: readonly RowNeed[];
  readonly layout: RowLayout;
  readonly emptiness: Emptiness;
  /** That of the packs. */
  readonly compression: Compression;
}

/**
 * Reads what a COPY has read, each object once and in memory that does not grow with it, and gives the rows in order. Of Parquet it gives
 * none: its rows have no lines.
 * @throws UnreachableError when an object is gone, or cannot be read
 */
export async function* findLacking(
  store: Pick<Store, "read" | "readParts">,
  objects: readonly LoadedObject[],
  { needs, layout, emptiness, compression }: Wanted,
): AsyncGenerator<LackingRow> {
  if (layout.format.kind === "parquet") return;
  for (const object of objects) {
    const byUrl = new Map([[object.url, object]]);
    for await (const row of rowPlaces(bytesOf(store, object, compression), layout)) {
      const unmet = firstUnmet(needs, (column) => row.valueOf(column), emptiness);
      const place = unmet && findSourceLine(byUrl, object.url, row.lineOf(unmet.column));
      if (place !== undefined) yield { ...place, ...unmet } as LackingRow;
    }
  }
}

/** The plain bytes: of a copy those of the file, which are the same. A pack was held whole when it was made. */
function bytesOf(
  store: Pick<Store, "read" | "readParts">,
  object: LoadedObject,
  compression: Compression,
): AsyncIterable<Buffer> {
  if (object.kind === "file") return decompressParts(store.readParts(object.file), object.file.compression);
  return decompressParts(whole(store, object.url), compression);
}

async function* whole(store: Pick<Store, "read">, url: string): AsyncGenerator<Buffer> {
  const bytes = await store.read(url);
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
