/**
 * What a transaction reads of its own rows, where these are so many that they are read in pieces. What is compared with is the same warehouse with one thread,
 * which cuts nothing.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { withLocalWarehouse } from "../../../src/warehouse/local/open.ts";
import { AT_ONCE, type Compiler } from "../../../src/warehouse/local/compile/compiler.ts";
import { OwnRows, piecesOf } from "../../../src/warehouse/local/own-rows.ts";
import { relationsOf } from "../../../src/warehouse/local/gather-relations.ts";
import type { Relation } from "../../../src/warehouse/local/bind/relation.ts";
import { parseStatements } from "../../../src/dialect/parsed.ts";
import type { Row } from "../../../src/warehouse/warehouse.ts";

/** 640 times 640 rows, which are more than two pieces' worth. */
const BIG = [
  "create table digits (n int)",
  `insert into digits values ${Array.from({ length: 640 }, (_, n) => `(${n})`).join(", ")}`,
  "create table big (id bigint, label varchar(20), size int)",
];
const FILL =
  "insert into big select a.n * 640 + b.n, case when b.n % 7 = 0 then null else 'label ' || (b.n % 11) end, a.n % 13 from digits a cross join digits b";

/** Returns the rows of the last of the statements, all of them in one transaction. */
function inOneTransaction(
  threads: number,
  statements: readonly string[],
  compiler: Compiler = AT_ONCE,
): Promise<readonly Row[]> {
  return withLocalWarehouse(
    { path: ":memory:", store: {} as Store, now: () => new Date(0), threads, compiler },
    (warehouse) =>
      warehouse.withSession(async (session) => {
        for (const statement of [...BIG, "begin", FILL]) await session.execute(statement);
        let rows: readonly Row[] = [];
        for (const statement of statements) ({ rows } = await session.execute(statement));
        await session.execute("commit");
        return rows;
      }),
  );
}

const SUMS = "select count(*), sum(id), sum(size), count(label), min(id), max(id) from";

describe("a transaction with many rows of its own", () => {
  it.each([
    ["counts them", [`${SUMS} big`]],
    [
      "filters and groups them",
      ["select size, count(*), max(label) from big where id % 3 = 1 group by size order by size"],
    ],
    [
      "joins them with themselves",
      ["select count(*), sum(a.id - b.id) from big a join big b on a.id = b.id + 640 and a.size < 7"],
    ],
    [
      "asks for them in subqueries",
      [
        "select count(*) from big a where exists (select 1 from big b where b.id = a.id * 2) and a.size in (select max(size) from big)",
      ],
    ],
    [
      "numbers them in a window",
      [
        "select sum(place), max(place) from (select row_number() over (partition by label order by id) as place from big)",
      ],
    ],
    [
      "puts them into another table",
      [
        "create table other (id bigint, label varchar(20), size int)",
        "insert into other select id, label, size from big where size > 4",
        `${SUMS} other`,
      ],
    ],
    [
      "puts them into the same table",
      ["insert into big select id + 1000000, label, size from big", `${SUMS} big`],
    ],
    [
      "makes a table of them, and reads that",
      ["create table made as select id, label, size from big where id > 5", `${SUMS} made`],
    ],
    [
      "makes a temporary table of them",
      ["create temp table made as select * from big", "delete from made where size = 1", `${SUMS} made`],
    ],
    ["deletes some and reads the others", ["delete from big where id < 200000", `${SUMS} big`]],
    ["deletes all and reads none", ["delete from big", `${SUMS} big`]],
    [
      "updates them, from themselves too",
      ["update big set size = other.size + 1 from big other where big.id = other.id - 1", `${SUMS} big`],
    ],
    ["reads a view of them", ["create view large as select * from big where size > 3", `${SUMS} large`]],
    ["takes the first of them in order", ["select id, label from big order by size desc, id limit 5"]],
    [
      "puts the first of them in order into a table",
      [
        "create table first (id bigint)",
        "insert into first select id from big order by id desc limit 10",
        "select sum(id), count(*) from first",
      ],
    ],
    ["adds to them and reads all", [FILL, `${SUMS} big`]],
    [
      "passes them on from a WITH to a join and into a table",
      [
        "create table other (id bigint, label varchar(20), size int)",
        "insert into other with few as (select id, label, size from big where size > 4 union all select id, 'twice', size from big where size = 2) select few.id, nullif(few.label, 'label 3'), digits.n from few left join digits on few.size = digits.n",
        `${SUMS} other`,
      ],
    ],
    [
      "looks for some of them, whichever",
      [
        "create table other as select count(*) as found from (select id from big where size = 3 limit 7)",
        "select found from other",
      ],
    ],
    [
      "drops the table and makes one of its name",
      [
        "drop table big",
        "create table big (id bigint, label varchar(20), size int)",
        "insert into big values (1, 'a', 2)",
        `${SUMS} big`,
      ],
    ],
  ])("%s as one with a single thread does", async (_what, statements) => {
    const [one, many] = [await inOneTransaction(1, statements), await inOneTransaction(3, statements)];
    expect(one.length).toBeGreaterThan(0);
    expect(many).toEqual(one);
  });

  it("reads rows of before and its own", async () => {
    const rows = (threads: number): Promise<readonly Row[]> =>
      inOneTransaction(threads, ["commit", "begin", FILL, `${SUMS} big`]);
    expect(await rows(3)).toEqual(await rows(1));
  });

  it("reads a table that has a column by the name of DuckDB's row numbers", async () => {
    const statements = [
      "create table odd as select -id as rowid, size from big",
      "select count(*), sum(rowid) from odd",
    ];
    expect(await inOneTransaction(3, statements)).toEqual(await inOneTransaction(1, statements));
  });
});

