import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/sources/folder-store.ts";
import {
  openLocalWarehouse,
  withLocalWarehouse,
  type LocalWarehouse,
} from "../../../../src/warehouse/local/open.ts";
import type { LocalSession } from "../../../../src/warehouse/local/session.ts";

let folder: string;
let warehouse: LocalWarehouse;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-copy-"));
  const store = openFolderStore({ s3Root: folder });
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
});
afterEach(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Buffer): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
};
const session = <T>(use: (one: LocalSession) => Promise<T>): Promise<T> => warehouse.withSession(use);

/** Loads `s3://b/x` into a table of these columns and returns its rows, or the load errors. */
async function load(columns: string, options = "format as json 'auto'") {
  return session(async (one) => {
    await one.execute(`create table t (${columns})`);
    let failure: unknown;
    const result = await one
      .execute(`copy t from 's3://b/x' iam_role default ${options}`)
      .catch((error: unknown) => void (failure = error));
    const errors = await one.execute(
      "select file_name, line_number, column_name, error_code, error_message from sys_load_error_detail order by line_number",
    );
    const { rows } = await one.execute("select * from t");
    return { rows, failure, errors: errors.rows, notices: result?.notices };
  });
}

describe("the objects of a COPY", () => {
  it("are all whose key starts with the prefix, not those of a folder", async () => {
    put("b/x", '{"a": 1}');
    put("b/x_more/y.json", '{"a": 2}');
    put("b/xyz.bak", '{"a": 3}');
    put("b/other", '{"a": 4}');
    expect((await load("a integer")).rows).toEqual([["1"], ["2"], ["3"]]);
  });

  it("must be there", async () => {
    expect((await load("a integer")).failure).toMatchObject({
      sqlState: "XX000",
      message: "The specified S3 prefix 's3://b/x' does not exist",
    });
  });

  it("are those of a manifest, a file named twice twice", async () => {
    put("b/1", '{"a": 1}');
    const entries = [{ url: "s3://b/1", mandatory: true }, { url: "s3://b/1" }, { url: "s3://b/none" }];
    put("b/x", JSON.stringify({ entries }));
    expect((await load("a integer", "manifest format json 'auto'")).rows).toEqual([["1"], ["1"]]);
  });

  it("must be there when the manifest says mandatory", async () => {
    put("b/x", JSON.stringify({ entries: [{ url: "s3://b/none", mandatory: true }] }));
    const { failure } = await load("a integer", "manifest format json 'auto'");
    expect(failure).toMatchObject({ message: expect.stringContaining("s3://b/none") as string });
  });

  it("are unpacked as the option says, gzip members one after the other", async () => {
    put("b/x", Buffer.concat([gzipSync('{"a": 1}\n'), gzipSync('{"a": 2}')]));
    expect((await load("a integer", "format json 'auto' gzip")).rows).toEqual([["1"], ["2"]]);
  });

  it("that are not what the option says are an error, and nothing is loaded", async () => {
    put("b/x", '{"a": 1}');
    const { failure, rows } = await load("a integer", "format json 'auto' gzip");
    expect(failure).toBeDefined();
    expect(rows).toEqual([]);
  });
});

describe("the rows of a file", () => {
  it("are objects between white space, pretty-printed or several on a line", async () => {
    put("b/x", '{"a": 1} {"a": 2}\n\n{\n  "a":\n  3\n}\t{"a":4}');
    expect((await load("a integer")).rows).toEqual([["1"], ["2"], ["3"], ["4"]]);
  });

  it("may be none", async () => {
    put("b/x", "");
    expect((await load("a integer")).rows).toEqual([]);
  });

  it.each([
    ["commas between them", '{"a": 1},\n{"a": 2}', [["1"], ["2"]], ["1"]],
    ["a truncated object", '{"a": 1}\n{"a": 2, "b": "x\n{"a": 3}', [["1"], ["3"]], ["2"]],
    ["an object without its end", '{"a": 1}\n{"a": 2,\n{"a": 3}', [["1"], ["3"]], ["2"]],
    ["a trailing comma", '{"a": 1,}\n{"a": 2}', [["2"]], ["1"]],
    ["a literal that JSON does not have", '{"a": NaN}\n{"a": 2}', [["2"]], ["1"]],
    ["words", 'hello\n{"a": 2}', [["2"]], ["1"]],
  ])(
    "with %s are errors of their own lines, and the others are loaded if errors are allowed",
    async (_, text, rows, lines) => {
      put("b/x", text);
      const result = await load("a integer", "format json 'auto' maxerror 10");
      expect(result.rows).toEqual(rows);
      expect(result.errors.map(([, line]) => line)).toEqual(lines);
      expect(result.errors.every(([file]) => file === "s3://b/x")).toBe(true);
    },
  );

  it("of more than 4 MB fail the COPY, however many errors are allowed", async () => {
    put(
      "b/x",
      `{"a": 1, "b": "${"x".repeat(5 << 20)}"}
{"a": 2}`,
    );
    const result = await load("a integer", "format json 'auto' maxerror 10");
    expect(result.failure).toBeDefined();
    expect(result.rows).toEqual([]);
  });
});

