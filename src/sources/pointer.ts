/** What Git holds in place of a file that Git LFS holds (github.com/git-lfs/git-lfs, docs/spec.md). */

const FIRST_LINE = "version https://git-lfs.github.com/spec/";

/** Pointers are smaller than this, in bytes. */
export const LARGEST_POINTER = 1024;

/** What is done about one that was uploaded. */
export const FETCH_IT = "fetch the data with `git lfs pull`, and upload it under the same name";

/** Whether a file is a pointer. @param bytes its first ones */
export function isPointer(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, FIRST_LINE.length));
  return start.toString("latin1") === FIRST_LINE;
}
