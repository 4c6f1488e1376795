/**
 * Bad CSV and bad delimited text: each with its line, column, value, code and reason. Codes are those of the Developer Guide, "Load error
 * reference"; which of them "Delimiter not found", bad quotation marks (both 1214) and a missing newline (1216) have is told by users
 * alone: github.com/snowplow/snowplow issue 259, github.com/databricks/spark-redshift issue 345.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../../src/warehouse/local/open.ts";
import { groupRejects } from "../../../../src/records/reject-groups.ts";

let folder: string;
let warehouse: LocalWarehouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-bad-csv-"));
  mkdirSync(join(folder, "b"));
  const store = openFolderStore({ s3Root: folder });
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

const COLUMNS =
  "id integer not null, name varchar(5), born date, seen timestamp, price decimal(4, 1), ok boolean, c char(2)";
const GOOD = "1,ann,2018-11-01,2018-11-01 20:57:10,1.5,true,ab";

/** What the file holds, where it goes wrong, and how many rows are loaded and rejected. */
interface Bad {
  readonly what: string;
  readonly content: string | Buffer;
  readonly options?: string;
  /** Line, column, code, reason, value. */
  readonly errors: readonly (readonly [number, string, number, string, string])[];
  readonly loaded: number;
}

const QUOTES = "Invalid quote formatting for CSV";
const BAD: readonly Bad[] = [
  { what: "an empty file", content: "", errors: [], loaded: 0 },
  {
    what: "a header and nothing else",
    content: "id,name\n",
    options: "ignoreheader 1",
    errors: [],
    loaded: 0,
  },
  {
    what: "a header that nobody ignores",
    content: `id,name,born,seen,price,ok,c\n${GOOD}\n`,
    errors: [[1, "id", 1207, "Invalid digit, Value 'i', Pos 0, Type: Integer", "id"]],
    loaded: 1,
  },
  {
    what: "a quotation mark that is never closed",
    content: `1,"ann,2018-11-01\n${GOOD}\n${GOOD}\n`,
    errors: [[1, "name", 1214, QUOTES, "ann,2018-11-01"]],
    loaded: 2,
  },
  {
    what: "a quotation mark that is closed by one of the next row",
    content: `1,"ann,2018-11-01\n2,"bob",,,,,\n${GOOD}\n`,
    errors: [[1, "name", 1214, QUOTES, "ann,2018-11-01"]],
    loaded: 2,
  },
  {
    what: "a quotation mark inside a field",
    content: `1,a"b,,,,,\n${GOOD}\n`,
    errors: [[1, "name", 1214, QUOTES, 'a"b,,,,,']],
    loaded: 1,
  },
  {
    what: "text behind the closing quotation mark",
    content: `1,"a"b,,,,,\n${GOOD}\n`,
    errors: [[1, "name", 1214, QUOTES, 'a"b,,,,,']],
    loaded: 1,
  },
  {
    what: "a column too many",
    content: `${GOOD},x\n${GOOD}\n`,
    errors: [[1, "", 1202, "Extra column(s) found", "x"]],
    loaded: 1,
  },
  {
    what: "a column too few",
    content: `${GOOD}\n1,ann,2018-11-01,2018-11-01 20:57:10,1.5,true\n`,
    errors: [[2, "ok", 1214, "Delimiter not found", "true"]],
    loaded: 1,
  },
  {
    what: "another delimiter",
    content: "1;ann;2018-11-01\n",
    errors: [[1, "id", 1214, "Delimiter not found", "1;ann;2018-11-01"]],
    loaded: 0,
  },
  {
    what: "an empty line",
    content: `${GOOD}\n\n${GOOD}\n`,
    errors: [[2, "id", 1211, "Input line contained no data", ""]],
    loaded: 2,
  },
  {
    what: "a carriage return alone",
    content: `1,ann\rx,,,,,\n${GOOD}\n`,
    errors: [
      [1, "name", 1216, "Missing newline: Unexpected character 0x78 found at location 6", "ann\rx,,,,,"],
    ],
    loaded: 1,
  },
  {
    what: "a date that is none",
    content: `${GOOD}\n1,ann,2018-13-01,,,,\n`,
    errors: [[2, "born", 1205, "Invalid date format or value [YYYY-MM-DD]", "2018-13-01"]],
    loaded: 1,
  },
  {
    what: "a timestamp that is none",
    content: "1,ann,,yesterday,,,\n",
    errors: [[1, "seen", 1206, "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]", "yesterday"]],
    loaded: 0,
  },
  {
    what: "a number that is none",
    content: "12a,ann,,,,,\n",
    errors: [[1, "id", 1207, "Invalid digit, Value 'a', Pos 2, Type: Integer", "12a"]],
    loaded: 0,
  },
  {
    what: "a number that is too large",
    content: "3000000000,ann,,,,,\n",
    errors: [[1, "id", 1222, "Overflow, Type: Integer", "3000000000"]],
    loaded: 0,
  },
  {
    what: "a decimal that is none",
    content: '1,ann,,,"1,5",,\n',
    errors: [[1, "price", 1209, "Invalid digit, Value ',', Pos 1, Type: Decimal", "1,5"]],
    loaded: 0,
  },
  {
    what: "a boolean that is none",
    content: "1,ann,,,,maybe,\n",
    errors: [[1, "ok", 1210, "Unknown boolean format", "maybe"]],
    loaded: 0,
  },
  {
    what: "a text that is too long, on the second line of its row",
    content: '1,"a\nb",,,,,\n2,"a\nbcdef",,,,,\n',
    errors: [[3, "name", 1204, "String length exceeds DDL length", "a\nbcdef"]],
    loaded: 1,
  },
  {
    what: "an invalid byte",
    content: Buffer.concat([Buffer.from("1,a"), Buffer.from([0xff]), Buffer.from("b,,,,,\n")]),
    errors: [
      [
        1,
        "name",
        1220,
        "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ff (error 3)",
        "a�b",
      ],
    ],
    loaded: 0,
  },
  {
    // "If COPY encounters a different encoding, it skips the file and returns an error" ("Data conversion parameters", ENCODING).
    what: "a file in UTF-16, as spreadsheets write it",
    content: Buffer.from(`\ufeff${GOOD}\r\n${GOOD}\r\n`, "utf16le"),
    errors: [[0, "", 1221, "The encoding of the file is not that of the COPY command, UTF8", "fffe"]],
    loaded: 0,
  },
  {
    what: "a NUL byte",
    content: "1,a\0b,,,,,\n",
    errors: [[1, "name", 1218, "The NUL character (\\u0000) cannot be loaded", "a\0b"]],
    loaded: 0,
  },
  {
    what: "a character of several bytes in CHAR",
    content: "1,ann,,,,,é\n",
    errors: [
      [
        1,
        "c",
        1220,
        "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: c3a9",
        "é",
      ],
    ],
    loaded: 0,
  },
  {
    what: "null where there may be none",
    content: ",ann,,,,,\n\\N,bob,,,,,\n",
    errors: [
      [1, "id", 1213, "Missing data for not-null field", ""],
      [2, "id", 1213, "Missing data for not-null field", ""],
    ],
    loaded: 0,
  },
  {
    what: "a file that is no gzip",
    content: `${GOOD}\n`,
    options: "gzip",
    errors: [[0, "", 1216, "not a gzip file, or a truncated one", "incorrect header check"]],
    loaded: 0,
  },
  {
    what: "a gzip file that ends too early",
    content: gzipSync(`${GOOD}\n`).subarray(0, 30),
    options: "gzip",
    errors: [[0, "", 1216, "not a gzip file, or a truncated one", "unexpected end of file"]],
    loaded: 0,
  },
];

