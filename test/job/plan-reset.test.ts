import { describe, expect, it } from "vitest";
import { parseStatements } from "../../src/dialect/parsed.ts";
import { planReset, type SchemaFile } from "../../src/job/plan-reset.ts";
import { declaredTables } from "../../src/plan/declared-tables.ts";
import type { CatalogueTable, Definitions } from "../../src/records/read-definitions.ts";

const file = (sql: string): SchemaFile => ({
  tables: declaredTables(parseStatements(sql)),
  statements: [sql],
});

/** A table of integer columns, as a cluster tells of one without anything else. */
const table = (...names: readonly string[]): CatalogueTable => ({
  columns: names.map((name, at) => ({
    name,
    type: "integer",
    notNull: false,
    layout: {
      number: String(at + 1),
      encoding: "az64",
      isDistKey: false,
      sortPlace: 0,
      defaultText: undefined,
    },
  })),
  distStyle: "auto",
  keys: [],
});

const there = (
  tables: Readonly<Record<string, CatalogueTable>>,
  more: Partial<Definitions> = {},
): Definitions => ({
  database: "dev",
  searchPath: ["own", "public"],
  tables: new Map(Object.entries(tables)),
  dependents: [],
  ...more,
});

describe("a reset", () => {
  it("looks for a bare name along the search path, as SQL does, and in no other schema", () => {
    const files = [
      file("create table t (a int)"),
      file("create table u (a int)"),
      file("create table v (a int)"),
    ];
    const found = there({
      "own.t": table("a"),
      "public.t": table("b"),
      "public.u": table("a"),
      "mart.v": table("a"),
    });
    expect(planReset(files, found)).toEqual({
      emptied: ["t", "u"],
      dropped: [],
      statements: ["create table v (a int)"],
      blocking: [],
    });
  });

  it("names what depends on a table that is found behind the first schema of the path", () => {
    const view = { what: "view" as const, name: "mart.v", table: "public.u" };
    const found = there({ "public.u": table("b") }, { dependents: [view] });
    expect(planReset([file("create table u (a int)")], found)).toMatchObject({
      dropped: ["u"],
      blocking: [view],
    });
  });

  it("looks for a name with a schema in that one only", () => {
    const found = there({ "own.t": table("a"), "mart.t": table("b") });
    expect(planReset([file("create table mart.t (a int)")], found)).toMatchObject({ dropped: ["mart.t"] });
  });

  it("makes anew what has a column of another name", () => {
    expect(planReset([file("create table t (a int)")], there({ "own.t": table("b") }))).toMatchObject({
      dropped: ["t"],
    });
  });

  it("takes a table that its user does not own for one that has changed, since nothing is known of it", () => {
    const { columns, keys } = table("a");
    const foreign = {
      columns: columns.map((one) => ({ ...one, layout: undefined })),
      distStyle: undefined,
      keys,
    };
    expect(planReset([file("create table t (a int)")], there({ "own.t": foreign }))).toMatchObject({
      dropped: ["t"],
    });
  });

  it("makes nothing of an identity that the catalogue tells nothing of", () => {
    const sql = "create table t (a int identity (1, 1))";
    expect(planReset([file(sql)], there({ "own.t": table("a") }))).toMatchObject({ emptied: ["t"] });
  });

  it("drops tables that reference each other in a circle in some order, and leaves the error to the warehouse", () => {
    const circle = [
      { what: "foreign key" as const, name: "own.t", table: "own.u" },
      { what: "foreign key" as const, name: "own.u", table: "own.t" },
    ];
    const found = there({ "own.t": table("b"), "own.u": table("b") }, { dependents: circle });
    const files = [file("create table t (a int)"), file("create table u (a int)")];
    expect(planReset(files, found).dropped.toSorted()).toEqual(["t", "u"]);
  });
});
