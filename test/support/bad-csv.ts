/** Bad CSV of many kinds: what the file holds, where it goes wrong, and what is lost of it. */

/** The columns of the table that the files are for. */
export const BAD_CSV_COLUMNS =
  "id integer not null, name varchar(5), born date, seen timestamp, price decimal(4, 1), ok boolean, c char(2)";
const GOOD = "1,ann,2018-11-01,2018-11-01 20:57:10,1.5,true,ab";

/** What the file holds, where it goes wrong, and how many rows are loaded and rejected. */
export interface BadCsv {
  readonly what: string;
  readonly content: string | Buffer;
  readonly options?: string;
  /** Line, column, code, reason, value. */
  readonly errors: readonly (readonly [number, string, number, string, string])[];
  readonly loaded: number;
}

const QUOTES = "Invalid quote formatting for CSV";
/** All of them; codes are those of the Developer Guide, "Load error reference". */
export const BAD_CSV: readonly BadCsv[] = [
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
    what: "an invalid number",
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
];
