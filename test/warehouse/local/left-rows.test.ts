import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse } from "../../../src/warehouse/local/open.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-left-rows-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ["by themselves, however many", [], 6],
  ["in a transaction, where they are few", ["begin"], 2],
])(
  "rows that nobody reads to their end, %s, let go of the database with their session",
  async (_how, before, tables) => {
    const path = join(folder, "w.duckdb");
    const warehouse = await openLocalWarehouse({
      path,
      store: {} as Store,
      now: () => new Date(0),
      threads: 1,
    });
    await warehouse.withSession(async (session) => {
      await session.execute("create table t (a integer)");
      await session.execute("insert into t values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)");
      for (const statement of before) await session.execute(statement);
      const from = Array.from({ length: tables }, (_, at) => `t as t${at}`).join(" cross join ");
      const { rest } = await session.open(`select t0.a from ${from}`);
      expect((await rest?.next())?.length).toBeGreaterThan(0);
      await rest?.close();
    });
    warehouse.close();
    // DuckDB writes it into the file when the last connection is gone.
    expect(existsSync(`${path}.wal`)).toBe(false);
  },
);
