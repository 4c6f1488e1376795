import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCreateTable } from "../../../../src/dialect/create-table.ts";
import { splitStatements } from "../../../../src/dialect/statements.ts";
import type { Statement } from "../../../../src/dialect/statements.ts";
import { openFolderStore } from "../../../../src/sources/folder-store.ts";
import { loadInBulk } from "../../../../src/warehouse/local/copy/bulk.ts";
import { bulkSql, DOUBTS } from "../../../../src/warehouse/local/copy/bulk-sql.ts";
import { converterOf } from "../../../../src/warehouse/local/copy/convert.ts";
import { loadExactly, type RowPlan } from "../../../../src/warehouse/local/copy/exact.ts";
import { mappingOf } from "../../../../src/warehouse/local/copy/mapping.ts";
import { parseCopy } from "../../../../src/warehouse/local/copy/options.ts";
import { openStaging } from "../../../../src/warehouse/local/copy/staging.ts";
import { createTable } from "../../../../src/warehouse/local/ddl.ts";

const store = openFolderStore({});
let folder: string;
let path: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-bulk-"));
  path = join(folder, "x.json");
  instance = await DuckDBInstance.create(":memory:");
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

const statementOf = (sql: string): Statement => splitStatements(sql).statements[0] as Statement;
const COLUMNS =
  "k integer, t varchar(12), c char(3), n varchar(9) not null, i integer, l bigint, d double precision, r real, b boolean, s timestamp, y date";
/** A line that is in order, by the value of its timestamp. */
const MEMBERS = {
  k: "0",
  t: '"x"',
  c: '"abc"',
  n: '"y"',
  i: "1",
  l: "2",
  d: "1.5",
  r: "0.25",
  b: "true",
  y: '"2018-11-01"',
};
const good = (options: string): Record<string, string> => ({
  ...MEMBERS,
  s: options.includes("epochmillisecs")
    ? "1541105830796"
    : options.includes("epochsecs")
      ? "1541105830"
      : '"2018-11-01 20:57:10"',
});
const render = (members: Record<string, string>): string =>
  `{${Object.entries(members)
    .map(([key, value]) => `"${key}":${value}`)
    .join(",")}}`;

/** The fast way looks at the keys in the first 64 kB, and takes files of 2 MB; empty lines cost nothing. */
const whole = (options: string, lines: readonly string[]): Buffer =>
  Buffer.from(
    `${render(good(options))}\n${" ".repeat(70_000)}\n${lines.join("\n")}\n${" ".repeat(2 << 20)}\n`,
  );

async function planOf(options: string, declared = COLUMNS): Promise<RowPlan> {
  const table = parseCreateTable(statementOf(`create table x (${declared})`), []);
  const copy = parseCopy(statementOf(`copy x from '${path}' iam_role default ${options}`));
  const { columns } = table;
  await connection.run("DROP TABLE IF EXISTS x");
  for (const statement of createTable(table, "main", {})) await connection.run(statement);
  const names = columns.map(({ name }) => name);
  return {
    copy,
    columns,
    mapping: await mappingOf(copy, names, store),
    converts: columns.map((column) => converterOf(column, copy)),
  };
}

async function rowsOf(): Promise<string[]> {
  return (
    (await connection.runAndReadAll("SELECT x::VARCHAR FROM x")).getColumns()[0]?.map(String).sort() ?? []
  );
}

/** What the fast way makes of a file; undefined when it leaves it to the exact way, with nothing of it loaded. */
async function inBulk(
  content: Buffer,
  options: string,
  declared = COLUMNS,
): Promise<{ rows: string[]; counted: number } | undefined> {
  writeFileSync(path, content);
  const plan = await planOf(options, declared);
  const staging = openStaging(connection, "x", plan.columns, new AbortController().signal);
  const objects = await store.list(path);
  const result = await loadInBulk(objects, plan, { connection, store, table: "x", staging });
  await staging.move();
  const rows = await rowsOf();
  const [file] = result.loaded;
  if (file !== undefined) return { rows, counted: file.rows };
  expect(result.left).toEqual(objects);
  expect(rows).toEqual([]);
  return undefined;
}

/** What the exact way makes of it, by the number `k`; and whether all of it is good. */
async function exactly(
  content: Buffer,
  options: string,
  declared = COLUMNS,
): Promise<{ rows: string[]; counted: number; sound: boolean }> {
  writeFileSync(path, content);
  const plan = await planOf(options, declared);
  const staging = openStaging(connection, "x", plan.columns, new AbortController().signal);
  const [object] = await store.list(path);
  if (object === undefined) throw new Error("the file is not there");
  const file = await loadExactly(object, store, plan, staging, () => true);
  await staging.move();
  return { rows: await rowsOf(), counted: file.rows, sound: file.errors === 0 };
}

