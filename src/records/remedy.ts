/** What a rejected row means and what to do about it: the one place that says so; pure. */
import { FETCH_IT } from "../sources/pointer.ts";
import type { SeenFault } from "../sources/seen-fault.ts";
import { visible } from "../text/visible.ts";
import type { Reject } from "./result.ts";

/** What is said of a rejected row. */
export interface Remedy {
  /** What is wrong, in words. */
  readonly meaning: string;
  /** What to do. */
  readonly next: string;
  /** Whether the row may be left out within DWH_MAX_REJECTS, and no other row with it. */
  readonly tolerable: boolean;
}

/** What a remedy is chosen by. */
export type Told = Pick<Reject, "code" | "reason" | "seen" | "line" | "column" | "value">;

type Words = readonly [meaning: string, next: string];

/** The code of a row that the job itself has left out, since it does not hold what the header of its staging file says that each row needs. */
export const NEEDED = 0;

/** The words for codes that say nothing. */
const UNKNOWN: Words = ["the row cannot be loaded", "see the reason, and fix the file"];
const TYPE = "fix the values, or give the column another type in sql/schema";
const SCHEMA = "fix the file, or the columns of COPY in sql/staging";
const SIZE =
  "shorten the object or leave it out: COPY accepts no object of this size, whatever DWH_MAX_REJECTS says";

/** The first line of a file, which holds the name of a column where its value belongs. */
const HEADER: Words = [
  "the line names the columns",
  "write IGNOREHEADER 1 into the COPY in sql/staging, or remove the line",
];

/** An escape of JSON that is half of a character ("Multibyte character load errors", code 5). */
const HALF: Words = [
  "the text holds half of a character that is written as two escapes",
  "fix the text: it was cut inside a character, for example by a length in UTF-16",
];

/** A further one below it. */
const HEADER_BELOW: Words = [
  "the line is a header, and other lines come before it",
  "remove the line: files with headers were joined",
];

const SEEN: Readonly<Record<Exclude<SeenFault["kind"], "wrapped">, Words>> = {
  list: [
    "the file is one list of rows",
    "write the objects one after the other, without brackets or commas, as `jq -c '.[]'` does",
  ],
  "list of values": [
    "the row is a list of values, not an object",
    "give the source a JSONPaths file with the place of each column, $[0], $[1] and so on, or write the rows as objects",
  ],
  comma: ["there is a comma between two rows", "remove the commas: one object follows the other"],
  mark: [
    "there is a byte order mark in the middle of the file",
    "remove the bytes EF BB BF: files that begin with the mark were joined",
  ],
  cut: [
    "the file ends inside an object",
    "write the whole file again under the same name: its writing was interrupted",
  ],
  "cut row": [
    "the file ends inside a row",
    "write the whole file again under the same name: its writing was interrupted",
  ],
  "no parquet": [
    "the file is not a Parquet file, or is cut off",
    "write the whole file again under the same name, or move it out of the source: DWH_MAX_REJECTS is for rows",
  ],
  large: ["the object has more than 4 MB", SIZE],
  unquoted: [
    "a key or a text stands without double quotes",
    "write keys and texts in double quotes, as every JSON library does",
  ],
  utf16: ["the file is in UTF-16", "write the file as UTF-8"],
  pointer: ["the file is a Git LFS pointer, not the data", FETCH_IT],
  parquet: [
    "the file does not fit the table",
    "fix the file, or the columns of the staging table: one error fails a load of Parquet, whatever DWH_MAX_REJECTS says",
  ],
};

/** What concerns one row and leaves the others of its file alone. */
const OF_ROWS: readonly SeenFault["kind"][] = ["comma", "mark", "unquoted"];

/** Codes that mean several things, told apart by the words that come with them ("Load error reference", "Multibyte character load errors"). */
const REASONS: readonly (readonly [code: number, reason: RegExp, words: Words])[] = [
  [
    1216,
    /^Missing newline/,
    [
      "a line ends with a carriage return and no newline",
      "write the lines with newlines, and put text that holds carriage returns in quotation marks",
    ],
  ],
  [
    1216,
    /^not a .* file, or a truncated one/,
    [
      "the file is not compressed as its name says, or is cut off",
      "compress it again, or remove .gz or .zst from its name",
    ],
  ],
  [
    1214,
    /[Qq]uot/,
    [
      "a quotation mark is not closed, or is inside a field",
      "put the field in quotation marks and double those inside it, or give COPY another QUOTE in sql/staging",
    ],
  ],
  [
    1220,
    /^Multibyte character not supported for CHAR/,
    [
      "the text is not all ASCII, and a CHAR column takes only ASCII",
      "make the column a VARCHAR in sql/schema",
    ],
  ],
  [1204, /^Value out of range/, ["the number is out of range", TYPE]],
  [
    1216,
    /^Input row of more than 4 MB/,
    ["the row has more than 4 MB", "make the row shorter: Redshift reads at most that"],
  ],
  [
    1216,
    /^Invalid JSONPath format/,
    [
      "the path of the column does not fit the row",
      "fix the path in the JSONPaths file of the source, or the row: a key needs an object, an index a list that is long enough",
    ],
  ],
  [
    1216,
    /JSON/,
    ["the text is not a JSON object", "fix or remove the row: each must be one whole JSON object"],
  ],
];