describe("keys and columns", () => {
  it("meet by lower-case name, or by name in any case", async () => {
    put("b/x", '{"firstName": "Ann", "other": 1}');
    expect((await load("firstname varchar")).rows).toEqual([[null]]);
    await session((one) => one.execute("drop table t"));
    expect((await load("firstname varchar", "format json 'auto ignorecase'")).rows).toEqual([["Ann"]]);
  });

  it("meet by JSONPaths, into objects and arrays", async () => {
    put("paths/p.json", JSON.stringify({ jsonpaths: ["$['b']['c']", "$['a'][1]"] }));
    put("b/x", '{"a": [1, 2], "b": {"c": "deep"}}');
    expect((await load("one varchar, two integer", "format json 's3://paths/p.json'")).rows).toEqual([
      ["deep", "2"],
    ]);
  });

  it("do not meet with as many JSONPaths as there are no columns", async () => {
    put("paths/p.json", JSON.stringify({ jsonpaths: ["$.a"] }));
    put("b/x", '{"a": 1}');
    expect((await load("a integer, b integer", "format json 's3://paths/p.json'")).failure).toMatchObject({
      message: expect.stringContaining("should match") as string,
    });
  });

  it("leave a column that is not listed to its default, and a listed one without a key NULL", async () => {
    put("b/x", '{"a": 1}');
    await session(async (one) => {
      await one.execute(
        "create table t (a integer, b integer default 7, c integer default 8, id bigint identity(1, 1))",
      );
      await one.execute("copy t (a, b) from 's3://b/x' iam_role default json 'auto'");
      expect((await one.execute("select a, b, c from t")).rows).toEqual([["1", null, "8"]]);
    });
  });

  it("give the first of several equal keys", async () => {
    put("b/x", '{"a": 1, "a": 2}');
    expect((await load("a integer")).rows).toEqual([["1"]]);
  });
});

/** type, JSON, what is stored or the error code, options */
const VALUES: readonly (readonly [string, string, string | number | null, string?])[] = [
  ["integer", "7", "7"],
  ["integer", '"7"', "7"],
  ["integer", '""', null],
  ["integer", '" "', null],
  ["integer", "1.0", 1207],
  ["bigint", "1540919166796.0", 1207],
  ["integer", "3000000000", 1222],
  ["smallint", "40000", 1222],
  ["bigint", "9223372036854775808", 1222],
  ["double precision", "1540919166796.0", "1540919166796"],
  ["double precision", '"abc"', 1208],
  ["decimal(5, 2)", "1.239", "1.23"],
  ["decimal(5, 2)", "1.239", "1.24", "roundec"],
  ["decimal(5, 2)", "12345", 1222],
  ["boolean", "true", "t"],
  ["boolean", '"maybe"', 1210],
  ["varchar(3)", '"abc"', "abc"],
  ["varchar(3)", '"éé"', 1204],
  ["varchar(3)", '"éé"', "é", "truncatecolumns"],
  ["varchar(9)", "1999", "1999"],
  ["varchar(9)", "1.10", "1.10"],
  ["varchar(9)", "1e5", "1e5"],
  ["varchar(20)", '{"b": [1, 2]}', '{"b": [1, 2]}'],
  ["varchar(9)", '"\\u00e9\\n"', "é\n"],
  ["varchar(9)", '"a\\u0000b"', 1218],
  ["varchar(9)", '""', ""],
  ["varchar(9)", '""', null, "emptyasnull"],
  ["varchar(9)", '"  "', null, "blanksasnull"],
  ["varchar(9)", '"a  "', "a", "trimblanks"],
  ["char(2)", '"é"', 1220],
  ["timestamp", "1541105830796", "2018-11-01 20:57:10.796", "timeformat 'epochmillisecs'"],
  ["timestamp", "1541105830", "2018-11-01 20:57:10", "timeformat 'epochsecs'"],
  ["timestamp", '"1541105830796.0"', 1206, "timeformat 'epochmillisecs'"],
  ["timestamp", '"2018-11-01 20:57:10.5"', "2018-11-01 20:57:10.5"],
  ["timestamp", '"2018-02-30 00:00:00"', 1206],
  ["timestamp", '"2018-02-30 00:00:00"', null, "acceptanydate"],
  ["timestamp", '"2018-11-01T20:57:10Z"', "2018-11-01 20:57:10", "timeformat 'auto'"],
  ["date", '"01.11.2018"', "2018-11-01", "dateformat 'DD.MM.YYYY'"],
  ["date", '"yesterday"', 1205],
  ["integer not null", "null", 1213],
  ["super", '{"b": [1]}', '{"b": [1]}'],
];