/** The rows of the lines that are beyond doubt for the fast way. */
async function beyondDoubt(content: Buffer, options: string): Promise<string[]> {
  writeFileSync(path, content);
  const plan = await planOf(options);
  await connection.run(`CREATE TEMP SEQUENCE IF NOT EXISTS ${DOUBTS}`);
  const sql = bulkSql(plan, Object.keys(good(options)));
  await connection.run(sql?.insert("x", [path]) ?? "");
  return rowsOf();
}

const TOKENS = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-0.0",
  "7",
  "007",
  "1.10",
  "1.5",
  "1e5",
  "1E+2",
  "1e400",
  "1e-400",
  "0.1",
  "1999",
  "123456789012",
  "12345678901234567890",
  "9007199254740993",
  "0.30000000000000004",
  "3.4028236e38",
  "NaN",
  "-nan",
  "Infinity",
  "inf",
  "{}",
  '{"a": 1.0}',
  "[1, 2]",
  "[]",
  "[1,]",
  "01",
  "+1",
  ".5",
  "5.",
  "0x10",
  '""',
  '" "',
  '"  "',
  '"\\t"',
  '"x "',
  '"x\\n"',
  '"x\\u000b"',
  '"12"',
  '"-0"',
  '"+7"',
  '" 7"',
  '"7 "',
  '"1_0"',
  '"0x1F"',
  '"1.0"',
  '"1.10"',
  '"1e5"',
  '"NaN"',
  '"inf"',
  '"Infinity"',
  '"true"',
  '"TRUE"',
  '"y"',
  '"null"',
  '"é"',
  '"éé"',
  '"éééééé"',
  '"éééééée"',
  '"abcd"',
  '"abcdefghijklm"',
  '"[x]"',
  '"{y}"',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud83d\\ude00"',
  '"\\ud83d"',
  '"\\/"',
  '"a\\"b"',
  '"a,}"',
  '": nan,"',
  '"１"',
  '"2018-11-01 20:57:10"',
  '"2018-11-01 20:57:10.5"',
  '"2018-11-01 20:57:10.50"',
  '"2018-11-01"',
  '"2018-11-1"',
  '"2018-02-30"',
  '"10000-01-01"',
  '"infinity"',
  '"epoch"',
  '"0044-03-15 (BC)"',
  '"2018-11-01 24:00:00"',
  '"2018-11-01T20:57:10"',
  "1541105830796",
  "-62135596800001",
  "253402300800000",
  '"1541105830796"',
  "1541105830796.0",
];

/** Every token in every column, with what SQL makes of the neighbours. */
const everywhere = (options: string): string[] =>
  Object.keys(MEMBERS)
    .flatMap((key) => TOKENS.map((token) => ({ ...good(options), [key]: token })))
    .map(numbered);
const numbered = (members: Record<string, string>, index: number): string =>
  render(members["k"] === "0" ? { ...members, k: String(index) } : members);

const value = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...TOKENS) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.string({ maxLength: 14 }), fc.double(), fc.integer(), fc.bigInt())
      .map((one) => (typeof one === "bigint" ? String(one) : JSON.stringify(one))),
  },
);
const changes = fc.dictionary(fc.constantFrom(...Object.keys(MEMBERS), "T", "other"), value, { maxKeys: 3 });

const OPTIONS = [
  "json 'auto'",
  "json 'auto ignorecase' trimblanks emptyasnull",
  "json 'auto' timeformat 'epochmillisecs' blanksasnull trimblanks truncatecolumns",
  "json 'auto' timeformat 'auto' dateformat 'auto' acceptanydate",
  "json 'auto' timeformat 'epochsecs' roundec",
];

describe("a line that is beyond doubt", () => {
  it.each(OPTIONS)("is loaded as the exact way loads it, whatever a value is: %s", async (options) => {
    const content = Buffer.from(everywhere(options).join("\n"));
    const exact = new Set((await exactly(content, options)).rows);
    const fast = await beyondDoubt(content, options);
    expect(fast.filter((row) => !exact.has(row))).toEqual([]);
    // Else it would say nothing.
    expect(fast.length).toBeGreaterThan(50);
  });

  it.each(OPTIONS)(
    "is loaded as the exact way loads it, whatever several values are: %s",
    async (options) => {
      const lines = fc.array(
        changes.map((some) => ({ ...good(options), ...some })),
        { minLength: 20, maxLength: 60 },
      );
      await fc.assert(
        fc.asyncProperty(lines, async (some) => {
          const content = Buffer.from(some.map(numbered).join("\n"));
          const exact = new Set((await exactly(content, options)).rows);
          const fast = await beyondDoubt(content, options);
          expect(fast.filter((row) => !exact.has(row))).toEqual([]);
        }),
        { numRuns: Number(process.env["DWH_TEST_RUNS"] ?? 8) },
      );
    },
  );
});

