/** DuckDB's errors as Redshift would report them. */
import type { ParsedStatement } from "../../dialect/parsed.ts";
import { placeOf } from "../../dialect/place.ts";
import { nodesOf } from "../../dialect/syntax/walk.ts";
import { WarehouseError, type Position } from "../../errors.ts";
import { messageOf } from "../../text/message-of.ts";

interface Rule {
  readonly pattern: RegExp;
  readonly sqlState: string;
  readonly says: (match: RegExpExecArray) => string;
  readonly next?: string;
  /** The group with the name that is wrong: its place in the statement is that of the error. */
  readonly name?: number;
}

const DISK_FULL = "53100";

const RULES: readonly Rule[] = [
  { pattern: /^INTERRUPT Error/, sqlState: "57014", says: () => "canceling statement due to user request" },
  {
    pattern:
      /No space left on device|Disk quota exceeded|File too large|Could not write all|failed to offload/i,
    sqlState: DISK_FULL,
    says: () => "the disk of the local warehouse is full",
    next: "free space where the warehouse file lies, and run again; nothing is half done",
  },
  {
    pattern: /^Out of Memory Error/,
    sqlState: "53200",
    says: () => "out of memory",
    next: "close other programs, or load fewer files at once",
  },
  {
    pattern: /Conflict on (?:update|tuple deletion|write)|Catalog write-write conflict|write-write conflict/i,
    sqlState: "XX000",
    says: () => "1023",
    next: "another session changed the same rows: repeat the whole transaction",
  },
  {
    pattern:
      /CHECK constraint failed on table .+ with expression CHECK\(\(?\(?strlen\("?([^")]+)"?\) <= (?:CAST\()?(\d+)/i,
    sqlState: "22001",
    says: ([, , length]) => `value too long for type character varying(${length})`,
    next: "make the column wider, or cut the value",
  },
  {
    pattern: /NOT NULL constraint failed: (?:.*\.)?([^.\n]+)$/m,
    sqlState: "23502",
    says: ([, column]) => `Cannot insert a NULL value into column ${column}`,
  },
  {
    pattern: /(?:Table|View) with name "?([^"\n]+?)"? already exists/,
    sqlState: "42P07",
    says: ([, name]) => `Relation "${name}" already exists`,
    name: 1,
    next: "drop it first, or write IF NOT EXISTS",
  },
  {
    pattern: /Schema with name "?([^"\n]+?)"? already exists/,
    sqlState: "42P06",
    says: ([, name]) => `schema "${name}" already exists`,
    name: 1,
    next: "write IF NOT EXISTS",
  },
  {
    pattern: /Schema with name "?([^"\n]+?)"? does not exist/,
    sqlState: "3F000",
    says: ([, name]) => `schema "${name}" does not exist`,
    name: 1,
    next: "create schema makes it",
  },
  {
    pattern:
      /Type \S+ with value (\S+) can't be cast because the value is out of range|Could not convert string '\s*([+-]?\d+)\s*' to U?INT\d+|Failed to cast decimal value (\S+) to type/,
    sqlState: "22003",
    says: ([, number, text, decimal]) => `value "${number ?? text ?? decimal ?? ""}" is out of range`,
    next: "cast it to a wider type: bigint, decimal(38, 0), double precision",
  },
  {
    pattern:
      /(?:date|timestamp|interval)[^\n]*(?:out of range|overflow)|(?:out of range|overflow)[^\n]*(?:date|timestamp|interval)|not in timestamp range/i,
    sqlState: "22008",
    says: () => "timestamp out of range",
  },
  {
    pattern: /Like pattern must not end with escape character/,
    sqlState: "22025",
    says: () => "LIKE pattern must not end with escape character",
    next: "double the escape character where it means itself",
  },
  {
    pattern: /Could not convert string '([^]*)' to (?:U?INT\d+|HUGEINT)/,
    sqlState: "22P02",
    says: ([, text]) => `invalid input syntax for integer: "${text}"`,
    next: "filter out texts that are not numbers before the cast, as in: case when a ~ '^[0-9]+$' then a::int end",
  },
  {
    pattern: /LIMIT\/OFFSET cannot be negative/,
    sqlState: "22023",
    says: () => "LIMIT and OFFSET must not be negative",
  },
  {
    pattern: /Argument for ntile must be greater than zero/,
    sqlState: "22014",
    says: () => "argument of ntile must be greater than zero",
  },
  {
    pattern:
      /Casting value "([^"]+)" to type DECIMAL|Could not (?:convert string "([^"]+)"|cast value (\S+)) to DECIMAL/,
    sqlState: "22003",
    says: ([, number, text, float]) => `numeric field overflow: ${number ?? text ?? float ?? ""}`,
    next: "cast it to a decimal with more digits",
  },
  {
    pattern: /^(?:Conversion|Invalid Input) Error/,
    sqlState: "22P02",
    says: () => "a value cannot be read as its type",
  },
  { pattern: /^Out of Range Error/, sqlState: "22003", says: () => "numeric value out of range" },
];

/** An error that the written text itself raises: functions/macros.ts. */
const OWN = /\[([0-9A-Z]{5})\] ([^]*?)(?:\n\nLINE |\n\nStack|$)/;

/** What a person does about those. */
const NEXT: Readonly<Record<string, string>> = {
  "22012": "guard the divisor with nullif(…, 0), which makes the result NULL",
  "22001": "make the column wider, or cut the value",
  "22P02":
    "filter out texts that are not numbers before the cast, as in: case when a ~ '^[0-9]+$' then a::int end",
};

/**
 * Returns the error of a statement, with the place of the name that it tells of; what no rule knows is Redshift's internal error
 * XX000. A WarehouseError comes back as it is.
 * @param file the database file, which a full disk is told of
 */
export function fromDuckError(error: unknown, statement?: ParsedStatement, file?: string): WarehouseError {
  if (error instanceof WarehouseError) return error;
  const message = messageOf(error);
  const [, state, words] = OWN.exec(message) ?? [];
  if (state !== undefined && words !== undefined)
    return new WarehouseError(words, { sqlState: state, cause: error, next: NEXT[state] });
  for (const { pattern, sqlState, says, next, name } of RULES) {
    const match = pattern.exec(message);
    if (match === null) continue;
    const wrong = name === undefined ? undefined : unquoted(match[name] ?? "").toLowerCase();
    const position = placeNamed(wrong, statement) ?? placeNamed(wrong?.replace(/^[^.]*\./, ""), statement);
    const what = says(match);
    return new WarehouseError(what, {
      sqlState,
      position,
      cause: error,
      next,
      where: sqlState === DISK_FULL ? file : undefined,
    });
  }
  return new WarehouseError("the local warehouse cannot run this statement", {
    sqlState: "XX000",
    cause: error,
    next: "this is a fault of the local warehouse, not of the statement; docs/local-differences.md lists the known ones",
  });
}

/** Where the name stands first; of a table in a schema that is missing, DuckDB tells both in one. */
function placeNamed(name: string | undefined, statement: ParsedStatement | undefined): Position | undefined {
  if (name === undefined || statement === undefined) return undefined;
  for (const node of nodesOf(statement.tree))
    if (node.kind === "name" && node.value.toLowerCase() === name) return placeOf(statement, node.span[0]);
  return undefined;
}

/** DuckDB quotes every name. */
function unquoted(text: string): string {
  return text.replaceAll('"', "");
}