/** An object that is too large, in the words of the local warehouse; those of Redshift are written nowhere. */
const TOO_LARGE = /an object or array of more than 4 MB/;

/** Codes, meanings and remedies (Database Developer Guide, "Load error reference"). */
const CODES: Readonly<Record<number, Words>> = {
  [NEEDED]: [
    "a column that each row needs has no value",
    "give the rows a value, or take the column out of -- row-needs in sql/staging",
  ],
  1201: ["a delimiter is missing", SCHEMA],
  1202: ["the row has more fields than the table has columns", SCHEMA],
  1203: ["the row has fewer fields than the table has columns", SCHEMA],
  1204: [
    "the value is too long or out of range",
    "shorten the values, or make the column wider in sql/schema; its length is in bytes",
  ],
  1205: ["the value is not a date", "fix the values, or DATEFORMAT in sql/staging"],
  1206: ["the value is not a timestamp", "fix the values, or TIMEFORMAT in sql/staging"],
  1207: ["the value is not a whole number", TYPE],
  1208: ["the value is not a floating-point number", TYPE],
  1209: ["the value is not a decimal number", TYPE],
  1210: ["the value is not a boolean", TYPE],
  1211: ["the line holds no data", "remove the empty line, or write IGNOREBLANKLINES in sql/staging"],
  1212: ["the file was not found", "run again: it may have been moved while it was loaded"],
  1213: ["a NOT NULL column has no value", "give the rows a value, or allow null in sql/schema"],
  1214: [
    "the row has fewer fields than columns",
    "fix the row, or DELIMITER, FILLRECORD or the columns of COPY in sql/staging",
  ],
  1215: ["the value does not fit a CHAR column", TYPE],
  1216: ["the row cannot be read", "fix or remove it"],
  1217: ["the value does not fit an identity column", SCHEMA],
  1218: ["the value holds a NUL character", "remove the character"],
  1219: ["the value holds an invalid hexadecimal number", TYPE],
  1220: ["the text is not valid UTF-8", "write the file as UTF-8"],
  1221: ["the file is in another encoding than UTF-8", "write the file as UTF-8"],
  1222: ["the number is too large for the column", TYPE],
  1223: ["the value does not fit the column's type", TYPE],
  1224: ["the value is not JSON that fits a SUPER column", TYPE],
  8001: ["the object cannot be read", "check that it exists and that the COPY role may read it"],
};

/** Returns what is said of a rejected row: what its file shows, else what code and reason say. */
export function remedyOf(reject: Told): Remedy {
  const { code, reason, seen, line, column, value } = reject;
  if (seen?.kind === "wrapped") {
    const list = visible(seen.key);
    return {
      meaning: `the rows are wrapped in one object, in the list ${list}`,
      next: `write the objects of the list ${list} one after the other, without the object around them`,
      tolerable: false,
    };
  }
  if (seen !== undefined) return remedy(SEEN[seen.kind], OF_ROWS.includes(seen.kind));
  if (isTooLarge(reject)) return remedy(SEEN.large, false);
  if (column !== undefined && value?.trim().toLowerCase() === column.toLowerCase())
    return remedy(line === 1 ? HEADER : HEADER_BELOW);
  if (code === 1220 && /\p{Surrogate}/u.test(value ?? "")) return remedy(HALF);
  const shared = REASONS.find(([of, pattern]) => of === code && pattern.test(reason));
  return remedy(shared?.[2] ?? CODES[code] ?? UNKNOWN);
}

/** Returns it in one sentence, for the record. */
export function sayRemedy(reject: Told): string {
  const { meaning, next } = remedyOf(reject);
  return `${meaning}: ${next}`;
}

/** Returns what is done about a row that a run does not tolerate: what fixes it and, where that does no harm, how to tolerate it. */
export function adviseOn(reject: Told, maxRejects: number): string {
  const { next, tolerable } = remedyOf(reject);
  if (!tolerable) return next;
  return `${next}, or tolerate rejected rows with DWH_MAX_REJECTS (now ${maxRejects}); \`dwh status --errors\` lists them`;
}

/** Whether the row is one with which COPY fails whatever MAXERROR says ("COPY from JSON format": more than 4 MB). */
export function isTooLarge({ reason }: Pick<Reject, "reason">): boolean {
  return TOO_LARGE.test(reason);
}

function remedy([meaning, next]: Words, tolerable = true): Remedy {
  return { meaning, next, tolerable };
}