describe("the fast way", () => {
  const options = OPTIONS[0] as string;
  const line = render(good(options));

  it.each([
    ["plain lines", [line, "", " \t\r", `\t${line}\r`, line]],
    ["a number whose own text counts", [render({ ...good(options), t: "1.10" })]],
    ["blanks where a number should be", [render({ ...good(options), i: '" "' })]],
    ["the same key twice", [line.replace("{", '{"t":"first",')]],
    ["a key too few", [line.replace('"t":"x",', "")]],
    ["a key too many", [line.replace("{", '{"more":[1.0],')]],
    ["a text that looks like a fault", [render({ ...good(options), t: '": nan ,}"' })]],
  ])("takes a file with %s, and counts its rows", async (_, lines) => {
    const content = whole(options, lines);
    const { rows, counted, sound } = await exactly(content, options);
    expect(sound).toBe(true);
    expect(await inBulk(content, options)).toEqual({ rows, counted });
  });

  it.each([
    ["a bad value", [render({ ...good(options), i: "1.0" })]],
    ["a value that JSON does not have", [render({ ...good(options), d: "NaN" })]],
    ["a comma too many", [line.replace("}", ",}")]],
    ["two objects on a line", [`${line} ${line}`]],
    ["an object over two lines", [line.replace(",", ",\n")]],
    ["a list around the objects", ["[", line, "]"]],
    ["an object that never ends", [line.slice(0, -1)]],
    ["a NUL", [render({ ...good(options), t: '"\\u0000"' })]],
    ["a missing value that must be there", [render({ ...good(options), n: "null" })]],
    ["an array for a row", ["[1]"]],
  ])("leaves a file with %s to the exact way, and nothing of it behind", async (_, lines) => {
    expect(await inBulk(whole(options, lines), options)).toBeUndefined();
  });

  it("sees other keys also where every column may be null", async () => {
    const declared = "t varchar(12), i integer";
    const content = whole(options, [
      line.replace('"t":"x",', '"T":"x",'),
      line.replace("{", '{"t":"first",'),
    ]);
    const { rows, counted } = await exactly(content, options, declared);
    expect(rows).toEqual(["{'t': NULL, 'i': 1}", "{'t': first, 'i': 1}", "{'t': x, 'i': 1}"]);
    expect(await inBulk(content, options, declared)).toEqual({ rows, counted });
  });

  it("leaves a file with bytes that are no UTF-8, and one whose first objects differ in their keys", async () => {
    const bytes = whole(options, [line, line]);
    bytes[bytes.indexOf('"x"', 80_000) + 1] = 0xff;
    expect(await inBulk(bytes, options)).toBeUndefined();
    const differing = Buffer.from(`${line}\n{"t":"a"}\n${" ".repeat(2 << 20)}`);
    expect(await inBulk(differing, options)).toBeUndefined();
  });

  it("takes the good files of several, and leaves only the bad one", async () => {
    const numbers = [1, 2, 3];
    const paths = numbers.map((number) => join(folder, `several-${number}.json`));
    for (const [index, one] of paths.entries()) {
      const own = { ...good(options), k: String(index), t: index === 0 ? "1.10" : '"x"' };
      writeFileSync(one, whole(options, [render(index === 1 ? { ...own, i: "1.0" } : own)]));
    }
    const plan = await planOf(options);
    const staging = openStaging(connection, "x", plan.columns, new AbortController().signal);
    const objects = await store.list(join(folder, "several-"));
    const { loaded, left } = await loadInBulk(objects, plan, { connection, store, table: "x", staging });
    await staging.move();
    expect(loaded.map(({ url, rows }) => [url, rows])).toEqual([
      [paths[0], 2],
      [paths[2], 2],
    ]);
    expect(left.map(({ url }) => url)).toEqual([paths[1]]);
    expect(await rowsOf()).toHaveLength(4);
  });

  it("takes gzip files that are whole, and leaves one that is cut short, which DuckDB would take", async () => {
    const lines = Array.from({ length: 21_000 }, (_, index) =>
      render({ ...good(options), k: String(index), t: `"${(index * 7919) % 99991}"` }),
    );
    const packed = gzipSync(lines.join("\n"), { level: 0 });
    const { rows, counted } = await exactly(packed, `${options} gzip`);
    expect(counted).toBe(21_000);
    expect(await inBulk(packed, `${options} gzip`)).toEqual({ rows, counted });
    expect(await inBulk(packed.subarray(0, packed.length >> 1), `${options} gzip`)).toBeUndefined();
    expect(await inBulk(Buffer.concat([packed, Buffer.alloc(8)]), `${options} gzip`)).toBeUndefined();
  });
});
