/** DuckDB's errors as Redshift would report them. */
import { WarehouseError } from "../../errors.ts";

interface Rule {
  readonly pattern: RegExp;
  readonly sqlState: string;
  readonly says?: (match: RegExpExecArray) => string;
  readonly next?: string;
}

const RULES: readonly Rule[] = [
  { pattern: /^INTERRUPT Error/, sqlState: "57014", says: () => "canceling statement due to user request" },
  {
    pattern:
      /No space left on device|Disk quota exceeded|File too large|Could not write all|failed to offload/i,
    sqlState: "53100",
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
      /CHECK constraint failed on table \S+ with expression CHECK\(\(?\(?strlen\("?([^")]+)"?\) <= (?:CAST\()?(\d+)/i,
    sqlState: "22001",
    says: ([, , length]) => `value too long for type character varying(${length})`,
    next: "make the column wider, or cut the value",
  },
  {
    pattern: /NOT NULL constraint failed: \S*?\.?([^.\s]+)$/m,
    sqlState: "23502",
    says: ([, column]) => `Cannot insert a NULL value into column ${column}`,
  },
  {
    pattern: /(?:Table|View) with name "?([^"\s]+)"? does not exist/,
    sqlState: "42P01",
    says: ([, name]) => `relation "${name}" does not exist`,
  },
  {
    pattern: /(?:Table|View) with name "?([^"\s]+)"? already exists/,
    sqlState: "42P07",
    says: ([, name]) => `Relation "${name}" already exists`,
  },
  {
    pattern: /Schema with name "?([^"\s]+)"? does not exist/,
    sqlState: "3F000",
    says: ([, name]) => `schema "${name}" does not exist`,
  },
  {
    pattern: /Referenced column "([^"]+)" not found/,
    sqlState: "42703",
    says: ([, name]) => `column "${name}" does not exist`,
  },
  {
    pattern: /(?:Table|Values list) "([^"]+)" does not have a column named "([^"]+)"/,
    sqlState: "42703",
    says: ([, table, name]) => `column ${table}.${name} does not exist`,
  },
  {
    pattern: /Referenced table "([^"]+)" not found/,
    sqlState: "42P01",
    says: ([, name]) => `relation "${name}" does not exist`,
  },
  {
    pattern: /Ambiguous reference to column name "([^"]+)"/,
    sqlState: "42702",
    says: ([, name]) => `column reference "${name}" is ambiguous`,
  },
  {
    pattern: /division by zero/,
    sqlState: "22012",
    says: () => "division by zero",
    next: "guard the divisor with nullif(…, 0), which makes the result NULL",
  },
  { pattern: /must appear in the GROUP BY clause/, sqlState: "42803" },
  { pattern: /^Binder Error: No function matches/, sqlState: "42883" },
  { pattern: /^(?:Conversion|Invalid Input) Error/, sqlState: "22P02" },
  { pattern: /^Out of Range Error/, sqlState: "22003" },
  { pattern: /^Parser Error/, sqlState: "42601" },
  { pattern: /^(?:Binder|Catalog) Error/, sqlState: "42601" },
];

/** The error of a statement; what no rule knows is Redshift's internal error XX000. */
export function fromDuckError(error: unknown): WarehouseError {
  if (error instanceof WarehouseError) return error;
  const message = error instanceof Error ? error.message : String(error);
  for (const { pattern, sqlState, says, next } of RULES) {
    const match = pattern.exec(message);
    if (match === null) continue;
    return new WarehouseError(says?.(match) ?? withoutCode(message), { sqlState, next, cause: error });
  }
  return new WarehouseError(withoutCode(message), { sqlState: "XX000", cause: error });
}

/** Without DuckDB's class of error, its excerpt of the rewritten SQL and its stack. */
function withoutCode(message: string): string {
  const [text] = message.split(/\n\nLINE |\nLINE |\n\nStack/);
  return (text ?? message).replace(/^[A-Z][A-Za-z ]+ Error: /, "").trim();
}
