/** Where a Parquet file is on this machine. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../../store/store.ts";

/** Lends a path at which DuckDB reads a file: it takes some characters of a path for a pattern, and reads nothing that lies elsewhere. @throws UnreachableError as the store does */
export async function withParquetPath<T>(
  url: string,
  store: Store,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = store.localPath(url);
  if (path !== undefined && !/[*?[\]{}]/.test(path)) return use(path);
  const folder = mkdtempSync(join(tmpdir(), "dwh-parquet-"));
  try {
    const copy = join(folder, "file.parquet");
    writeFileSync(copy, await store.read(url));
    return await use(copy);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
