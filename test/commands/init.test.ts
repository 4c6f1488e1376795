/** `dwh init` where it refuses. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command } from "../../src/commands/init.ts";
import { fakeContext } from "../support/context.ts";

describe("dwh init", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dwh-init-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const init = (...source: readonly string[]) =>
    command(fakeContext({ flags: { format: "text", source }, args: [join(folder, "own")] }));
  const at = (name: string, content: string | Buffer = '{"a": 1}\n'): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it.each([
    ["no source", [], "no source to look at"],
    ["a pair that is none", ["tickets"], '--source is "tickets"'],
    ["a name that no source can have", ["Tickets=a"], '--source is "Tickets=a"'],
    ["the name of a table of the job", ["etl_runs=a"], '--source is "etl_runs=a"'],
    ["a place that is not there", ["tickets=nowhere"], "the source tickets does not exist"],
  ])("refuses %s", async (_, sources, message) => {
    await expect(init(...sources)).rejects.toThrow(message);
    expect(existsSync(join(folder, "own"))).toBe(false);
  });

  it("refuses a source twice, a name that is a flag already, and writes nothing then", async () => {
    const file = at("a.json");
    await expect(init(`a=${file}`, `a=${file}`)).rejects.toThrow("given twice");
    await expect(init(`source=${file}`)).rejects.toThrow("which means something else");
    expect(existsSync(join(folder, "own"))).toBe(false);
  });

  it.each([
    ["what is no Parquet", "a.parquet", "PAR1", "is no Parquet"],
    ["files of no known ending", "a.xml", "<a/>", "holds no JSON, no CSV and no Parquet file"],
    ["a file without a row", "a.json", "", "hold no row"],
    ["a file of a header alone", "a.csv", "a,b\n", "hold no row"],
    ["what is no JSON", "a.json", "{a: 1}", "is no JSON"],
    ["an object that is not closed", "a.json", '{"a": 1', "is not closed"],
    ["a quotation mark that is not closed", "a.csv", 'a,b\n"1,2\n', "is no CSV (quote)"],
    ["what is no gzip", "a.json.gz", "no", "is no gzip"],
  ])("says of %s what is wrong", async (_, name, content, message) => {
    await expect(init(`a=${at(name, content)}`)).rejects.toThrow(message);
  });

  it("stages any number of sources, and says which the star is of and which it leaves alone", async () => {
    const rides = at(
      "rides.json",
      '{"id": "r1", "bike_id": 7}\n{"id": "r2", "bike_id": 8}\n{"id": "r3", "bike_id": 7}\n',
    );
    const bikes = at("bikes.json", '{"id": 7, "maker": "x"}\n{"id": 8, "maker": "y"}\n');
    const rain = at("rain.csv", "day,mm\n2024-01-01,3\n2024-01-02,0\n");
    const context = fakeContext({
      flags: { format: "text", source: [`rides=${rides}`, `bikes=${bikes}`, `rain=${rain}`] },
      args: [join(folder, "own")],
    });
    expect(await command(context)).toBe(0);
    const said = context.io.out();
    expect(said).toContain("the fact is rides, one row for each id\nthe dimension is bikes, by bike_id\n");
    expect(said).toContain(
      "staged, and in no table of the star: rain; a transform for it is yours to write\n",
    );
    const headers = ["rides", "bikes", "rain"].map((name) =>
      readFileSync(join(folder, `own/sql/staging/staging_${name}.sql`), "utf8").match(/^-- r.*: .*$/gm),
    );
    const ofKey = ["-- required: id", "-- row-needs: id"];
    // No column of the rain tells its rows apart as a key does.
    expect(headers).toEqual([ofKey, ofKey, null]);
  });

  it("writes over nothing: neither a file of its own nor another sql/", async () => {
    const file = at("a.json");
    mkdirSync(join(folder, "own"));
    const readme = at("own/README.md", "mine");
    await expect(init(`a=${file}`)).rejects.toThrow("has a warehouse already: README.md");
    rmSync(readme);
    mkdirSync(join(folder, "own/sql"));
    await expect(init(`a=${file}`)).rejects.toThrow("has a warehouse already: sql/");
    rmSync(join(folder, "own/sql"), { recursive: true });
    expect(await init(`a=${file}`)).toBe(0);
  });
});
