/** What type a parameter has that nobody has told ("Type Conversion" of the PostgreSQL manual, where unknown literals are resolved), and what columns have. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificate, serveLocal } from "./served.ts";
import { answersTo, columnsOf } from "./wire-answers.ts";
import {
  bind,
  describe as describeMessage,
  execute,
  int32,
  logIn,
  parse,
  query,
  sync,
} from "./wire-client.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-parameters-"));
let server: Awaited<ReturnType<typeof serveLocal>>;
let client: Awaited<ReturnType<typeof logIn>>;
beforeAll(async () => {
  server = await serveLocal(folder);
  client = await logIn(server.port, certificate.cert);
  await say(
    query(
      "create table t (a integer, b varchar(10), c timestamp, d numeric(9,2), e boolean, f bigint, g date, h char(5))",
    ),
  );
  await say(query("insert into t values (5, 'x', '2018-11-17 10:00:00', 1.5, true, 7, '2018-11-17', 'abc')"));
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

const say = (...messages: readonly Buffer[]) => answersTo(client, ...messages);

/** The object ids that a statement's description announces. */
async function announced(sql: string): Promise<readonly number[] | string> {
  const { answers, error } = await say(parse(sql), describeMessage("S"), sync());
  const body = answers.find(({ type }) => type === "t")?.body;
  if (body === undefined) return error?.["M"] ?? "";
  return Array.from({ length: body.readInt16BE(0) }, (_, at) => body.readInt32BE(2 + 4 * at));
}

const [BOOL, INT8, INT4, DATE, TIMESTAMP, NUMERIC, VARCHAR] = [16, 20, 23, 1082, 1114, 1700, 1043];

// PostgreSQL 15 says the same of each with its own tables, with text in the place of varchar.
describe("a parameter that is an array", () => {
  // psycopg 3 declares it, and pgcli's completion asks so.
  it("is what a value is one of", async () => {
    const TEXTS = 1009;
    const sql =
      "select relname from pg_catalog.pg_class c where c.relkind = any($1) and relname in ('t', 'u')";
    const { rows, error } = await say(parse(sql, { types: [TEXTS] }), bind(["{r,v}"]), execute(), sync());
    expect(error).toBeUndefined();
    expect(rows).toEqual([["t"]]);
  });
});

describe("a parameter without a type", () => {
  it.each([
    ["select * from t where a = $1 and b = $2 and c > $3", [INT4, VARCHAR, TIMESTAMP]],
    ["select $1 + 1, $2 || 'x'", [INT4, VARCHAR]],
    ["select d * $1, f - $2 from t where e = $3 and g between $4 and $5", [NUMERIC, INT8, BOOL, DATE, DATE]],
    ["select a from t where a in ($1, $2) and b like $3", [INT4, INT4, VARCHAR]],
    ["insert into t (a, b, c, d, e) values ($1, $2, $3, $4, $5)", [INT4, VARCHAR, TIMESTAMP, NUMERIC, BOOL]],
    ["update t set b = $1, f = $2 where a = $3", [VARCHAR, INT8, INT4]],
    ["delete from t where g < $1", [DATE]],
    ["select $1", [VARCHAR]],
    ["select coalesce($1, 1), length($2), upper($3)", [INT4, VARCHAR, VARCHAR]],
    ["select $1::date, cast($2 as bigint)", [DATE, INT8]],
    ["select date_trunc($1, c), datediff($2, c, $3) from t", [VARCHAR, VARCHAR, TIMESTAMP]],
    ["select case when a = $1 then $2 else b end from t", [INT4, VARCHAR]],
    ["select a from t where a = $1 or a = $1 + 1", [INT4]],
    ["select a from t limit $1 offset $2", [INT8, INT8]],
  ] as const)("%s", async (sql, types) => {
    const told = await announced(sql);
    expect(told).toEqual(types);
  });

  it("is taken in the binary format of what is announced", async () => {
    const { rows, error } = await say(
      parse("select b from t where a = $1 and g = $2"),
      bind([int32(5), int32(6895)], { parameterFormats: [1] }),
      execute(),
      sync(),
    );
    expect([rows, error]).toEqual([[["x"]], undefined]);
  });

  it("is put where a function needs a literal", async () => {
    const { rows } = await say(parse("select date_trunc($1, c) from t"), bind(["month"]), execute(), sync());
    expect(rows).toEqual([["2018-11-01 00:00:00"]]);
  });

  it.each(["select '1' + '2'", "select '5' / '2'", "select g + '1' from t", "select '5' % '2'"])(
    "and a bare text of several meanings are refused: %s",
    async (sql) => {
      expect((await say(query(sql))).error).toMatchObject({ C: "42725" });
      expect((await say(parse(sql.replace("'1'", "$1")), sync())).error).toMatchObject({ C: "42725" });
    },
  );

  it("follows the other side of an operator", async () => {
    const sql = "select g - '2018-11-16', c + '1 day', 2 * '3', 'a' || 1, c - '2018-11-16' from t";
    expect((await say(query(sql))).rows).toEqual([
      ["1", "2018-11-18 10:00:00", "6", "a1", expect.any(String)],
    ]);
  });
});

describe("a column", () => {
  it("is told with its length, or its precision and scale", async () => {
    const { answers } = await say(
      query(
        "select a, b, d, h, b || 'x' as more, cast('x' as char(3)) as k, max(b) as top from t group by 1, 2, 3, 4",
      ),
    );
    expect(columnsOf(answers)).toEqual([
      { name: "a", oid: 23, size: 4, modifier: -1 },
      { name: "b", oid: 1043, size: -1, modifier: 14 },
      { name: "d", oid: 1700, size: -1, modifier: (9 << 16) + 2 + 4 },
      { name: "h", oid: 1042, size: -1, modifier: 9 },
      { name: "more", oid: 1043, size: -1, modifier: expect.any(Number) },
      { name: "k", oid: 1042, size: -1, modifier: 7 },
      { name: "top", oid: 1043, size: -1, modifier: 14 },
    ]);
  });

  // MagicStack/asyncpg#647 shows what Redshift sends.
  it("of CHAR is filled up with blanks, in text and in binary", async () => {
    expect((await say(query("select h, h || '!', length(h) from t"))).rows).toEqual([["abc  ", "abc!", "3"]]);
    const { rows } = await say(parse("select h from t"), bind([], { resultFormats: [1] }), execute(), sync());
    expect(rows).toEqual([["abc  "]]);
    expect((await say(query("select h from t where h = 'abc'"))).rows).toEqual([["abc  "]]);
  });
});
