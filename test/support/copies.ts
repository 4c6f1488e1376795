/** COPY on a local warehouse in memory, from a scratch folder that stands for S3. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { LocalSession } from "../../src/warehouse/local/session.ts";

type Rows = readonly (readonly (string | null)[])[];

export interface Copies {
  /** Its folders are the buckets. */
  readonly folder: string;
  /** Writes an object, `bucket/key`. */
  put(name: string, content: string | Buffer): void;
  session<T>(use: (one: LocalSession) => Promise<T>): Promise<T>;
  /** Loads `s3://b/x` into a new table `t` of these columns and returns its rows, or the load errors. */
  load(
    columns: string,
    options?: string,
  ): Promise<{
    rows: Rows;
    failure: unknown;
    errors: Rows;
  }>;
  close(): void;
}

export async function openCopies(): Promise<Copies> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-copy-"));
  const store = openFolderStore({ s3Root: folder });
  const warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
  return {
    folder,
    put: (name, content) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    },
    session: (use) => warehouse.withSession(use),
    load: (columns, options = "format as json 'auto'") =>
      warehouse.withSession(async (one) => {
        await one.execute(`create table t (${columns})`);
        let failure: unknown;
        await one
          .execute(`copy t from 's3://b/x' iam_role default ${options}`)
          .catch((error: unknown) => void (failure = error));
        const errors = await one.execute(
          "select file_name, line_number, column_name, error_code, error_message from sys_load_error_detail order by line_number",
        );
        const { rows } = await one.execute("select * from t");
        return { rows, failure, errors: errors.rows };
      }),
    close: () => {
      warehouse.close();
      rmSync(folder, { recursive: true });
    },
  };
}
