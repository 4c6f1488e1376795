import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../../src/warehouse/local/open.ts";

let folder: string;
let warehouse: LocalWarehouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-bulk-"));
  const store = openFolderStore({});
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

/** Blank lines that make a file long enough for the fast way. */
const PADDING = "\n".repeat(300_000);
const COLUMNS = "t varchar(12), i integer, d double precision, s timestamp";

async function load(text: string | Buffer, padded: boolean, options: string) {
  const path = join(folder, "x.json");
  writeFileSync(path, padded ? Buffer.concat([Buffer.from(text), Buffer.from(PADDING)]) : text);
  return warehouse.withSession(async (one) => {
    await one.execute("drop table if exists x");
    await one.execute(`create table x (${COLUMNS})`);
    const copy = `copy x from '${path}' iam_role default timeformat 'epochmillisecs' trimblanks maxerror 1000 ${options}`;
    await one.execute(copy);
    const { rows } = await one.execute("select * from x");
    const errors = await one.execute(
      "select line_number, column_name, error_code from sys_load_error_detail where query_id = pg_last_copy_id() order by line_number",
    );
    return { rows: rows.map((row) => row.join("|")).sort(), errors: errors.rows };
  });
}

/** Raw JSON tokens: plain ones, and those that the two readers could take differently. */
const token = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('"Plain"', '"é"', "7", "1.5", "null", "1541105830796", '"12"', '""'),
  },
  fc.constantFrom(
    "1.10",
    "1e5",
    "1E+2",
    "-0",
    "-0.0",
    "0.1",
    "1999",
    "12345678901234567890",
    "1e400",
    "true",
    "false",
    '"true"',
    '"null"',
    '"1.10"',
    '"1e5"',
    '" 7"',
    '"7 "',
    '"a  "',
    '"NaN"',
    "NaN",
    "Infinity",
    "-Infinity",
    '"Infinity"',
    "{}",
    '{"a": 1}',
    "[1, 2]",
    '"[x]"',
    '"{y}"',
    '"\\u00e9"',
    '"\\u0000"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
    '"tab\\t"',
    '"much too long a text"',
    '"éééééé"',
    '"éééééééé"',
    "3000000000",
    '"2018-11-01"',
    "01",
    "+1",
    ".5",
    "5.",
    "0x10",
    '"-"',
    '"--1"',
    '"1_000"',
    '"１"',
    '"\\/"',
    '"a\\"b"',
  ),
  fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
);

const key = (name: string) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(name) }, fc.constantFrom(name.toUpperCase(), "other"));

const line = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(...["t", "i", "d", "s"].map((name) => fc.tuple(key(name), token)))
      .map((members) => `{${members.map(([name, value]) => `"${name}": ${value}`).join(", ")}}`),
  },
  fc.constantFrom(
    "",
    "  ",
    "{}",
    '{"t": "a",}',
    '{"t": "a"} {"t": "b"}',
    '{"t": "a"},',
    '{"t": "a", "t": "b"}',
    '{"t": "a"',
    "[1]",
    "x",
    '{"t":\n"a"}',
    '{"t" : "a" , "i" : 1}',
    '{"i": 1, "t": "swapped", "d": 1, "s": 2}',
    '\t{"t": "a"}\r',
  ),
);

describe("the fast way", () => {
  it.each(["json 'auto'", "json 'auto ignorecase'"])(
    "loads what the exact way loads, with %s",
    async (options) => {
      await fc.assert(
        fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 4 }), async (lines) => {
          const text = lines.join("\n");
          expect(await load(text, true, options)).toEqual(await load(text, false, options));
        }),
        { numRuns: Number(process.env["DWH_TEST_RUNS"] ?? 30) },
      );
    },
  );

  it("loads what the exact way loads from bytes that are no UTF-8", async () => {
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf]]) {
      const text = Buffer.concat([
        Buffer.from('{"t": "a'),
        Buffer.from(bytes),
        Buffer.from('"}\n{"t": "b"}'),
      ]);
      expect(await load(text, true, "json 'auto'")).toEqual(await load(text, false, "json 'auto'"));
    }
  });
});
