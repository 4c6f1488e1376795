/** The fast way of CSV and delimited text gives what the exact way gives, or leaves the file to it. */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTextInBulk } from "../../../../src/warehouse/local/copy/bulk-text.ts";
import { openStaging } from "../../../../src/warehouse/local/copy/staging.ts";
import { openWays, type Ways } from "../../../support/copy-ways.ts";
import { csvField } from "../../../support/csv-writer.ts";
import { patience } from "../../../support/patience.ts";

let ways: Ways;
beforeAll(async () => {
  ways = await openWays();
});
afterAll(() => ways.close());

const COLUMNS =
  "t varchar(12), c char(3), n varchar(9) not null, i integer, l bigint, d double precision, m decimal(6, 2), b boolean, s timestamp, y date";

/** What the fast way makes of a file: its rows, or undefined where it is left, of which nothing stays. */
async function fast(content: Buffer, options: string, declared = COLUMNS) {
  writeFileSync(ways.path, content);
  const plan = await ways.planOf(options, declared);
  const { connection, store } = ways;
  const staging = openStaging(connection, "x", plan.columns, new AbortController().signal);
  const { loaded, left, rejected } = await loadTextInBulk(
    await store.list(ways.path),
    plan,
    { connection, store, table: "x", staging },
    0,
  );
  await staging.move();
  const rows = await ways.rowsOf();
  return left.length > 0
    ? { left: true, rows, counted: 0, rejected }
    : { left: false, rows, counted: loaded[0]?.rows ?? -1, rejected };
}

/** Both ways on one file. */
async function both(content: Buffer, options: string, declared = COLUMNS) {
  const exact = await ways.exactly(content, options, declared);
  const bulk = await fast(content, options, declared);
  const { rows, counted, rejected } = exact;
  // What is left leaves nothing behind; what is taken is all of it, and what is bad is told in the same words.
  const expected = bulk.left
    ? { left: true, rows: [], counted: 0, rejected: [] }
    : { left: false, rows, counted, rejected };
  return { bulk, expected };
}

/** Whether the fast way took it. */
async function compare(content: Buffer, options: string, declared = COLUMNS): Promise<boolean> {
  const { bulk, expected } = await both(content, options, declared);
  expect(bulk).toEqual(expected);
  return !bulk.left;
}

const GOOD = ["x", "abc", "y", "1", "2", "1.5", "10.25", "true", "2018-11-01 20:57:10", "2018-11-01"];

