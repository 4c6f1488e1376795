/**
 * What the local warehouse takes from COPY of CSV, of delimited text and of Parquet; asked as test/contract/redshift.test.ts is. Pages of the
 * Developer Guide: "Data format parameters", "Data conversion parameters", "Load error reference", "COPY from columnar data formats". Where the
 * guide is silent (docs/copy.md lists it) a real one says here which it is.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";

async function parquet(select: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-parquet-"));
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  try {
    await connection.run(`COPY (${select}) TO '${join(folder, "x.parquet")}' (FORMAT parquet)`);
    return readFileSync(join(folder, "x.parquet"));
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
}

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("reads with COPY", () => {
    let target: Target;
    let files = 0;
    beforeAll(async () => {
      target = await open();
    });
    afterAll(() => target.close());

    /** Loads one object into a new table, and returns its rows and the errors that the log holds. */
    async function load(content: string | Buffer, options: string, columns = "id integer, text varchar(40)") {
      files += 1;
      const url = `${target.folder}formats/${files}`;
      await target.store.write(url, Buffer.from(content));
      const role = target.copyRole === "default" ? "default" : quoteLiteral(target.copyRole);
      return target.warehouse.withSession(async (session) => {
        await session.execute(`create table formats_${files} (${columns})`);
        const failure = await session
          .execute(`copy formats_${files} from ${quoteLiteral(url)} iam_role ${role} ${options}`)
          .then(
            () => undefined,
            (error: unknown) => error as Error & { readonly detail?: string },
          );
        const { rows } = await session.execute(`select * from formats_${files} order by 1, 2`);
        const log = await session.execute(
          "select error_code from sys_load_error_detail where query_id = pg_last_copy_id() order by line_number",
        );
        return { rows, failure, codes: log.rows.map(([code]) => Number(code)) };
      });
    }

    it("CSV with quotation marks, delimiters, newlines and white space around them", async () => {
      const text = '1,"a ""b"", c"\r\n2,  "two\nlines" \r\n3,\\N\r\n4,\r\n';
      const { rows } = await load(text, "format as csv");
      expect(rows).toEqual([
        ["1", 'a "b", c'],
        ["2", "two\nlines"],
        ["3", null],
        ["4", ""],
      ]);
    });

    it("the header of each file not at all, with IGNOREHEADER", async () => {
      expect((await load("id,text\n1,x", "csv ignoreheader 1")).rows).toEqual([["1", "x"]]);
    });

    it("text with backslashes and with quotation marks, with ESCAPE and REMOVEQUOTES", async () => {
      expect((await load("1|a\\|b\n2|a\\\nb\n", "escape")).rows).toEqual([
        ["1", "a|b"],
        ["2", "a\nb"],
      ]);
      expect((await load("1|'a|b'\n2|Blue'\n", "removequotes")).rows).toEqual([
        ["1", "a|b"],
        ["2", "Blue'"],
      ]);
    });

    it("a delimiter behind the last field as none", async () => {
      expect((await load("1|x|\n", "delimiter '|'")).rows).toEqual([["1", "x"]]);
    });

    it("a delimiter of several characters", async () => {
      expect((await load("1|~|x|y\n", "delimiter '|~|'")).rows).toEqual([["1", "x|y"]]);
    });

    it("missing columns as empty or null, with FILLRECORD", async () => {
      const columns = "id integer, text varchar(40), more integer";
      expect((await load("1\n", "csv fillrecord", columns)).rows).toEqual([["1", "", null]]);
    });

    it.each([
      ["a column too many", "1,x,y\n2,x\n", 1202],
      ["a column too few", "1\n2,x\n", 1214],
      ["a quotation mark inside a field", '1,a"b\n2,x\n', 1214],
      ["an invalid number", "a,x\n2,x\n", 1207],
      ["an empty line", "\n2,x\n", 1211],
    ])("every row but one with %s, and its code", async (_, text, code) => {
      const { rows, codes } = await load(text, "format as csv maxerror 5");
      expect(rows).toEqual([["2", "x"]]);
      expect(codes).toEqual([code]);
    });

    it("Parquet by the place of its columns, and nothing of a file that does not fit", async () => {
      const good = await parquet("SELECT 1 AS anything, 'x' AS other");
      expect((await load(good, "format as parquet")).rows).toEqual([["1", "x"]]);
      const { rows, failure } = await load(await parquet("SELECT 1 AS id"), "format as parquet");
      expect(rows).toEqual([]);
      expect(`${failure?.message} ${failure?.detail}`).toContain(
        "Unmatched number of columns between table and file. Table columns: 2, Data columns: 1",
      );
    });
  });
});
