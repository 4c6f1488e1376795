import { describe, expect, it } from "vitest";
import { runCheck, SHOWN_ROWS } from "../../src/checks/run-check.ts";
import type { PlannedStep } from "../../src/plan/plan.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { withLocalWarehouse } from "../../src/warehouse/local/open.ts";

const CHECK: PlannedStep = {
  position: 1,
  name: "t__small",
  kind: "check",
  path: "sql/checks/t__small.sql",
  digest: "",
  logic: "",
  title: "Numbers are small.",
  severity: "warn",
  scope: undefined,
  reads: ["t"],
  writes: [],
  statements: [
    {
      sql: "select a from t where a > 0 -- all",
      line: 3,
      loads: undefined,
      explains: true,
      tables: { reads: [], writes: [], temporary: [] },
      makes: [],
      copy: undefined,
      change: { tables: [], told: "always", adds: 0, shows: undefined },
    },
  ],
};

/** The check on a table of the numbers from 1. */
const check = (rows: number) =>
  withLocalWarehouse({ path: ":memory:", store: openFolderStore({}), now: () => new Date() }, (warehouse) =>
    warehouse.withSession(async (session) => {
      await session.execute("create table t (a integer)");
      for (let row = 1; row <= rows; row += 1) await session.execute(`insert into t values (${row})`);
      return runCheck(session, CHECK);
    }),
  );

describe("a check", () => {
  it.each([0, 1, SHOWN_ROWS, SHOWN_ROWS + 1, SHOWN_ROWS + 5])(
    "that %i rows offend counts them all, and shows the first ones",
    async (rows) => {
      const { count, rows: shown, columns, severity, title } = await check(rows);
      expect(count).toBe(rows);
      expect(shown).toHaveLength(Math.min(rows, 20));
      expect({ columns, severity, title }).toMatchObject({
        columns: [{ name: "a", type: "integer" }],
        severity: "warn",
        title: "Numbers are small.",
      });
    },
  );
});