describe("a value", () => {
  const stored = VALUES.filter(([, , expected]) => typeof expected !== "number");
  it.each(stored)("%s from %s is stored as %s (%s)", async (type, json, expected, options = "") => {
    put("b/x", `{"a": ${json}}`);
    const { rows, failure } = await load(`a ${type}`, `format json 'auto' ${options}`);
    expect(failure).toBeUndefined();
    expect(rows).toEqual([[expected]]);
  });

  const refused = VALUES.filter(([, , expected]) => typeof expected === "number");
  it.each(refused)("%s from %s is refused with %s (%s)", async (type, json, code, options = "") => {
    put("b/x", `{"a": ${json}}`);
    const { rows, errors, failure } = await load(`a ${type}`, `format json 'auto' ${options}`);
    expect(failure).toMatchObject({ sqlState: "XX000" });
    expect(errors.map(([, , column, errorCode]) => [column, errorCode])).toEqual([["a", String(code)]]);
    expect(rows).toEqual([]);
  });

  it("of invalid UTF-8 is an error, or takes a character in the place of each byte", async () => {
    put("b/x", Buffer.concat([Buffer.from('{"a": "x'), Buffer.from([0xff, 0xfe]), Buffer.from('y"}')]));
    expect((await load("a varchar")).errors.map(([, , , code]) => code)).toEqual(["1220"]);
    await session((one) => one.execute("drop table t"));
    expect((await load("a varchar", "format json 'auto' acceptinvchars as '^'")).rows).toEqual([["x^^y"]]);
  });

  it("says which character a number does not have", async () => {
    put("b/x", '{"a": 20200407.0}');
    expect((await load("a bigint")).errors[0]?.[4]).toBe("Invalid digit, Value '.', Pos 8, Type: Long");
  });
});

describe("errors", () => {
  it("have ids of their own in every process that opens the warehouse", async () => {
    put("b/x", '{"a": 1}');
    const path = join(folder, "ids.duckdb");
    const store = openFolderStore({ s3Root: folder });
    const copyOnce = () =>
      withLocalWarehouse({ path, store, now: () => new Date(0) }, (one) =>
        one.withSession(async (own) => {
          await own.execute("create table if not exists t (a integer)");
          await own.execute("copy t from 's3://b/x' iam_role default format as json 'auto'");
        }),
      );
    await copyOnce();
    await copyOnce();
    const ids = await withLocalWarehouse({ path, store, now: () => new Date(0) }, (one) =>
      one.withSession((own) => own.execute("select distinct query_id from sys_load_history")),
    );
    expect(ids.rows).toHaveLength(2);
  });

  it("fail the COPY when there are as many as MAXERROR, and survive the rollback", async () => {
    put("b/x", '{"a": "x"}\n{"a": 1}\n{"a": "y"}');
    await session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("copy t from 's3://b/x' iam_role default json 'auto' maxerror 3");
      expect((await one.execute("select a from t")).rows).toEqual([["1"]]);
      await one.execute("delete from t");
      const copy = one.execute("copy t from 's3://b/x' iam_role default json 'auto' maxerror 2");
      await expect(copy).rejects.toMatchObject({
        message: "Load into table 't' failed.  Check 'stl_load_errors' system table for details.",
      });
      await one.execute("rollback");
      expect(
        (
          await one.execute(
            "select line_number, raw_field_value from stl_load_errors order by query, line_number",
          )
        ).rows,
      ).toEqual([
        ["1", "x"],
        ["3", "y"],
        ["1", "x"],
        ["3", "y"],
      ]);
      expect(
        (await one.execute("select status, loaded_rows from sys_load_history order by query_id")).rows,
      ).toEqual([
        ["completed", "1"],
        ["aborted", "0"],
      ]);
    });
  });

  it("of a clause that is not implemented or not allowed say so with their place", async () => {
    put("b/x", '{"a": 1}');
    for (const [options, says] of [
      ["json 'auto' bzip2", "BZIP2 is not implemented on the local warehouse"],
      ["json 'auto' delimiter ','", "DELIMITER cannot be used with FORMAT JSON"],
      ["json 'auto' sideways", 'syntax error at or near "sideways"'],
      ["csv", "CSV cannot be used with FORMAT JSON"],
    ] as const) {
      const error = await session((one) =>
        one.execute(`copy t from 's3://b/x' iam_role default ${options}`).catch((thrown: unknown) => thrown),
      );
      expect(error).toMatchObject({
        message: expect.stringContaining(says) as string,
        position: { line: 1 },
      });
    }
  });

  it("need an authorization first, as on Redshift", async () => {
    const error = await session((one) =>
      one.execute("copy t from 's3://b/x' json 'auto'").catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({ message: "COPY needs an authorization" });
  });
});
