import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../../src/warehouse/local/open.ts";
import type { LocalSession } from "../../../../src/warehouse/local/session.ts";

let folder: string;
let warehouse: LocalWarehouse;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-copy-"));
  mkdirSync(join(folder, "b"));
  const store = openFolderStore({ s3Root: folder });
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
});
afterEach(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Buffer): void => writeFileSync(join(folder, "b", name), content);

async function rows(session: LocalSession, sql: string): Promise<readonly (readonly (string | null)[])[]> {
  return (await session.execute(sql)).rows;
}

/** A frame of Zstandard that holds the text as it is: its magic, its size, one raw block (RFC 8878, 3.1.1). */
function zstd(text: string): Buffer {
  const content = Buffer.from(text);
  const header = (content.length << 3) | 1;
  const frame = [
    0x28,
    0xb5,
    0x2f,
    0xfd,
    0x20,
    content.length,
    header & 0xff,
    (header >> 8) & 0xff,
    header >> 16,
  ];
  return Buffer.concat([Buffer.from(frame), content]);
}

/** The options, the columns, the file, and what is loaded with and without the option. */
const EFFECTS: readonly {
  readonly option: string;
  readonly columns: string;
  readonly content: string | Buffer;
  /** Undefined where the COPY fails. */
  readonly loads: readonly (string | null)[] | undefined;
  readonly otherwise: readonly (string | null)[] | undefined;
}[] = [
  { option: "gzip", columns: "a integer", content: gzipSync('{"a": 1}'), loads: ["1"], otherwise: undefined },
  { option: "zstd", columns: "a integer", content: zstd('{"a": 1}'), loads: ["1"], otherwise: undefined },
  {
    option: "ignoreheader 2",
    columns: "a integer",
    content: 'one\ntwo\n{"a": 1}',
    loads: ["1"],
    otherwise: undefined,
  },
  {
    option: "ignoreallerrors",
    columns: "a integer",
    content: '{"a": "x"}\n{"a": 1}',
    loads: ["1"],
    otherwise: undefined,
  },
  {
    option: "maxerror 2",
    columns: "a integer",
    content: '{"a": "x"}\n{"a": 1}',
    loads: ["1"],
    otherwise: undefined,
  },
  { option: "noload", columns: "a integer", content: '{"a": 1}', loads: [], otherwise: ["1"] },
  {
    option: "truncatecolumns",
    columns: "a varchar(2)",
    content: '{"a": "abc"}',
    loads: ["ab"],
    otherwise: undefined,
  },
  { option: "blanksasnull", columns: "a varchar(2)", content: '{"a": " "}', loads: [null], otherwise: [" "] },
  { option: "emptyasnull", columns: "a varchar(2)", content: '{"a": ""}', loads: [null], otherwise: [""] },
  {
    option: "trimblanks",
    columns: "a varchar(9)",
    content: '{"a": "x  "}',
    loads: ["x"],
    otherwise: ["x  "],
  },
  {
    option: "roundec",
    columns: "a decimal(4, 1)",
    content: '{"a": 1.26}',
    loads: ["1.3"],
    otherwise: ["1.2"],
  },
  {
    option: "acceptanydate",
    columns: "a date",
    content: '{"a": "soon"}',
    loads: [null],
    otherwise: undefined,
  },
  {
    option: "dateformat 'DD.MM.YYYY'",
    columns: "a date",
    content: '{"a": "02.03.2018"}',
    loads: ["2018-03-02"],
    otherwise: undefined,
  },
  {
    option: "timeformat 'epochmillisecs'",
    columns: "a timestamp",
    content: '{"a": 1541105830796}',
    loads: ["2018-11-01 20:57:10.796"],
    otherwise: undefined,
  },
  {
    option: "acceptinvchars '^'",
    columns: "a varchar(9)",
    content: Buffer.from("7b2261223a2261ff62227d", "hex"),
    loads: ["a^b"],
    otherwise: undefined,
  },
  {
    option: "explicit_ids",
    columns: "a integer identity(1, 1), n integer",
    content: '{"a": 77, "n": 1}',
    loads: ["77"],
    otherwise: ["1"],
  },
  ...["region 'eu-west-1'", "compupdate off", "statupdate on", "comprows 1000", "encoding utf8"].map(
    (option) => ({
      option,
      columns: "a integer",
      content: '{"a": 1}',
      loads: ["1"],
      otherwise: ["1"],
    }),
  ),
];

