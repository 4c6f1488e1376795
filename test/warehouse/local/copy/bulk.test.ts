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
  "t varchar(12), c char(3), n varchar(9) not null, i integer, l bigint, d double precision, r real, b boolean, s timestamp, y date";
/** One line that is in order; the files of these tests hold lines with these keys. */
const GOOD = '{"t":"x","c":"abc","n":"y","i":1,"l":2,"d":1.5,"r":0.25,"b":true,"s":"2018-11-01 20:57:10","y":"2018-11-01"}';
/** The fast way looks at the keys in the first 64 kB, and takes files of 2 MB; empty lines cost nothing. */
const HEAD = Buffer.from(`${GOOD}\n${" ".repeat(70_000)}\n`);
const TAIL = Buffer.from(`\n${" ".repeat(2 << 20)}\n${GOOD}\n`);

async function planOf(options: string): Promise<RowPlan> {
  const table = parseCreateTable(statementOf(`create table x (${COLUMNS})`), []);
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
  return (await connection.runAndReadAll("SELECT x::VARCHAR FROM x")).getColumns()[0]?.map(String).sort() ?? [];
}

/** What the fast way makes of a file; undefined when it leaves it to the exact way, with nothing of it loaded. */
async function inBulk(content: Buffer, options: string): Promise<{ rows: string[]; counted: number } | undefined> {
  writeFileSync(path, content);
  const plan = await planOf(options);
  const staging = openStaging(connection, "x", plan.columns, 1);
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

/** What the exact way makes of it; undefined when a row is bad. */
async function exactly(content: Buffer, options: string): Promise<{ rows: string[]; counted: number } | undefined> {
  writeFileSync(path, content);
  const plan = await planOf(options);
  const staging = openStaging(connection, "x", plan.columns, 1);
  const [object] = await store.list(path);
  if (object === undefined) throw new Error("the file is not there");
  let bad = false;
  const file = await loadExactly(object, store, plan, staging, () => ((bad = true), false));
  await staging.move();
  return bad ? undefined : { rows: await rowsOf(), counted: file.rows };
}

const whole = (lines: readonly string[]): Buffer => Buffer.concat([HEAD, Buffer.from(lines.join("\n")), TAIL]);

const TOKENS = [
  "null", "true", "false", "0", "-0", "-0.0", "7", "007", "1.10", "1.5", "1e5", "1E+2", "1e400", "1e-400", "0.1", "1999",
  "123456789012", "12345678901234567890", "9007199254740993", "0.30000000000000004", "3.4028236e38", "NaN", "-nan", "Infinity",
  "inf", "{}", '{"a": 1.0}', "[1, 2]", "[]", "[1,]", "01", "+1", ".5", "5.", "0x10", '""', '" "', '"  "', '"\\t"', '"x "', '"x\\n"',
  '"x\\u000b"', '"12"', '"-0"', '"+7"', '" 7"', '"7 "', '"1_0"', '"0x1F"', '"1.0"', '"1.10"', '"1e5"', '"NaN"', '"inf"', '"Infinity"',
  '"true"', '"TRUE"', '"y"', '"null"', '"é"', '"éé"', '"éééééé"', '"éééééée"', '"abcd"', '"abcdefghijklm"', '"[x]"', '"{y}"', '"\\u0000"',
  '"a\\u0000b"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\/"', '"a\\"b"', '"a,}"', '": nan,"', '"１"', '"2018-11-01 20:57:10"',
  '"2018-11-01 20:57:10.5"', '"2018-11-01 20:57:10.50"', '"2018-11-01"', '"2018-11-1"', '"2018-02-30"', '"10000-01-01"', '"infinity"',
  '"epoch"', '"0044-03-15 (BC)"', '"2018-11-01 24:00:00"', '"2018-11-01T20:57:10"', "1541105830796", "-62135596800001", "253402300800000",
  '"1541105830796"', "1541105830796.0",
];

/** A value for one key: mostly what belongs there. */
const members = (JSON.parse(GOOD) as Record<string, unknown>);
const line = fc
  .record(
    Object.fromEntries(
      Object.entries(members).map(([key, value]) => [
        key,
        fc.oneof(
          { weight: 8, arbitrary: fc.constant(JSON.stringify(value)) },
          { weight: 3, arbitrary: fc.constantFrom(...TOKENS) },
          { weight: 1, arbitrary: fc.oneof(fc.string({ maxLength: 14 }), fc.double(), fc.integer()).map((one) => JSON.stringify(one)) },
        ),
      ]),
    ),
  )
  .chain((record) =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(Object.entries(record)) },
      { weight: 1, arbitrary: fc.shuffledSubarray(Object.entries(record), { minLength: 8 }) },
      { weight: 1, arbitrary: fc.constantFrom("t", "T", "other").map((key) => [...Object.entries(record), [key, '"again"'] as const]) },
    ),
  )
  .map((entries) => `{${entries.map(([key, value]) => `"${key}":${value}`).join(",")}}`);
const odd = fc.constantFrom("{}", "[1]", "x", "", " \t", `${GOOD},`, `${GOOD} ${GOOD}`, GOOD.replace("}", ",}"), GOOD.slice(0, -1), ` ${GOOD}\r`, `\f${GOOD}`);
const lines = fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: odd }), { minLength: 1, maxLength: 3 });

const OPTIONS = [
  "json 'auto'",
  "json 'auto ignorecase' trimblanks emptyasnull",
  "json 'auto' timeformat 'epochmillisecs' blanksasnull trimblanks truncatecolumns",
  "json 'auto' timeformat 'auto' dateformat 'auto' acceptanydate",
  "json 'auto' timeformat 'epochsecs' roundec",
];

describe("the fast way", () => {
  it.each(OPTIONS)("loads what the exact way loads, or nothing of the file: %s", async (options) => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(lines, async (some) => {
        const fast = await inBulk(whole(some), options);
        const exact = await exactly(whole(some), options);
        if (fast !== undefined) taken += 1;
        expect(fast ?? exact).toEqual(exact);
      }),
      { numRuns: Number(process.env["DWH_TEST_RUNS"] ?? 25) },
    );
    // Else the property would say nothing.
    expect(taken).toBeGreaterThan(0);
  });

  it.each(TOKENS)("takes %s in every column as the exact way does", async (token) => {
    const some = Object.keys(members).map((key) => `{${Object.entries(members).map(([name, value]) => `"${name}":${name === key ? token : JSON.stringify(value)}`).join(",")}}`);
    for (const one of some) {
      const fast = await inBulk(whole([one]), "json 'auto'");
      const exact = await exactly(whole([one]), "json 'auto'");
      expect(fast ?? exact).toEqual(exact);
    }
  });
});
