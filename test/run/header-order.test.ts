/** A COPY of delimited text goes by place: what a header names is held against the columns. */
import { rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { refuseOrder } from "../../src/run/header-order.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { makeStagedSql, stagedSources } from "../support/staged-sql.ts";

const refused = (names: string, columns: string): string | undefined =>
  refuseOrder(
    [{ url: "a.csv", names: names.split(",") }],
    { table: "staging_people", columns: columns.split(",") },
    "sql/staging/staging_people.sql",
  )?.message;

describe("a header", () => {
  it.each([
    ["that is the columns", "id,name,price", "id,name,price"],
    ["in other letters", "Id,NAME,Price", "id,name,price"],
    ["with names of its own", "number,full name,cost", "id,name,price"],
    ["with one name of its own that another column has", "id,full_name,name", "id,name,nick"],
    ["that is shorter", "id,name", "id,name,price"],
    ["that is a title", "People of today", "id,name,price"],
  ])("%s is no fault", (_how, names, columns) => {
    expect(refused(names, columns)).toBeUndefined();
  });

  it.each([
    ["two names have changed places", "id,price,name", "id,name,price", "field 2 is price, and fills name"],
    ["a name is left out in between", "id,price", "id,name,price", "field 2 is price, and fills name"],
    ["a name was put in", "id,region,name,price", "id,name,price", "field 3 is name, and fills price"],
    ["a name stands twice", "id,id,name", "id,name,price", "field 2 is id, and fills name; field 3 is name"],
    ["in other letters", "ID,PRICE,NAME", "id,name,price", "field 2 is price, and fills name"],
  ])("in which %s is one", (_how, names, columns, told) => {
    expect(refused(names, columns)).toContain(told);
  });
});

describe("a run", () => {
  let sqlDir: string;
  let scratch: Scratch;
  beforeEach(() => {
    sqlDir = makeStagedSql({
      people: {
        columns: "first varchar(9), last varchar(9)",
        options: "csv ignoreheader 1 :compression maxerror :max_errors",
      },
    });
    scratch = openScratch(sqlDir);
  });
  afterEach(() => {
    rmSync(sqlDir, { recursive: true });
    scratch.remove();
  });
  const load = async () => scratch.run({ sources: stagedSources(await loadSql(sqlDir), scratch.folder) });

  it("over files of which one names its fields in another order publishes nothing, and loads them once it is fixed", async () => {
    for (const name of ["a", "b", "d"]) scratch.write(`people/${name}.csv`, "first,last\nAda,Lovelace\n");
    const wrong = scratch.write("people/c.csv.gz", gzipSync("Last,First\nLovelace,Ada\n"));
    const result = await load();
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(result.error).toMatchObject({
      message:
        "the header has the fields in another order than the COPY has the columns of staging_people, and COPY goes by position: field 1 is last, and fills first; field 2 is first, and fills last",
      where: `sql/staging/staging_people.sql, ${wrong}`,
      next: expect.stringContaining("list the columns of the COPY in the order of the header") as string,
    });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    scratch.write("people/c.csv.gz", gzipSync("First,Last\nAda,Lovelace\n"));
    expect(await load()).toMatchObject({ status: "succeeded" });
    // Alone, a file is loaded where it lies.
    const alone = scratch.write("people/e.csv", "last,first\nLovelace,Ada\n");
    expect((await load()).error).toMatchObject({ where: `sql/staging/staging_people.sql, ${alone}` });
    scratch.write("people/e.csv", "");
    expect(await scratch.query("select distinct first, last from staging_people")).toEqual([
      ["Ada", "Lovelace"],
    ]);
  });
});
