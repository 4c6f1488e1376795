import { describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { planRun } from "../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { readMarkOrMake } from "../../src/records/ledger-if-any.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { SQL_DIR } from "../support/sources.ts";

const { outside } = planRun(await loadSql(SQL_DIR), WITHOUT_LOADS);

/** A warehouse whose ledger cannot be read for this reason; it notes what is made. */
function without(sqlState: string) {
  const made: string[] = [];
  const session: Session = {
    execute: async (sql) => {
      if (sql.startsWith("select * from etl_"))
        return {
          command: "SELECT",
          rowCount: 0,
          columns: ["note", "remedy"].map((name) => ({ name, type: "" })),
          rows: [],
          notices: [],
        };
      if (sql.startsWith("select") && !made.includes("etl_files"))
        throw new WarehouseError("no", { sqlState });
      if (!sql.startsWith("select")) made.push(/exists (\w+)/.exec(sql)?.[1] ?? sql);
      return { command: "CREATE TABLE", rowCount: 0, columns: [], rows: [], notices: [] };
    },
    cancel: () => Promise.resolve(),
  };
  return { session, made };
}

describe("the job's own tables", () => {
  it("are made where there is no ledger, which comes last: where it is, the others are", async () => {
    const { session, made } = without("42P01");
    expect(await readMarkOrMake(session, outside)).toEqual({ mark: "[]", made: true });
    expect(made.toSorted()).toEqual([
      "etl_columns",
      "etl_failures",
      "etl_files",
      "etl_lock",
      "etl_quarantine",
      "etl_rebuild",
      "etl_rejects",
      "etl_runs",
      "etl_sql",
      "etl_starts",
      "etl_steps",
      "etl_tables",
    ]);
    expect(made.at(-1)).toBe("etl_files");
  });

  it("are not made, and the ledger not taken for empty, when it cannot be read for another reason", async () => {
    const { session, made } = without("42501");
    await expect(readMarkOrMake(session, outside)).rejects.toMatchObject({
      sqlState: "42501",
    });
    expect(made).toEqual([]);
  });
});
