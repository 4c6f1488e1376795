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
    await expect(init(`source=${file}`)).rejects.toThrow("which has another meaning");
    expect(existsSync(join(folder, "own"))).toBe(false);
  });

  it.each([
    ["what is no Parquet", "a.parquet", "PAR1", "is not Parquet"],
    ["files of no known ending", "a.xml", "<a/>", "holds no JSON, no CSV and no Parquet file"],
    ["a file without a row", "a.json", "", "hold no row"],
    ["a file of a header alone", "a.csv", "a,b\n", "hold no row"],
    ["what is no JSON", "a.json", "{a: 1}", "is not JSON"],
    ["an object that is not closed", "a.json", '{"a": 1', "is not closed"],
    ["a quotation mark that is not closed", "a.csv", 'a,b\n"1,2\n', "is not CSV (quote)"],
    ["what is no gzip", "a.json.gz", "no", "is not gzip"],
    ["Avro", "a.avro", "Obj\u0001", "1 file Avro (a.avro)"],
    ["ORC", "a.orc", "ORC", "1 file ORC (a.orc)"],
    ["a workbook", "a.xlsx", "PK", "1 file Excel (a.xlsx)"],
    ["bzip2", "a.csv.bz2", "BZh9", "1 file bzip2 (a.csv.bz2)"],
    ["plain text", "a.txt", "a|b\n", "1 file delimited text or prose (a.txt)"],
    ["a name without an ending", "part-0000", "a,b\n1,2\n", "1 file of no known ending (part-0000)"],
    ["Avro that is called JSON", "a.json", "Obj\u0001\u0004", "the file is Avro"],
    ["bzip2 that is called CSV", "a.csv", "BZh91AY&SY", "the file is bzip2"],
    ["a workbook that is called CSV", "a.csv", "PK\u0003\u0004\n1,2\n3,4\n", "the file is zip"],
    ["Parquet that is called CSV", "a.csv", "PAR1\na,b\n1,2\n", "the file is Parquet"],
    ["CSV in UTF-16", "a.csv", Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), "the file is UTF-16"],
    ["JSON with a byte that no text has", "a.json", '{"a": 1}\n\u0000', "the file is binary"],
  ])("says of %s what is wrong", async (_, name, content, message) => {
    await expect(init(`a=${at(name, content)}`)).rejects.toThrow(message);
  });

  it("says what to do about files of another format, and tells of those beside the files that it takes", async () => {
    const source = join(folder, "in");
    mkdirSync(source);
    at("in/a.avro");
    at("in/b.avro");
    at("in/.DS_Store");
    await expect(init(`a=${source}`)).rejects.toMatchObject({
      message: "the source a holds no JSON, no CSV and no Parquet file: 2 files Avro (a.avro …)",
      next: "write them as JSON, CSV or Parquet",
    });
    at("in/c.json");
    const context = fakeContext({
      flags: { format: "text", source: [`a=${source}`] },
      args: [join(folder, "own")],
    });
    expect(await command(context)).toBe(0);
    expect(context.io.out()).toContain("  left out: 2 files Avro (a.avro …)\n");
  });

  it("says of a folder without any file that it is empty", async () => {
    mkdirSync(join(folder, "in"));
    await expect(init(`a=${join(folder, "in")}`)).rejects.toThrow("the source a holds no file");
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
      "staged, but in no table of the star: rain; a transform for it is left for you to write\n",
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
    await expect(init(`a=${file}`)).rejects.toThrow("already has a warehouse: README.md");
    rmSync(readme);
    mkdirSync(join(folder, "own/sql"));
    await expect(init(`a=${file}`)).rejects.toThrow("already has a warehouse: sql/");
    rmSync(join(folder, "own/sql"), { recursive: true });
    expect(await init(`a=${file}`)).toBe(0);
  });
});
