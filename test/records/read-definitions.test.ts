/** What the catalogue does not tell of a table is asked of SVV_COLUMNS. */
import { expect, it } from "vitest";
import { readTables } from "../../src/records/read-definitions.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { withLocalWarehouse } from "../../src/warehouse/local/open.ts";
import { disturbed } from "../support/disturbed.ts";

// Developer Guide, "SVV_COLUMNS": character_maximum_length and numeric_precision stand beside data_type.
it("the types of a table of somebody else's have their lengths, as those of the user's own have", async () => {
  const options = { path: ":memory:", store: openFolderStore({}), now: () => new Date(0), threads: 1 };
  await withLocalWarehouse(options, async (warehouse) => {
    const readWith = (isTold: boolean) =>
      disturbed(warehouse, async (sql, execute) => {
        const result = await execute();
        return isTold || !sql.includes("reldiststyle") ? result : { ...result, rows: [] };
      }).withSession(async (session) => {
        const { tables } = await readTables(session, [{ schema: undefined, name: "t" }]);
        return tables.get("public.t")?.columns.map(({ name, type }) => [name, type]);
      });
    await warehouse.withSession((session) =>
      session.execute(
        "create table t (v varchar(12), c char(3), d decimal(6, 2), i integer, l bigint, f double precision, s timestamp, b boolean)",
      ),
    );
    const own = await readWith(true);
    expect(own).toContainEqual(["v", "character varying(12)"]);
    expect(await readWith(false)).toEqual(own);
  });
});
