import { describe, expect, it } from "vitest";
import { LockedError, UnreachableError, WarehouseError } from "../../src/errors.ts";
import { askCheck } from "../../src/job/ask-check.ts";
import type { PlannedStep } from "../../src/plan/plan.ts";
import type { Row, Session } from "../../src/warehouse/warehouse.ts";

const STEP: PlannedStep = {
  position: 1,
  name: "users__known",
  title: "Users are known.",
  kind: "check",
  path: "sql/checks/users__known.sql",
  digest: "",
  logic: "",
  severity: "error",
  scope: undefined,
  statements: [],
  reads: ["users"],
  writes: [],
};

const dropped = () => new WarehouseError("could not open relation with OID 7", { sqlState: "XX000" });

/** Asks the check of a warehouse that gives these answers to its query, one after the other; `held` sessions hold the table. */
async function ask(answers: readonly (readonly Row[] | Error)[], held = "0") {
  const left = [...answers];
  const columns = (...names: string[]) => names.map((name) => ({ name, type: "" }));
  const result = { command: "SELECT", rowCount: 0, notices: [] };
  const session: Session = {
    execute: async (sql) => {
      if (sql.includes("current_schemas"))
        return { ...result, columns: columns("path"), rows: [["{public}"]] };
      if (sql.includes("pg_locks"))
        return {
          ...result,
          columns: columns("schema_name", "table_name", "holders"),
          rows: [["public", "users", held]],
        };
      const answer = left.shift() ?? [];
      if (answer instanceof Error) throw answer;
      return { ...result, columns: columns("user_id"), rows: answer };
    },
    cancel: async () => undefined,
  };
  return { found: await askCheck(session, STEP, new AbortController().signal), left };
}

describe("a check", () => {
  it("is asked once more where a table was dropped meanwhile, and no more than that", async () => {
    expect((await ask([dropped(), [["7"]]])).found).toMatchObject({ count: 1 });
    const { found, left } = await ask([dropped(), dropped(), []]);
    expect(found).toMatchObject({ name: "users__known", error: { sqlState: "XX000" } });
    expect(left).toHaveLength(1);
  });

  it("is not asked where another session holds what it reads, and says which table", async () => {
    const { found, left } = await ask([[]], "1");
    expect(left).toHaveLength(1);
    expect(found).toMatchObject({
      error: { message: "another session holds users, usually a run that loads", next: expect.any(String) },
    });
    expect("error" in found && found.error).toBeInstanceOf(LockedError);
  });

  it("that has waited too long for a lock has failed by itself", async () => {
    const locked = new LockedError("waited 300 s for users, which another session holds");
    expect((await ask([locked])).found).toMatchObject({ path: STEP.path, error: locked });
  });

  it("is answered by nobody where the warehouse is gone", async () => {
    await expect(ask([new UnreachableError("lost the connection")])).rejects.toThrow("lost the connection");
  });
});