it.each(BAD)(
  "$what is told with its place, and costs no other row",
  async ({ content, options = "", errors, loaded }) => {
    writeFileSync(join(folder, "b", "x.csv"), content);
    const told = await warehouse.withSession(async (one) => {
      await one.execute("drop table if exists t");
      await one.execute(`create table t (${COLUMNS})`);
      const { notices } = await one.execute(
        `copy t from 's3://b/x.csv' iam_role default format as csv ${options} maxerror 100`,
      );
      const { rows } = await one.execute("select count(*) from t");
      const log = await one.execute(
        "select line_number, trim(colname), err_code, trim(err_reason), raw_field_value, trim(filename) from stl_load_errors where query = pg_last_copy_id() order by line_number",
      );
      return { notices, count: Number(rows[0]?.[0]), log: log.rows };
    });
    expect(
      told.log.map(([line, column, code, reason, value]) => [
        Number(line),
        column,
        Number(code),
        reason,
        value,
      ]),
    ).toEqual(
      errors.map(([line, column, code, reason, value]) => [
        line,
        column,
        code,
        reason,
        value.replaceAll("\0", "�"),
      ]),
    );
    expect(told.log.every((row) => row[5] === "s3://b/x.csv")).toBe(true);
    expect(told.count).toBe(loaded);
    expect(told.notices.join()).toContain(`completed, ${loaded} record(s) loaded successfully.`);
    const left = errors.length > 0 ? `${errors.length} record(s) could not be loaded` : "";
    expect(told.notices.join()).toContain(left);
    // Each comes with what to do about it.
    for (const [line, column, code, reason, value] of errors) {
      const reject = {
        source: "x",
        url: "u",
        line,
        column: column || undefined,
        columnType: undefined,
        value,
        code,
        reason,
      };
      const [group] = groupRejects([reject]);
      expect(group?.next).not.toContain("JSON");
      expect(group?.meaning).not.toContain("JSON");
      expect(group?.next).not.toBe("see the reason, and mend the file");
    }
  },
);