describe("the option of a COPY", () => {
  it.each(EFFECTS)("$option does what it says", ({ option, columns, content, loads, otherwise }) =>
    warehouse.withSession(async (one) => {
      put("x", content);
      for (const [table, more, expected] of [
        ["with_it", option, loads],
        ["without_it", "", otherwise],
      ] as const) {
        await one.execute(`create table ${table} (${columns})`);
        const failed = await one
          .execute(`copy ${table} from 's3://b/x' iam_role default json 'auto' ${more}`)
          .then(
            () => false,
            () => true,
          );
        expect(failed).toBe(expected === undefined);
        expect((await rows(one, `select a from ${table}`)).flat()).toEqual(expected ?? []);
      }
    }),
  );

  it("noshred puts a whole document into the one SUPER column", () =>
    warehouse.withSession(async (one) => {
      put("x", '{"a": {"b": [1, 2]}}');
      await one.execute("create table t (doc super)");
      await one.execute("copy t from 's3://b/x' iam_role default json 'noshred'");
      expect(await rows(one, "select json_serialize(doc) from t")).toEqual([['{"a":{"b":[1,2]}}']]);
    }));

  it("with a temporary table loads it, as an upsert does", () =>
    warehouse.withSession(async (one) => {
      put("x", '{"a": 1}\n{"a": 2}');
      await one.execute("create table t (a integer)");
      await one.execute("create temp table stage (like t)");
      await one.execute("copy stage from 's3://b/x' iam_role default json 'auto'");
      expect(await rows(one, "select count(*), pg_last_copy_count() from stage")).toEqual([["2", "2"]]);
      expect(await rows(one, "select count(*) from t")).toEqual([["0"]]);
    }));
});

describe("the record of a COPY", () => {
  it("survives the rollback, with what was wrong", () =>
    warehouse.withSession(async (one) => {
      put("x", '{"a": 1}\n{"a": "x"}');
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await expect(one.execute("copy t from 's3://b/x' iam_role default json 'auto'")).rejects.toThrow(
        "Load into table",
      );
      await one.execute("rollback");
      const error = [["s3://b/x", "2", "a", "1207"]];
      expect(await rows(one, "select filename, line_number, colname, err_code from stl_load_errors")).toEqual(
        error,
      );
      const detail = "select file_name, line_number, column_name, error_code from sys_load_error_detail";
      expect(await rows(one, detail)).toEqual(error);
      expect(await rows(one, "select status, error_count from sys_load_history")).toEqual([["aborted", "1"]]);
    }));

  it("is complete for COPYs of several sessions that end together", async () => {
    put("x", '{"a": 1}\n{"a": "x"}');
    const names = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await warehouse.withSession(async (one) => {
      for (const name of names) await one.execute(`create table ${name} (a integer)`);
    });
    await Promise.all(
      names.map((name) =>
        warehouse.withSession((one) =>
          one.execute(`copy ${name} from 's3://b/x' iam_role default json 'auto' maxerror 5`),
        ),
      ),
    );
    await warehouse.withSession(async (one) => {
      expect(await rows(one, "select count(*), count(distinct query_id) from sys_load_history")).toEqual([
        ["8", "8"],
      ]);
      expect(await rows(one, "select count(*), count(distinct query) from stl_load_errors")).toEqual([
        ["8", "8"],
      ]);
    });
  });
});