/** Fields that two readers could take differently. */
const odd = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "  a ",
    "a\t",
    "a \t ",
    "\\N",
    "NULL",
    "null",
    "nan",
    "inf",
    "-Infinity",
    "1.10",
    "1e5",
    "1E+2",
    "-0",
    "-0.0",
    "+1",
    "007",
    ".5",
    "5.",
    "1_000",
    "0x10",
    "1,5",
    "12345678901234567890",
    "1e400",
    "0.1",
    "1.005",
    "9999.994",
    "99999.99",
    "-.5",
    "2018-11-01 20:57:10.796",
    "2018-11-01T20:57:10",
    "2018-1-1",
    "20181101",
    "10000-01-01",
    "1541105830796",
    "TRUE",
    "t",
    "yes",
    "2",
    "é",
    "éééééé",
    "ééééééé",
    "😀",
    '"',
    'a"b',
    "a\nb",
    "a\rb",
    "|",
    ";",
    "'",
    "\\",
    "much too long a text",
  ),
  fc.string({ maxLength: 6 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
);

const row = fc.array(fc.tuple(fc.nat(9), odd), { maxLength: 2 }).map((changes) => {
  const fields: string[] = [...GOOD];
  for (const [at, value] of changes) fields[at] = value;
  return fields;
});

describe("the fast way of CSV", () => {
  it(
    "agrees with the exact way on whatever fields, however they are written",
    async () => {
      const options = fc.constantFrom(
        "csv",
        "csv trimblanks",
        "csv emptyasnull blanksasnull",
        "csv null as 'abc' timeformat 'epochmillisecs'",
        "csv roundec truncatecolumns acceptanydate",
        "csv maxerror 3",
        "csv maxerror 100 dateformat 'auto'",
        "csv dateformat 'auto' timeformat 'auto'",
      );
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { minLength: 1, maxLength: 4 }),
          options,
          fc.boolean(),
          async (rows, how, always) => {
            const text = rows
              .map((fields) => `${fields.map((one) => csvField(one, ",", always)).join(",")}\n`)
              .join("");
            taken += Number(await compare(Buffer.from(text), how));
          },
        ),
        { numRuns: 60 },
      );
      expect(taken).toBeGreaterThan(5);
    },
    patience(300_000),
  );

  it(
    "agrees with the exact way on files of any bytes",
    async () => {
      const junk = fc
        .array(fc.constantFrom('"', '""', ",", "\n", "\r\n", "a", " ", "1", "\\N", "é", "\0", "\ufeff"), {
          maxLength: 14,
        })
        .map((parts) => Buffer.from(parts.join("")));
      await fc.assert(
        fc.asyncProperty(
          junk,
          fc.constantFrom("csv", "delimiter ','", "csv ignoreheader 1"),
          async (content, how) => {
            const { bulk, expected } = await both(content, how, "a varchar(9), b varchar(9)");
            expect(bulk).toEqual(expected);
          },
        ),
        { numRuns: 60 },
      );
    },
    patience(300_000),
  );

  it.each([
    ["", "csv"],
    ["id,text\n", "csv ignoreheader 1"],
    ["1,2\n3,4\n", "csv"],
    ["1,2\n3,4", "csv"],
    ['"1","2"\n', "csv"],
    ['"a\nb","2"\n"c","d"\n', "csv"],
    ["1|2\n", "delimiter '|'"],
    ['"1|"2\n', "delimiter '|'"],
    ["1\t2\n", String.raw`csv delimiter '\t'`],
    ["h\n1,2\n", "csv ignoreheader 1"],
    ["%1%,%2,%\n", "csv quote '%'"],
    [",\n", "csv"],
    ["\\N,x\n", "csv"],
  ])("takes %j with %s, and agrees", async (text, options) => {
    expect(await compare(Buffer.from(text), options, "a varchar(9), b varchar(9)")).toBe(true);
  });

  it("leaves a byte order mark in the middle to the exact way: DuckDB drops one that begins a field", async () => {
    const content = Buffer.from(',\ufeff"\ufeff\n');
    expect(await compare(content, "delimiter ','", "a varchar(9), b varchar(9)")).toBe(false);
  });

  it.each([
    ["1,much too long\n", "csv maxerror 9"],
    ["1,2\n3,éééééé\n5,6\n", "csv maxerror 2"],
    ["1,2\n3,much too long", "csv maxerror 9"],
    ['h\n1,2\n"a ""b"" c d",2\n', "csv ignoreheader 1 maxerror 9"],
    ["1|2\nmuch too long|4\n5|much too long\n", "delimiter '|' maxerror 9"],
  ])("leaves out the bad rows of %j with %s, and tells them as the exact way does", async (text, options) => {
    expect(await compare(Buffer.from(text), options, "a varchar(9), b varchar(9)")).toBe(true);
  });

  it("tells the line of a bad row, the header counted, where the row before it is good", async () => {
    expect(await compare(Buffer.from("h\n1\nx\n2\n"), "csv ignoreheader 1 maxerror 9", "i integer")).toBe(
      true,
    );
  });

  it("tells the lines of bad rows of a file that DuckDB reads in several parts, of 8 MB each", async () => {
    const note = "x".repeat(2000);
    const text = Array.from(
      { length: 9000 },
      (_, index) => `${index % 2501 === 2500 ? "much too long" : index},${note}\n`,
    );
    const { bulk, expected } = await both(
      Buffer.from(text.join("")),
      "csv maxerror 9",
      "a varchar(9), b varchar(2000)",
    );
    expect(bulk.rejected.map(({ line }) => line)).toEqual([2501, 5002, 7503]);
    expect(bulk.counted).toBe(9000);
    expect(bulk.rows.length).toBe(8997);
    // As one: a list of long texts that differ takes long to print.
    expect(JSON.stringify(bulk) === JSON.stringify(expected)).toBe(true);
  });

  it.each([
    ["a record with too few fields", "1,2\n3\n", "csv"],
    ["a record with too many fields", "1,2\n3,4,5\n", "csv"],
    ["an empty line", "1,2\n\n3,4\n", "csv"],
    ["an open quotation mark", '1,"2\n', "csv"],
    ["a quotation mark inside", '1,a"b\n', "csv"],
    ["text behind a quotation mark", '1,"a"b\n', "csv"],
    ["white space around quotation marks", '1, "a"\n', "csv"],
    ["a carriage return", "1,2\r\n", "csv"],
    ["a byte order mark", "\ufeff1,2\n", "csv"],
    ["a NUL", "1,\0\n", "csv"],
    ["no header", "1,2", "csv ignoreheader 2"],
    ["more bad values than are allowed", "1,2\n1,much too long\n", "csv"],
    ["a text that is too long in bytes alone, and no other", "1,éééééé\n", "csv"],
    ["a bad value beside a record of two lines", '1,much too long\n1,"a\nb"\n', "csv maxerror 9"],
    ["a bad value behind a mark in the middle", "1,2\n\ufeff1,much too long\n", "csv maxerror 9"],
    ["backslashes that mean something", "1|2\n", "escape"],
    ["characters to be replaced", "1,2\n", "csv acceptinvchars"],
  ])("leaves %s to the exact way, and nothing behind", async (_, text, options) => {
    expect(await compare(Buffer.from(text), options, "a varchar(9), b varchar(9)")).toBe(false);
  });

  it("leaves a line that is no UTF-8 to the exact way", async () => {
    const content = Buffer.concat([Buffer.from("1,2\na"), Buffer.from([0xff]), Buffer.from(",b\n")]);
    expect(await compare(content, "csv", "a varchar(9), b varchar(9)")).toBe(false);
  });

  it("reads gzip, and leaves what is none, or ends too early", async () => {
    const zipped = gzipSync("1,2\n".repeat(1000));
    const columns = "a varchar(9), b varchar(9)";
    expect(await compare(zipped, "csv gzip", columns)).toBe(true);
    expect(await compare(zipped.subarray(0, zipped.length - 9), "csv gzip", columns)).toBe(false);
    expect(await compare(Buffer.from("1,2\n"), "csv gzip", columns)).toBe(false);
  });

  it(
    "takes a file of many pieces with quotation marks and newlines where they are cut",
    async () => {
      const line = '"a ""quoted"" text\nof two lines",b\n';
      expect(await compare(Buffer.from(line.repeat(70_000)), "csv", "a varchar(40), b varchar(9)")).toBe(
        true,
      );
    },
    patience(60_000),
  );
});
