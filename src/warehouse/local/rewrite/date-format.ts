/** Redshift's datetime formats in DuckDB (Database Developer Guide, "Datetime format strings"). */
import { SqlError, type Position } from "../../../errors.ts";
import { duckLiteral } from "../quote.ts";

/** A piece of a format. */
interface Part {
  /** For DuckDB's strftime and strptime; undefined for what these do not know. */
  readonly format: string | undefined;
  /** What makes the text out of the value `$1`, where strftime alone does not. */
  readonly sql?: string;
}

/** name, strftime's code, and the code without padding. In the order in which they are tried. */
const CODES: readonly (readonly [string, string, string?])[] = [
  ["YYYY", "%Y"],
  ["IYYY", "%G"],
  ["HH24", "%H", "%-H"],
  ["HH12", "%I", "%-I"],
  ["DDD", "%j", "%-j"],
  ["YY", "%y"],
  ["MM", "%m", "%-m"],
  ["DD", "%d", "%-d"],
  ["IW", "%V"],
  ["ID", "%u"],
  ["HH", "%I", "%-I"],
  ["MI", "%M", "%-M"],
  ["SS", "%S", "%-S"],
  ["MS", "%g"],
  ["US", "%f"],
];

/** Names, which are written as the code is: upper, lower or first letter upper; long ones are padded to nine places. */
const NAMES: readonly (readonly [string, string, number])[] = [
  ["MONTH", "%B", 9],
  ["DAY", "%A", 9],
  ["MON", "%b", 0],
  ["DY", "%a", 0],
  ["AM", "%p", 0],
  ["PM", "%p", 0],
];

/** What DuckDB has no code for, as a function of the value; weeks of the year and of the month begin with their first day. */
const COMPUTED: readonly (readonly [string, string])[] = [
  ["WW", "lpad(CAST((dayofyear($1) - 1) // 7 + 1 AS VARCHAR), 2, '0')"],
  ["W", "CAST((day($1) - 1) // 7 + 1 AS VARCHAR)"],
  ["Q", "CAST(quarter($1) AS VARCHAR)"],
  ["D", "CAST(dayofweek($1) + 1 AS VARCHAR)"],
];

/** Returns a DuckDB expression for the text of a timestamp in a format. @throws SqlError for a code that is not known. */
export function formatted(timestamp: string, format: string, at: Position): string {
  const texts: string[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") texts.push(`strftime(${timestamp}, ${duckLiteral(plain)})`);
    plain = "";
  };
  for (const { format: code, sql } of partsOf(format, at)) {
    if (sql === undefined) plain += code;
    else {
      flush();
      texts.push(sql.replaceAll("$1", () => timestamp));
    }
  }
  flush();
  return texts.length === 0 ? `strftime(${timestamp}, '')` : `(${texts.join(" || ")})`;
}

/**
 * Returns a format in the codes of DuckDB's strptime.
 * @throws SqlError for a code that is not known, or of which no date can be read.
 */
export function parseFormat(format: string, at: Position): string {
  return partsOf(format, at)
    .map((part) => part.format ?? refuse(format, format, at))
    .join("");
}

function partsOf(format: string, at: Position): readonly Part[] {
  const parts: Part[] = [];
  let rest = format;
  while (rest !== "") {
    const short = /^FM/i.test(rest);
    const [part, length] = readPart(short ? rest.slice(2) : rest, short) ?? refuse(format, rest, at);
    parts.push(part);
    rest = rest.slice(length + (short ? 2 : 0));
  }
  return parts;
}

/** The part at the beginning and its length; text in double quotes and what is no letter stands for itself. */
function readPart(rest: string, short: boolean): readonly [Part, number] | undefined {
  const here = ([name]: readonly [string, ...unknown[]]): boolean =>
    rest.slice(0, name.length).toUpperCase() === name;
  const name = NAMES.find(here);
  if (name !== undefined) return [namePart(rest.slice(0, name[0].length), name, short), name[0].length];
  const code = CODES.find(here);
  if (code !== undefined) return [{ format: short ? (code[2] ?? code[1]) : code[1] }, code[0].length];
  const computed = COMPUTED.find(here);
  if (computed !== undefined) return [{ format: undefined, sql: computed[1] }, computed[0].length];
  const quoted = /^"([^"]*)"/.exec(rest);
  const [plain] = quoted ?? /^[^A-Za-z"]+|^T(?=HH)/i.exec(rest) ?? [];
  if (plain === undefined) return undefined;
  return [{ format: (quoted?.[1] ?? plain).replaceAll("%", "%%") }, plain.length];
}

function namePart(written: string, [, code, width]: (typeof NAMES)[number], short: boolean): Part {
  const name = `strftime($1, '${code}')`;
  const first = written.slice(0, 2);
  const cased =
    first === first.toUpperCase()
      ? `upper(${name})`
      : written === written.toLowerCase()
        ? `lower(${name})`
        : name;
  return { format: code, sql: width === 0 || short ? cased : `rpad(${cased}, ${width}, ' ')` };
}

function refuse(format: string, rest: string, at: Position): never {
  throw new SqlError(
    `the format ${JSON.stringify(format)} is not supported on the local warehouse, from ${JSON.stringify(rest)} on`,
    at,
    {
      sqlState: "0A000",
      next: `use ${[...CODES, ...NAMES, ...COMPUTED].map(([name]) => name).join(", ")}`,
    },
  );
}
