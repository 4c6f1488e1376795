/** UNLOAD on a local warehouse in memory, into a scratch folder that stands for S3. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { duckdb } from "../../src/warehouse/local/duckdb.ts";
import { openLocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { LocalSession } from "../../src/warehouse/local/session.ts";
import { duckLiteral } from "../../src/warehouse/local/quote.ts";
import type { Result } from "../../src/warehouse/warehouse.ts";

/** A warehouse with one session, and the buckets that it writes. */
export interface Unloads {
  /** Its folders are the buckets. */
  readonly folder: string;
  readonly session: LocalSession;
  /** Unloads a query to `s3://b/x`, with a role and these options. */
  unload(query: string, options?: string): Promise<Result>;
  /** The names of all objects of the bucket `b`, sorted. */
  names(): Promise<readonly string[]>;
  /** The text of an object of the bucket `b`; one whose name ends in gz is unpacked. */
  read(name: string): string;
  /** The rows of Parquet objects of the bucket `b`, by DuckDB, and the types that it finds. */
  parquet(name: string): Promise<{ readonly rows: readonly unknown[]; readonly types: readonly string[] }>;
  close(): Promise<void>;
}

/** Opens it, and runs statements. */
export async function openUnloads(...statements: readonly string[]): Promise<Unloads> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-unloads-"));
  const store = openFolderStore({ s3Root: folder });
  const warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date(0) });
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  let closed: Promise<void> = Promise.resolve();
  const session = await new Promise<LocalSession>((resolve) => {
    closed = warehouse.withSession((one) => {
      resolve(one);
      return done;
    });
  });
  for (const statement of statements) await session.execute(statement);
  return {
    folder,
    session,
    unload: (query, options = "") =>
      session.execute(`unload (${quoteLiteral(query)}) to 's3://b/x' iam_role default ${options}`),
    names: async () => (await store.list("s3://b/")).map(({ url }) => url.slice("s3://b/".length)),
    read(name) {
      const content = readFileSync(join(folder, "b", name));
      return (name.endsWith("gz") ? gunzipSync(content) : content).toString("utf8");
    },
    async parquet(name) {
      const instance = await duckdb.DuckDBInstance.create(":memory:");
      const connection = await instance.connect();
      const path = duckLiteral(join(folder, "b", name));
      const reader = await connection.runAndReadAll(
        `select * from read_parquet(${path}, hive_partitioning = false)`,
      );
      const told = { rows: reader.getRowsJson(), types: reader.columnTypes().map(String) };
      connection.closeSync();
      instance.closeSync();
      return told;
    },
    async close() {
      finish();
      await closed;
      warehouse.close();
      rmSync(folder, { recursive: true });
    },
  };
}
