/** Rejected rows that are wrong in the same way, with what their code means and what to do about it; pure. */
import type { SourceName } from "../sources/source.ts";
import type { Reject } from "./result.ts";

/** Rejected rows of one source, code and column. */
export interface RejectGroup {
  readonly source: SourceName;
  readonly code: number;
  readonly column: string | undefined;
  readonly columnType: string | undefined;
  /** The code in words. */
  readonly meaning: string;
  readonly next: string;
  /** In the order of their files and lines. */
  readonly rejects: readonly Reject[];
}

/** The words where no code says anything. */
const UNKNOWN = ["the row cannot be loaded", "see the reason, and mend the file"] as const;
const TYPE = "mend the values, or give the column another type in sql/schema";
const SCHEMA = "mend the file, or the columns of COPY in sql/staging";

/** The first line of a file, which holds the name of a column where its value belongs. */
const HEADER = [
  "the line names the columns",
  "write IGNOREHEADER 1 into the COPY in sql/staging, or take the line out",
] as const;

/** The code of a row that the job itself has left out, since it does not hold what the header of its staging file says that each row needs. */
export const NEEDED = 0;

type Words = readonly [meaning: string, next: string];

/** Codes that mean several things, told apart by their reasons ("Load error reference", "Multibyte character load errors"). */
const SHARED: readonly number[] = [1204, 1214, 1216, 1220];

/** Reasons that share a code with others, and what they mean. */
const REASONS: readonly (readonly [reason: RegExp, words: Words])[] = [
  [
    /^Missing newline/,
    [
      "a line ends with a carriage return and no newline",
      "write the lines with newlines, and put text that holds carriage returns in quotation marks",
    ],
  ],
  [
    /^not a .* file, or a truncated one/,
    [
      "the file is not compressed as its name says, or ends too early",
      "compress it again, or take .gz or .zst off its name",
    ],
  ],
  [
    /[Qq]uot/,
    [
      "a quotation mark is not closed, or stands inside a field",
      "put the field in quotation marks and double those inside it, or give COPY another QUOTE in sql/staging",
    ],
  ],
  [
    /^Multibyte character not supported for CHAR/,
    [
      "the text holds more than ASCII, and a CHAR column takes nothing else",
      "make the column a VARCHAR in sql/schema",
    ],
  ],
  [/^Value out of range/, ["the number is out of range", TYPE]],
  [/more than 4 MB/, ["the row has more than 4 MB", "make the row shorter: Redshift reads no longer one"]],
  [/JSON/, ["the text is no JSON object", "mend or remove the row: one whole JSON object follows another"]],
];

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
  1205: ["the value is no date", "mend the values, or DATEFORMAT in sql/staging"],
  1206: ["the value is no timestamp", "mend the values, or TIMEFORMAT in sql/staging"],
  1207: ["the value is no whole number", TYPE],
  1208: ["the value is no floating-point number", TYPE],
  1209: ["the value is no decimal number", TYPE],
  1210: ["the value is no boolean", TYPE],
  1211: ["the line holds no data", "take the empty line out, or write IGNOREBLANKLINES in sql/staging"],
  1212: ["the file was not found", "run again: it may have been moved while it was loaded"],
  1213: ["a column that must have a value has none", "give the rows a value, or allow null in sql/schema"],
  1214: [
    "the row has fewer fields than columns",
    "mend the row, or DELIMITER, FILLRECORD or the columns of COPY in sql/staging",
  ],
  1215: ["the value does not fit a CHAR column", TYPE],
  1216: ["the row cannot be read", "mend or remove it"],
  1217: ["the value is none for an identity column", SCHEMA],
  1218: ["the value holds a NUL character", "take the character out"],
  1219: ["the value holds an invalid hexadecimal number", TYPE],
  1220: ["the text is not valid UTF-8", "write the file as UTF-8"],
  1221: ["the file is in another encoding than UTF-8", "write the file as UTF-8"],
  1222: ["the number is too large for the column", TYPE],
  1223: ["the value does not fit the column's type", TYPE],
  1224: ["the value is no JSON that fits a SUPER column", TYPE],
  8001: ["the object cannot be read", "see that it is there and that the COPY role may read it"],
};

/** Groups by source, code, column and what it means; the largest group comes first. */
export function groupRejects(rejects: readonly Reject[]): readonly RejectGroup[] {
  const groups = new Map<string, Reject[]>();
  for (const reject of rejects) {
    const key = JSON.stringify([reject.source, reject.code, reject.column, wordsOf(reject)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reject]);
    else group.push(reject);
  }
  return [...groups.values()]
    .sort((one, other) => other.length - one.length)
    .map((group) => {
      const first = group[0] as Reject;
      const { source, code, column, columnType } = first;
      const [meaning, next] = wordsOf(first);
      return { source, code, column, columnType, meaning, next, rejects: group };
    });
}

function wordsOf({ code, reason, line, column, value }: Reject): Words {
  if (line === 1 && column !== undefined && value?.trim().toLowerCase() === column) return HEADER;
  const shared = SHARED.includes(code) ? REASONS.find(([pattern]) => pattern.test(reason)) : undefined;
  return shared?.[1] ?? CODES[code] ?? UNKNOWN;
}
