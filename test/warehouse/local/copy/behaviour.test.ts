import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beginMember } from "../../../../src/sources/one-member.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { withLocalWarehouse } from "../../../../src/warehouse/local/open.ts";
import { openCopies, type Copies } from "../../../support/copies.ts";

let copies: Copies;
beforeEach(async () => {
  copies = await openCopies();
});
afterEach(() => copies.close());

describe("the objects of a COPY", () => {
  it("are all whose key starts with the prefix, not those of a folder", async () => {
    copies.put("b/x", '{"a": 1}');
    copies.put("b/x_more/y.json", '{"a": 2}');
    copies.put("b/xyz.bak", '{"a": 3}');
    copies.put("b/other", '{"a": 4}');
    expect((await copies.load("a integer")).rows).toEqual([["1"], ["2"], ["3"]]);
  });

  it("must be there", async () => {
    expect((await copies.load("a integer")).failure).toMatchObject({
      sqlState: "XX000",
      message: "The specified S3 prefix 's3://b/x' does not exist",
    });
  });

  it("are those of a manifest, a file named twice twice", async () => {
    copies.put("b/1", '{"a": 1}');
    const entries = [{ url: "s3://b/1", mandatory: true }, { url: "s3://b/1" }, { url: "s3://b/none" }];
    copies.put("b/x", JSON.stringify({ entries }));
    expect((await copies.load("a integer", "manifest format json 'auto'")).rows).toEqual([["1"], ["1"]]);
  });

  it("must be there when the manifest says mandatory", async () => {
    copies.put("b/x", JSON.stringify({ entries: [{ url: "s3://b/none", mandatory: true }] }));
    const { failure } = await copies.load("a integer", "manifest format json 'auto'");
    expect(failure).toMatchObject({ message: expect.stringContaining("s3://b/none") as string });
  });

  it("are unpacked as the option says", async () => {
    copies.put("b/x", gzipSync('{"a": 1}\n{"a": 2}'));
    expect((await copies.load("a integer", "format json 'auto' gzip")).rows).toEqual([["1"], ["2"]]);
  });

  it.each(["gzip", "zstd"] as const)(
    "are refused when they are several members of %s: nothing says that Redshift reads beyond the first",
    async (compression) => {
      const one = async (text: string): Promise<Buffer> => {
        const member = beginMember(compression);
        await member.add(Buffer.from(text));
        return member.finish();
      };
      copies.put("b/x", Buffer.concat([await one('{"a": 1}\n'), await one('{"a": 2}')]));
      // Not one of the errors that MAXERROR counts: a file would be taken for the part of it that comes first.
      const { failure, rows } = await copies.load(
        "a integer",
        `format json 'auto' ${compression} maxerror 10`,
      );
      expect(failure).toMatchObject({ sqlState: "0A000", where: "s3://b/x" });
      expect(rows).toEqual([]);
    },
  );

  it("that are not what the option says are an error, and nothing is loaded", async () => {
    copies.put("b/x", '{"a": 1}');
    const { failure, rows } = await copies.load("a integer", "format json 'auto' gzip");
    expect(failure).toBeDefined();
    expect(rows).toEqual([]);
  });
});

describe("the rows of a file", () => {
  it("are objects between white space, pretty-printed or several on a line", async () => {
    copies.put("b/x", '{"a": 1} {"a": 2}\n\n{\n  "a":\n  3\n}\t{"a":4}');
    expect((await copies.load("a integer")).rows).toEqual([["1"], ["2"], ["3"], ["4"]]);
  });

  it("may be none", async () => {
    copies.put("b/x", "");
    expect((await copies.load("a integer")).rows).toEqual([]);
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
      copies.put("b/x", text);
      const result = await copies.load("a integer", "format json 'auto' maxerror 10");
      expect(result.rows).toEqual(rows);
      expect(result.errors.map(([, line]) => line)).toEqual(lines);
      expect(result.errors.every(([file]) => file === "s3://b/x")).toBe(true);
    },
  );

  it("of more than 4 MB fail the COPY, however many errors are allowed", async () => {
    copies.put(
      "b/x",
      `{"a": 1, "b": "${"x".repeat(5 << 20)}"}
{"a": 2}`,
    );
    const result = await copies.load("a integer", "format json 'auto' maxerror 10");
    expect(result.failure).toBeDefined();
    expect(result.rows).toEqual([]);
  });
});

describe("keys and columns", () => {
  it("meet by lower-case name, or by name in any case", async () => {
    copies.put("b/x", '{"firstName": "Ann", "other": 1}');
    expect((await copies.load("firstname varchar")).rows).toEqual([[null]]);
    await copies.session((one) => one.execute("drop table t"));
    expect((await copies.load("firstname varchar", "format json 'auto ignorecase'")).rows).toEqual([["Ann"]]);
  });

  it("meet by JSONPaths, into objects and arrays", async () => {
    copies.put("paths/p.json", JSON.stringify({ jsonpaths: ["$['b']['c']", "$['a'][1]"] }));
    copies.put("b/x", '{"a": [1, 2], "b": {"c": "deep"}}');
    expect((await copies.load("one varchar, two integer", "format json 's3://paths/p.json'")).rows).toEqual([
      ["deep", "2"],
    ]);
  });

  it("do not meet with as many JSONPaths as there are no columns", async () => {
    copies.put("paths/p.json", JSON.stringify({ jsonpaths: ["$.a"] }));
    copies.put("b/x", '{"a": 1}');
    expect(
      (await copies.load("a integer, b integer", "format json 's3://paths/p.json'")).failure,
    ).toMatchObject({
      message: expect.stringContaining("should match") as string,
    });
  });

  it("leave a column that is not listed to its default, and a listed one without a key NULL", async () => {
    copies.put("b/x", '{"a": 1}');
    await copies.session(async (one) => {
      await one.execute(
        "create table t (a integer, b integer default 7, c integer default 8, id bigint identity(1, 1))",
      );
      await one.execute("copy t (a, b) from 's3://b/x' iam_role default json 'auto'");
      expect((await one.execute("select a, b, c from t")).rows).toEqual([["1", null, "8"]]);
    });
  });

  it("give the first of several equal keys", async () => {
    copies.put("b/x", '{"a": 1, "a": 2}');
    expect((await copies.load("a integer")).rows).toEqual([["1"]]);
  });
});

describe("errors", () => {
  it("have ids of their own in every process that opens the warehouse", async () => {
    copies.put("b/x", '{"a": 1}');
    const path = join(copies.folder, "ids.duckdb");
    const store = openFolderStore({ s3Root: copies.folder });
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
    copies.put("b/x", '{"a": "x"}\n{"a": 1}\n{"a": "y"}');
    await copies.session(async (one) => {
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
    copies.put("b/x", '{"a": 1}');
    for (const [options, says] of [
      ["json 'auto' bzip2", "BZIP2 is not implemented on the local warehouse"],
      ["json 'auto' delimiter ','", "DELIMITER cannot be used with FORMAT JSON"],
      ["json 'auto' sideways", 'syntax error at or near "sideways"'],
      ["csv escape", "CSV is not compatible with ESCAPE"],
    ] as const) {
      const error = await copies.session((one) =>
        one.execute(`copy t from 's3://b/x' iam_role default ${options}`).catch((thrown: unknown) => thrown),
      );
      expect(error).toMatchObject({
        message: expect.stringContaining(says) as string,
        position: { line: 1 },
      });
    }
  });

  it("need an authorization first, as on Redshift", async () => {
    const error = await copies.session((one) =>
      one.execute("copy t from 's3://b/x' json 'auto'").catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({ message: "COPY needs an authorization" });
  });
});