describe("of what reads in pieces", () => {
  /** The text that DuckDB is given for the statement. */
  const given = async (statement: string): Promise<string> => {
    const texts: string[] = [];
    const plan: Compiler["plan"] = async (...asked) => {
      const planned = await AT_ONCE.plan(...asked);
      if ("sql" in planned.plan && typeof planned.plan.sql === "string") texts.push(planned.plan.sql);
      return planned;
    };
    const table = "create table made (id bigint, label varchar(20), size int)";
    await inOneTransaction(2, [table, statement], { ...AT_ONCE, plan });
    return texts.at(-1) ?? "";
  };
  /** The names of what is held there. */
  const held = async (statement: string): Promise<readonly string[]> =>
    [...(await given(statement)).matchAll(/"([^"]+)" \([^()]*\) AS MATERIALIZED/g)].map(([, name]) =>
      String(name),
    );
  const read = "with few as (select id, label, size from big where size > 11)";

  it.each([
    ["all rows are held", "insert into made select id, label, size from big where size > 11", ["rows"]],
    [
      "all rows of a CREATE TABLE AS are held",
      "create table two as select id from big where size > 11",
      ["rows"],
    ],
    [
      "the table of a WITH that passes them on is held",
      `insert into made ${read} select * from few`,
      ["few"],
    ],
    [
      "it is held before a join that adds columns to it",
      `insert into made ${read} select few.id, few.label, b.n from few left join digits a on few.size = a.n left join digits b on few.size = b.n`,
      ["few"],
    ],
    [
      "one that adds others to them is held",
      "insert into made with few as (select id, label, size from big where size > 11 union all select n, '', n from digits) select * from few",
      ["few"],
    ],
    [
      "all rows are held where a WITH is joined to them",
      `insert into made ${read} select n, few.label, n from digits join few on few.id = n`,
      ["rows"],
    ],
    [
      "all rows are held where a WITH groups them",
      "insert into made with few as (select size, max(label) as label from big group by size) select size, label, size from few",
      ["rows"],
    ],
    [
      "all rows are held where a WITH takes each once",
      "insert into made with few as (select distinct size from big) select size, '', size from few",
      ["rows"],
    ],
    [
      "all rows are held where a WITH numbers them, of which few are passed on",
      "insert into made with few as (select id, label, size, row_number() over (partition by size order by id) as place from big) select id, label, size from few where place = 1",
      ["rows"],
    ],
    [
      "all rows are held that come of groups",
      `insert into made ${read} select size, max(label), size from few group by size`,
      ["rows"],
    ],
    ["all rows are held that are limited", `insert into made ${read} select * from few limit 3`, ["rows"]],
    ["nothing is held that has an order", `insert into made ${read} select * from few order by id`, []],
  ] as const)("%s", async (_what, statement, names) => expect(await held(statement)).toEqual(names));

  it("some rows, whichever, are the first by their first column, which all threads look for", async () => {
    expect(await given("select label, id from big limit 3")).toMatch(/ORDER BY 1 ASC NULLS LAST LIMIT/);
    expect(await given("select label, id from big")).not.toContain("ORDER BY");
    expect(await given("select label, id from big order by id limit 3")).not.toContain("ORDER BY 1 ");
    expect(await given("select n from digits limit 3")).not.toContain("ORDER BY");
  });
});

