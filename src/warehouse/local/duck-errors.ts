/** DuckDB's errors as Redshift would report them. */
import type { Token } from "../../dialect/lexer.ts";
import { WarehouseError } from "../../errors.ts";
import { messageOf } from "../../text/message-of.ts";

interface Rule {
  readonly pattern: RegExp;
  readonly sqlState: string;
  readonly says?: (match: RegExpExecArray) => string;
  readonly next?: string;
  /** The group with the name that is wrong: its place in the statement is that of the error. */
  readonly name?: number;
}

const DISK_FULL = "53100";
const FIND_TABLE = "check the name and the schema: select * from svv_tables lists the tables";
const FIND_COLUMN = "check the name: select * from pg_table_def lists the columns of every table";

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
    pattern: /(?:Table|View) with name "?([^"\n]+?)"? does not exist/,
    sqlState: "42P01",
    says: ([, name]) => `relation "${name}" does not exist`,
    name: 1,
    next: FIND_TABLE,
  },
  {
    pattern: /(?:Table|View) with name "?([^"\n]+?)"? already exists/,
    sqlState: "42P07",
    says: ([, name]) => `Relation "${name}" already exists`,
    name: 1,
    next: "drop it first, or write IF NOT EXISTS",
  },
  {
    // Of three names DuckDB takes the first one for a database.
    pattern: /Catalog "([^"]+)" does not exist/,
    sqlState: "42P01",
    says: ([, name]) => `relation "${name}" does not exist`,
    name: 1,
    next: "a table has a schema and a name; lists in a SUPER value cannot be unnested in FROM on the local warehouse",
  },
  {
    pattern: /Schema with name "?([^"\n]+?)"? does not exist/,
    sqlState: "3F000",
    says: ([, name]) => `schema "${name}" does not exist`,
    name: 1,
    next: "create schema makes it",
  },
  {
    pattern: /Referenced column "([^"]+)" not found/,
    sqlState: "42703",
    says: ([, name]) => `column "${name}" does not exist`,
    name: 1,
    next: FIND_COLUMN,
  },
  {
    pattern: /(?:Table|Values list) "([^"]+)" does not have a column (?:named|with name) "([^"]+)"/,
    sqlState: "42703",
    says: ([, table, name]) => `column ${table}.${name} does not exist`,
    name: 2,
    next: FIND_COLUMN,
  },
  {
    pattern: /Referenced table "([^"]+)" not found/,
    sqlState: "42P01",
    says: ([, name]) => `relation "${name}" does not exist`,
    name: 1,
    next: FIND_TABLE,
  },
  {
    pattern: /Ambiguous reference to column name "([^"]+)"/,
    sqlState: "42702",
    says: ([, name]) => `column reference "${name}" is ambiguous`,
    name: 1,
    next: "put the name of a table before it",
  },
  {
    pattern: /division by zero/,
    sqlState: "22012",
    says: () => "division by zero",
    next: "guard the divisor with nullif(…, 0), which makes the result NULL",
  },
  {
    pattern: /column "([^"]+)" must appear in the GROUP BY clause/,
    sqlState: "42803",
    says: ([, name]) =>
      `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`,
    name: 1,
    next: "group by it too, or put it into an aggregate such as max(…)",
  },
  {
    pattern: /No function matches the given name and argument types '([^']+)'/,
    sqlState: "42883",
    says: ([, call]) => `function ${(call as string).toLowerCase()} does not exist`,
    next: "cast the arguments to the types that the function takes",
  },
  {
    pattern: /syntax error at or near "(.*)"/,
    sqlState: "42601",
    says: ([, text]) => `syntax error at or near "${unquoted(text as string)}"`,
    name: 1,
    next: "check what stands before it: a comma, a bracket, the spelling of a keyword",
  },
  {
    pattern: /Like pattern must not end with escape character/,
    sqlState: "22025",
    says: () => "LIKE pattern must not end with escape character",
    next: "write the sign that escapes twice where it means itself",
  },
  {
    pattern: /Could not convert string '([^]*)' to (?:U?INT\d+|HUGEINT)/,
    sqlState: "22P02",
    says: ([, text]) => `invalid input syntax for integer: "${text}"`,
    next: "leave out what is no number before the cast, as in: case when a ~ '^[0-9]+$' then a::int end",
  },
  { pattern: /^(?:Conversion|Invalid Input) Error/, sqlState: "22P02" },
  { pattern: /^Out of Range Error/, sqlState: "22003" },
  { pattern: /^Parser Error/, sqlState: "42601" },
  { pattern: /^(?:Binder|Catalog) Error/, sqlState: "42601" },
];

/**
 * Returns the error of a statement, with its place if its tokens tell; what no rule knows is Redshift's internal error
 * XX000. A WarehouseError comes back as it is.
 * @param file the database file, which a full disk is told of
 */
export function fromDuckError(error: unknown, tokens: readonly Token[] = [], file?: string): WarehouseError {
  if (error instanceof WarehouseError) return error;
  const message = messageOf(error);
  for (const { pattern, sqlState, says, next, name } of RULES) {
    const match = pattern.exec(message);
    if (match === null) continue;
    const wrong = name === undefined ? undefined : unquoted(match[name] ?? "").toLowerCase();
    const place = placeOf(wrong, tokens) ?? placeOf(wrong?.replace(/^[^.]*\./, ""), tokens);
    const position = place && { line: place.line, column: place.column };
    const what = says?.(match) ?? withoutCode(message);
    return new WarehouseError(what, {
      sqlState,
      position,
      cause: error,
      next: suggestion(message) ?? next,
      where: sqlState === DISK_FULL ? file : undefined,
    });
  }
  return new WarehouseError(withoutCode(message), { sqlState: "XX000", cause: error });
}

/** The first token that is the name; of a table in a schema that is missing, DuckDB tells both in one. */
function placeOf(name: string | undefined, tokens: readonly Token[]): Token | undefined {
  return tokens.find(({ kind, value }) => kind !== "string" && value.toLowerCase() === name);
}

/** DuckDB quotes every name that the rewriter wrote. */
function unquoted(text: string): string {
  return text.replaceAll('"', "");
}

/** The names that DuckDB finds alike. */
function suggestion(message: string): string | undefined {
  const [, names] = /(?:Candidate bindings|Did you mean):? ("[^\n?]+)/.exec(message) ?? [];
  const tables = names?.split(", ").map((name) => unquoted(name).replace(/^(?:temp|public|main)\./, ""));
  return tables && !tables.some((name) => /^(?:_redshift|pg_|duckdb_|sqlite_|information_schema)/.test(name))
    ? `did you mean ${tables.join(" or ")}?`
    : undefined;
}

/** Without DuckDB's class of error, its excerpt of the rewritten SQL and its stack. */
function withoutCode(message: string): string {
  const [text] = message.split(/\n\nLINE |\nLINE |\n\nStack|\n\tCandidate/);
  return (text ?? message).replace(/^[A-Z][A-Za-z ]+ Error: /, "").trim();
}
