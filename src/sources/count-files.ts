/** Counts the rows of files that were loaded where they lie, once the warehouse has said something that does not tell them apart. */
import { CompressionFault } from "../compression/compression-fault.ts";
import { decompressParts } from "../compression/decompress.ts";
import { DwhError } from "../errors.ts";
import type { LoadedObject } from "./pack-map.ts";
import { beginCount } from "./row-counter.ts";
import type { Store } from "../store/store.ts";

type FileObject = Extract<LoadedObject, { readonly kind: "file" }>;

const MB = 1024 * 1024;
/** As much is read once more where all went well: it takes less than a second, as long as asking the warehouse for lines, and tells more. */
const READ_IF_ALL_WELL = 64 * MB;

/**
 * Returns which of several files are read for their rows, all of them or none: where rows were rejected, and else those that are read at
 * once, so that a good run does not pay for it.
 */
export function filesToCount(open: readonly FileObject[], rejected: number): readonly FileObject[] {
  const files = open.filter(
    ({ counted, file }) => counted === undefined && beginCount(file.format) !== undefined,
  );
  const bytes = files.reduce((total, { size }) => total + size, 0);
  return open.length > 1 && (rejected > 0 || bytes <= READ_IF_ALL_WELL) ? files : [];
}

/**
 * Reads the files, in memory that does not grow with them, and returns the rows by the url of what COPY has read. One that cannot be read any
 * more is left out: it is loaded all the same.
 * @throws the signal's reason
 */
export async function countFiles(
  store: Pick<Store, "readParts">,
  files: readonly FileObject[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const rows = new Map<string, number>();
  for (const { url, file } of files) {
    const counter = beginCount(file.format);
    try {
      for await (const chunk of decompressParts(store.readParts(file), file.compression))
        counter?.push(chunk);
      if (counter !== undefined) rows.set(url, counter.finish().rows);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DwhError || error instanceof CompressionFault)) throw error;
    }
  }
  return rows;
}
