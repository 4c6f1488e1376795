/** Rows into text files: one after the other, a new one for each partition and where one is full. */
import { join } from "node:path";
import type { Compression } from "./command.ts";
import type { LocalFile } from "./local-file.ts";
import type { Batch } from "./stage.ts";
import { openTextFile, type TextFile } from "./text-file.ts";
import type { LineWriter } from "./write-text.ts";

/** Where the files go, and what they are like. */
interface TextFiles {
  readonly folder: string;
  readonly compression: Compression;
  /** Bytes of one file. A line stands in one file, however long it is. */
  readonly maxFileSize: number;
}

/**
 * Writes the files, and returns them in order; without rows there are none.
 * @param batches a partition after the other
 * @throws what the batches throw, and the file system's error
 */
export async function writeTextFiles(
  batches: AsyncIterable<Batch>,
  { header, line }: LineWriter,
  { folder, compression, maxFileSize }: TextFiles,
): Promise<readonly LocalFile[]> {
  const files: LocalFile[] = [];
  let open: (Omit<LocalFile, "size"> & { readonly file: TextFile }) | undefined;
  const end = async (): Promise<void> => {
    if (open === undefined) return;
    const { file, ...facts } = open;
    open = undefined;
    files.push({ ...facts, size: await file.close() });
  };
  const begin = async (partition: number, part: number): Promise<NonNullable<typeof open>> => {
    await end();
    const path = join(folder, String(files.length));
    const file = openTextFile(path, compression);
    if (header !== undefined) await file.add(header);
    return { path, partition, part, rows: 0, file };
  };
  try {
    for await (const { partition, rows } of batches) {
      if (open?.partition !== partition) open = await begin(partition, 0);
      for (const row of rows) {
        const text = line(row);
        if (open.rows > 0 && open.file.wouldExceed(maxFileSize, text))
          open = await begin(partition, open.part + 1);
        await open.file.add(text);
        open = { ...open, rows: open.rows + 1 };
      }
    }
  } finally {
    await end();
  }
  return files;
}
