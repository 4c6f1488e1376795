import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DescribingSession } from "../../../src/serve/describing.ts";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse } from "../../../src/warehouse/local/open.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-left-rows-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Opens a warehouse, lends a session with ten rows in `t`, and tells whether something still holds the file when all is closed. */
async function isHeldAfter(use: (session: DescribingSession) => Promise<void>): Promise<boolean> {
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
    await use(session);
  });
  warehouse.close();
  // DuckDB writes it into the file when the last connection is gone.
  return existsSync(`${path}.wal`);
}

/** Rows by the power of ten. */
const rowsOf = (power: number): string =>
  `select t0.a from ${Array.from({ length: power }, (_, at) => `t as t${at}`).join(" cross join ")}`;

const WAYS: readonly (readonly [how: string, before: readonly string[], power: number])[] = [
  ["by themselves, however many", [], 6],
  ["in a transaction, where they are few", ["begin"], 2],
];

it.each(WAYS)(
  "rows that nobody reads to their end, %s, let go of the database with their session",
  async (_how, before, power) => {
    const isHeld = await isHeldAfter(async (session) => {
      for (const statement of before) await session.execute(statement);
      const { rest } = await session.open(rowsOf(power));
      expect((await rest?.next())?.length).toBeGreaterThan(0);
      await rest?.close();
    });
    expect(isHeld).toBe(false);
  },
);

it.each([[[]], [["begin"]]])(
  "rows that are still open when their session ends let go of the database, behind %j",
  async (before) => {
    const isHeld = await isHeldAfter(async (session) => {
      for (const statement of before) await session.execute(statement);
      const { rest } = await session.open(rowsOf(6));
      expect((await rest?.next())?.length).toBeGreaterThan(0);
    });
    expect(isHeld).toBe(false);
  },
);

it.each([[[]], [["begin"]]])(
  "rows that are cancelled on the way let go of the database, behind %j",
  async (before) => {
    const isHeld = await isHeldAfter(async (session) => {
      for (const statement of before) await session.execute(statement);
      const { rest } = await session.open(rowsOf(6));
      await rest?.next();
      await session.cancel();
      await expect(rest?.next()).rejects.toThrow("canceling statement due to user request");
    });
    expect(isHeld).toBe(false);
  },
);
