import { afterEach, describe, expect, it } from "vitest";
import { UnreachableError } from "../../src/errors.ts";
import { readHeldTables } from "../../src/records/held-tables.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";

let warehouse: LocalWarehouse | undefined;
afterEach(() => warehouse?.close());

/** Asks beside somebody who has locked `other.users`, and `events` of the search path; `refused` may not be read. */
async function heldOf(names: readonly string[], ...refused: string[]): Promise<readonly string[]> {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: openFolderStore({}),
    now: () => new Date(),
    refusedViews: new Set(refused),
  });
  return warehouse.withSession(async (holder) => {
    await holder.execute("create schema other");
    for (const name of ["users", "other.users", "events"])
      await holder.execute(`create table ${name} (a int)`);
    await holder.execute("begin");
    await holder.execute("lock other.users");
    await holder.execute("lock events");
    return (warehouse as LocalWarehouse).withSession(async (asker) => [
      ...(await readHeldTables(asker, names)),
    ]);
  });
}

/** A warehouse with that search path, and those relations: schema, name, how many hold it. */
function fake(path: string, ...relations: readonly (readonly [string, string, string])[]): Session {
  const columns = ["schema_name", "table_name", "holders"].map((name) => ({ name, type: "" }));
  const result = { command: "SELECT", rowCount: 1, notices: [] };
  return {
    execute: async (sql) =>
      sql.includes("current_schemas")
        ? { ...result, columns: [{ name: "path", type: "" }], rows: [[path]] }
        : { ...result, columns, rows: relations },
    cancel: async () => undefined,
  };
}

describe("tables that another session holds", () => {
  it("are known by their schema: one of the same name in another is not held", async () => {
    expect(await heldOf(["users", "events", "public.events", "other.users", "gone"])).toEqual([
      "events",
      "public.events",
      "other.users",
    ]);
  });

  it("are none as far as is known where nobody may read the locks", async () => {
    expect(await heldOf(["events"], "pg_locks")).toEqual([]);
  });

  it("are those that a bare name means: of the first schema in the search path that has one", async () => {
    const relations = [
      ["etl", "t", "0"],
      ["public", "t", "2"],
      ["public", "u", "1"],
    ] as const;
    const ask = async (path: string) => [...(await readHeldTables(fake(path, ...relations), ["t", "u"]))];
    expect(await ask("{etl,public}")).toEqual(["u"]);
    expect(await ask('{public,"etl"}')).toEqual(["t", "u"]);
    expect(await ask("{etl}")).toEqual([]);
  });

  it("are asked for nobody by a warehouse that is gone", async () => {
    const gone = new UnreachableError("lost the connection");
    const session: Session = { execute: () => Promise.reject(gone), cancel: async () => undefined };
    await expect(readHeldTables(session, ["t"])).rejects.toBe(gone);
  });
});
