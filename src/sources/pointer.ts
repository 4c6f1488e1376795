/** What Git holds in place of a file that Git LFS holds (github.com/git-lfs/git-lfs, docs/spec.md). */
import type { Store } from "../store/store.ts";
import type { SourceFile } from "./source.ts";

const FIRST_LINE = "version https://git-lfs.github.com/spec/";

/** Pointers are smaller than this, in bytes. */
const LARGEST_POINTER = 1024;

/** What is done about one that was uploaded. */
export const FETCH_IT = "fetch the data with `git lfs pull`, and upload it under the same name";

/** Whether a file is a pointer. @param bytes its first ones */
export function isPointer(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, FIRST_LINE.length));
  return start.toString("latin1") === FIRST_LINE;
}

/** Whether a file is a pointer; only one that is small enough is read. @throws UnreachableError when it cannot be */
export async function isPointerFile(
  store: Pick<Store, "read">,
  { url, size }: Pick<SourceFile, "url" | "size">,
): Promise<boolean> {
  return size <= LARGEST_POINTER && isPointer(await store.read(url));
}
