import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readDeclaredSources } from "../../src/job/declared-sources.ts";
import { sourceKeys } from "../src/source-keys.ts";
import { sqlFolder } from "../src/sql-folder.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/quakes/sql", import.meta.url));

it("is the SQL that ships unless DWH_SQL_DIR names another", () => {
  const ships = fileURLToPath(new URL("../../sql", import.meta.url));
  expect(sqlFolder({})).toBe(ships);
  expect(sqlFolder({ DWH_SQL_DIR: "" })).toBe(ships);
  expect(sqlFolder({ DWH_SQL_DIR: EXAMPLE })).toBe(EXAMPLE);
});

it("gives a stack the keys of the sources of a warehouse of one's own", async () => {
  const declared = await readDeclaredSources(sqlFolder({ DWH_SQL_DIR: EXAMPLE }));
  expect(Object.keys(sourceKeys(declared))).toEqual([
    "airports",
    "earthquakes",
    "earthquakesJsonpaths",
    "states",
  ]);
});
