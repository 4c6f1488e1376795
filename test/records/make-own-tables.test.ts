import { describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { planRun } from "../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { makeOwnTables } from "../../src/records/make-own-tables.ts";
import type { Result, Session } from "../../src/warehouse/warehouse.ts";
import { failure } from "../support/failure.ts";
import { SQL_DIR } from "../support/sources.ts";

const { outside } = planRun(await loadSql(SQL_DIR), WITHOUT_LOADS);
const OWN = [
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
];

const answer = (): Result => ({
  command: "",
  rowCount: 0,
  columns: [],
  rows: [],
  notices: [],
});

/** A warehouse in which another session makes `meanwhile` just when this one does: then it refuses, and has the table. */
function contested(meanwhile: string, sqlState: string, stays = false) {
  const there = new Set<string>();
  const session: Session = {
    execute: async (sql) => {
      const table = /^create table if not exists (\w+)/.exec(sql)?.[1] ?? sql;
      const isRefused = table === meanwhile && (stays || !there.has(table));
      there.add(table);
      if (isRefused) throw new WarehouseError("no", { sqlState });
      return answer();
    },
    cancel: () => Promise.resolve(),
  };
  return { session, there };
}

describe("making the job's own tables", () => {
  it.each(["42P07", "23505"])(
    "goes on where another first run has made one meanwhile: %s",
    async (sqlState) => {
      const { session, there } = contested("etl_runs", sqlState);
      await makeOwnTables(session, outside);
      expect([...there].toSorted()).toEqual(OWN);
    },
  );

  it("goes in one message, and one by one where that is refused", async () => {
    const { session, there } = contested("etl_runs", "42P07");
    const messages: number[] = [];
    const far: Session = {
      ...session,
      executeTogether: async (statements) => {
        messages.push(statements.length);
        if (messages.length === 1) throw new WarehouseError("no", { sqlState: "42P07" });
        return statements.map(answer);
      },
    };
    await makeOwnTables(far, outside);
    expect([...there].toSorted()).toEqual(OWN);
    there.clear();
    await makeOwnTables(far, outside);
    expect([...there]).toEqual([]);
    expect(messages).toEqual([OWN.length, OWN.length]);
  });

  it("passes on what is refused a second time, and what is refused for another reason", async () => {
    const again = contested("etl_runs", "23505", true);
    expect(await failure(makeOwnTables(again.session, outside))).toMatchObject({ sqlState: "23505" });
    const denied = contested("etl_runs", "42501");
    expect(await failure(makeOwnTables(denied.session, outside))).toMatchObject({ sqlState: "42501" });
  });
});
