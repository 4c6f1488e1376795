/** `dwh test`, on a small warehouse of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command } from "../../src/commands/test.ts";
import { initWarehouse } from "../../src/job/init-warehouse.ts";
import { fakeContext } from "../support/context.ts";

describe("dwh test", () => {
  let folder = "";
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "dwh-test-"));
    writeFileSync(join(folder, "visits.csv"), "id,town\n1,Oslo\n2,Bergen\n3,Oslo\n");
    await initWarehouse(fakeContext(), join(folder, "own"), [`visits=${join(folder, "visits.csv")}`]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, content: unknown): void => {
    const whole = join(folder, "own", path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, typeof content === "string" ? content : JSON.stringify(content));
  };
  const test = async (format: "text" | "json" = "text") => {
    const context = fakeContext({ flags: { format }, sqlDir: join(folder, "own/sql") });
    const code = await command(context);
    return { code, said: context.io.out() };
  };

  it("passes what init wrote, though nobody stands in its folder", async () => {
    const { code, said } = await test();
    expect([code, said.split("\n").at(-2)]).toEqual([0, "9 cases, 0 failed"]);
  });

  it("shows the rows that are missing and those that are too many, and ends with 1", async () => {
    const expected = {
      visits: [
        { id: "1", town: "b" },
        { id: "2", town: "a" },
      ],
    };
    write("test/sql/cases/odd.json", [
      {
        about: "It holds.",
        runs: [
          {
            visits: [
              { id: 1, town: "a" },
              { id: 2, town: "a" },
            ],
          },
        ],
        expected,
      },
    ]);
    const { code, said } = await test();
    expect(code).toBe(1);
    expect(said).toContain(
      'failed odd: It holds.\n  visits\n    expected {"id":"1","town":"b"}\n    found    {"id":"1","town":"a"}\nok ',
    );
  });

  it("minds the order of an analysis, and of nothing else", async () => {
    const given = {
      visits: [
        { id: 1, town: "a" },
        { id: 2, town: "a" },
        { id: 3, town: "b" },
      ],
    };
    const one = (name: string, ...rows: readonly object[]) => ({
      about: name,
      given,
      expected: { [name]: rows },
    });
    write("test/sql/cases/order.json", [
      one("visits", { id: "3" }, { id: "1" }, { id: "2" }),
      one("visits_by_town", { town: "b", row_count: "1" }, { town: "a", row_count: "2" }),
    ]);
    const { said } = await test();
    expect(said).toContain("ok     order: visits\n");
    expect(said).toContain(
      "failed order: visits_by_town\n  visits_by_town\n    the rows are in another order\n",
    );
  });

  it("fills up the rows of a run from rows.json, and counts on", async () => {
    write("test/sql/rows.json", { visits: { id: { count_from: 7 }, town: "Oslo" } });
    const runs = [{ visits: [{}, { town: "Bergen" }] }, { visits: [{}] }];
    const expected = {
      visits: [
        { id: "7", town: "Oslo" },
        { id: "8", town: "Bergen" },
        { id: "9", town: "Oslo" },
      ],
    };
    write("test/sql/cases/filled.json", [{ about: "Filled.", runs, expected }]);
    expect((await test()).said).toContain("ok     filled: Filled.\n");
  });

  it("tells of the cases that a check needs and has not, and ends with 1", async () => {
    write(
      "sql/checks/visits__town__named.sql",
      "-- A visit has a town.\nselect\n    id\nfrom visits\nwhere\n    town = '';\n",
    );
    const { code, said } = await test("json");
    expect(code).toBe(1);
    expect((JSON.parse(said) as { wanted: string[] }).wanted).toEqual([
      "a case of test/sql/cases that expects rows of visits__town__named",
      "a case of test/sql/cases that expects [] of visits__town__named",
    ]);
  });

  it("says which names there are for a source, a table or a transform that is not there, and why a run failed", async () => {
    const expected = { visits: [] };
    write("test/sql/cases/wrong.json", [
      { about: "source", runs: [{ visit: [] }], expected },
      { about: "table", given: { visit: [{}] }, expected },
      { about: "transform", transforms: ["visit"], expected },
      { about: "refused", runs: [{ visits: [{ id: 1 }, { id: 1 }] }], expected },
    ]);
    const { said } = await test();
    expect(said).toContain("no staging file loads the source visit\n  next: there are visits\n");
    expect(said).toContain("sql/schema declares no table visit\n");
    expect(said).toContain("sql/transform/visit.sql does not exist\n");
    expect(said).toContain("run 1: check failed: staging_visits__id__unique");
  });

  it("refuses a warehouse without tests, and a file that is no list of cases", async () => {
    write("test/sql/cases/bad.json", [{ about: "no rows" }]);
    await expect(test()).rejects.toThrow("the file is not a list of cases");
    write("test/sql/cases/bad.json", "[");
    await expect(test()).rejects.toThrow("the file is not JSON");
    rmSync(join(folder, "own/test"), { recursive: true });
    await expect(test()).rejects.toThrow("the warehouse has no tests");
  });
});
