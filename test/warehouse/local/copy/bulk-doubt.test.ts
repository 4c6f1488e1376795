import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkSql } from "../../../../src/warehouse/local/copy/bulk-sql.ts";
import { DOUBTS } from "../../../../src/warehouse/local/copy/doubts.ts";
import { good, MEMBERS, openWays, render, type Ways } from "../../../support/copy-ways.ts";

let ways: Ways;
beforeAll(async () => {
  ways = await openWays();
});
afterAll(() => ways.close());

/** The rows of the lines that are beyond doubt for the fast way. */
async function beyondDoubt(content: Buffer, options: string): Promise<string[]> {
  writeFileSync(ways.path, content);
  const plan = await ways.planOf(options);
  await ways.connection.run(`CREATE TEMP SEQUENCE IF NOT EXISTS ${DOUBTS}`);
  const sql = bulkSql(plan, Object.keys(good(options)));
  await ways.connection.run(sql?.insert("x", [ways.path]) ?? "");
  return ways.rowsOf();
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
  '{"a": nan}',
  '{"a": 1,}',
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
const everywhere = (options: string): string[] => [
  ...Object.keys(MEMBERS)
    .flatMap((key) => TOKENS.map((token) => ({ ...good(options), [key]: token })))
    .map(numbered),
  ...[",}", ", }", " ,\t}\r", ",} ", "},"].map((end, index) =>
    render({ ...good(options), k: String(-1 - index) }).replace(/}$/, end),
  ),
];
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
    const exact = new Set((await ways.exactly(content, options)).rows);
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
          const exact = new Set((await ways.exactly(content, options)).rows);
          const fast = await beyondDoubt(content, options);
          expect(fast.filter((row) => !exact.has(row))).toEqual([]);
        }),
        { numRuns: Number(process.env["DWH_TEST_RUNS"] ?? 8) },
      );
    },
  );
});
