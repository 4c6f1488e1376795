/** Which of the new files are joined into packs, and which are loaded where they lie or carried over. */
import type { Compression } from "../compression/compression.ts";
import type { SourceFile } from "./source.ts";

const MB = 1024 * 1024;
/** AWS advises objects of 1 MB to 1 GB for COPY (Database Developer Guide, "Loading data files"). */
const SMALL_BYTES = 1 * MB;
/** More packs than this are only made when a pack would grow over {@link LARGEST_BYTES}. */
const USUAL_MAX_PACKS = 16;
/** A pack is closed when it has grown so large: it is made in memory. */
export const LARGEST_BYTES = 128 * MB;

/** What one COPY loads: packs to be made, and files as they are. */
export interface PackPlan {
  /** The compression of every object that the COPY reads: a COPY takes one. */
  readonly compression: Compression;
  /** Files in their order, one list a pack. */
  readonly packs: readonly (readonly SourceFile[])[];
  /** Files that stay objects of their own: COPY reads them where they lie or, with `away`, copies of them. */
  readonly asTheyLie: readonly SourceFile[];
  /** The region of the files, where that is one that COPY cannot read in: nothing is loaded where it lies. */
  readonly away: string | undefined;
}

/**
 * Returns the objects for one source: small files are joined when there are several and they are small on average; a
 * file in another compression than most is always packed, since packing can change it.
 * @param away the region of the files, when COPY cannot read there
 */
export function planPacks(files: readonly SourceFile[], away?: string): PackPlan {
  const compression = commonest(files);
  const bytes = sum(files);
  const smallOnAverage = files.length > 1 && bytes / files.length < SMALL_BYTES;
  const packed: SourceFile[] = [];
  const asTheyLie: SourceFile[] = [];
  for (const file of files) {
    // Parquet has an end of its own, with places counted from its beginning: two of them are not one.
    if (file.format.kind === "parquet") {
      asTheyLie.push(file);
      continue;
    }
    const pack = file.compression !== compression || (smallOnAverage && file.size < LARGEST_BYTES / 8);
    (pack ? packed : asTheyLie).push(file);
  }
  return { compression, packs: divide(packed), asTheyLie, away };
}

function divide(files: readonly SourceFile[]): SourceFile[][] {
  if (files.length === 0) return [];
  const bytes = sum(files);
  const count = Math.max(
    1,
    Math.min(USUAL_MAX_PACKS, Math.floor(bytes / SMALL_BYTES)),
    Math.ceil(bytes / LARGEST_BYTES),
  );
  const share = bytes / count;
  const packs: SourceFile[][] = [];
  let filled = 0;
  for (const file of files) {
    const index = Math.min(count - 1, Math.floor(filled / share));
    (packs[index] ??= []).push(file);
    filled += file.size;
  }
  return packs.filter((pack) => pack !== undefined);
}

function commonest(files: readonly SourceFile[]): Compression {
  const bytes = new Map<Compression, number>();
  for (const file of files) bytes.set(file.compression, (bytes.get(file.compression) ?? 0) + file.size);
  return [...bytes].sort((one, other) => other[1] - one[1])[0]?.[0] ?? "";
}

function sum(files: readonly SourceFile[]): number {
  return files.reduce((total, file) => total + file.size, 0);
}