describe("the pieces of a table", () => {
  it.each([
    { rows: 1000, last: 999n, threads: 2 },
    { rows: 1000, last: 999n, threads: 7 },
    { rows: 3, last: 999n, threads: 8 },
    { rows: 100_000, last: 999n, threads: 4 },
    { rows: 1000, last: 0n, threads: 4 },
    { rows: 0, last: 999n, threads: 4 },
  ])("hold each row once, whatever is known of it: $rows rows up to $last, $threads threads", async (cut) => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run("create table t as select i from range(1000) as r(i)");
    const reader = await connection.runAndReadAll(
      `select count(*)::int, count(distinct i)::int from ${piecesOf("t", cut)} as t`,
    );
    expect(reader.getRows()).toEqual([[1000, 1000]]);
    connection.closeSync();
    instance.closeSync();
  });

  it("are about equal in size", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run("create table t as select i from range(1000) as r(i)");
    const pieces = String(piecesOf("t", { last: 999n, rows: 1000, threads: 4 }))
      .slice(1, -1)
      .split(" UNION ALL ");
    const sizes = [];
    for (const piece of pieces) {
      const [[size]] = (await connection.runAndReadAll(`select count(*)::int from (${piece})`)).getRows() as [
        [number],
      ];
      sizes.push(size);
    }
    expect(sizes).toHaveLength(4);
    for (const size of sizes) expect(Math.abs(size - 250)).toBeLessThanOrEqual(1);
    connection.closeSync();
    instance.closeSync();
  });

  it("are none for one thread", () =>
    expect(piecesOf("t", { last: 9n, rows: 10, threads: 1 })).toBeUndefined());
});

describe("what of a statement is read in pieces", () => {
  const relation = (name: string, more: Partial<Relation> = {}): Relation => ({
    schema: "public",
    name,
    kind: "table",
    sql: name,
    columns: [{ name: "i", type: { name: "bigint" } }],
    ...more,
  });
  const cut = async (
    relations: readonly Relation[],
    wrote: Readonly<Record<string, number>>,
    sql = "select 1",
  ): Promise<readonly string[]> => {
    const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
    const connection = await instance.connect();
    for (const { sql: name, columns } of relations)
      await connection.run(`create table ${name} as select i as ${columns[0]?.name} from range(10) as r(i)`);
    const own = new OwnRows();
    for (const [name, rows] of Object.entries(wrote)) own.wrote(name, rows);
    const [statement] = parseStatements(sql).statements;
    const named = relationsOf(new Map(relations.map((one) => [one.name, one])));
    const found = statement && (await own.inPieces(statement.tree, named, connection));
    connection.closeSync();
    instance.closeSync();
    return [...(found?.all.values() ?? [])]
      .filter(({ pieces }) => pieces !== undefined)
      .map(({ name }) => name);
  };

  it("are tables of which the transaction has written many rows", async () =>
    expect(await cut([relation("t"), relation("u"), relation("w")], { t: 250_000, u: 10 })).toEqual(["t"]));
  it("is no view", async () =>
    expect(await cut([relation("t", { kind: "view" })], { t: 250_000 })).toEqual([]));
  it("is no table whose column hides the numbers", async () =>
    expect(
      await cut([relation("t", { columns: [{ name: "RowID", type: { name: "bigint" } }] })], { t: 250_000 }),
    ).toEqual([]));
  it.each(["update t set i = 1", "delete from t", "create view v as select 1 as one", "explain select 1"])(
    "is nothing of %s",
    async (sql) => expect(await cut([relation("t")], { t: 250_000 }, sql)).toEqual([]),
  );
});
