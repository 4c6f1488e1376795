/** Finds the rows of a load that do not hold what each row needs: a staged row does not carry its file and line with it. */
import type { Compression } from "../compression/compression.ts";
import { decompressParts } from "../compression/decompress.ts";
import type { Store } from "../store/store.ts";
import { findSourceLine, type LoadedObject } from "./pack-map.ts";
import { firstUnmet, type Emptiness, type RowNeed, type ValueOf } from "./row-need.ts";
import { rowPlaces, type RowLayout } from "./row-places.ts";
import type { SourceFile } from "./source.ts";

/** A row that lacks something. */
export interface LackingRow {
  readonly file: SourceFile;
  /** In the source file, from 1. */
  readonly line: number;
  /** Which row of the file it is, from 1; only of one whose rows were taken out of an array. */
  readonly row?: number;
  /** The lines of the source file that an error of COPY about it may tell. */
  readonly lines: readonly number[];
  /** Whether no other row has one of these lines. */
  readonly isAlone: boolean;
  /** As it stands in the file; valid until the next row is asked for. */
  readonly valueOf: ValueOf;
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
      const valueOf: ValueOf = (column) => row.valueOf(column);
      const unmet = firstUnmet(needs, valueOf, emptiness);
      if (unmet === undefined) continue;
      const at = row.lineOf(unmet.column);
      const place = findSourceLine(byUrl, object.url, at);
      if (place === undefined) continue;
      const { first, last } = row.lines();
      // The lines of a row lie together in the file as in the object.
      const lines = Array.from({ length: last - first + 1 }, (_, index) => place.line - at + first + index);
      const isAlone = layout.format.kind === "delimited" || place.row !== undefined;
      yield { ...place, ...unmet, lines, isAlone, valueOf };
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
