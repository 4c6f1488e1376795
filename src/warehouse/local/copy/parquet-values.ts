/** The values of a Parquet file that its table cannot hold: the first of them. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { duckLiteral, duckName } from "../quote.ts";

/** One value that cannot be loaded, or a place where one is missing. */
export interface Fault {
  /** The row of the file, from 1; 0 is none in particular. */
  readonly row: number;
  readonly column: ColumnDefinition | undefined;
  readonly value: string;
}

/** A condition that no value may fulfil. */
interface Rule {
  readonly column: ColumnDefinition;
  readonly name: string;
  readonly condition: string;
  readonly says: (bytes: number) => string;
  readonly code: number;
}

/** Redshift Spectrum's code for a value or a file that it cannot take. */
const SCAN_ERROR = 15_001;

/**
 * Looks for values of a file that do not fit, and returns the first.
 * @param from the file as a source in DuckDB, with `file_row_number`
 * @param names the columns of the file, in the order of the table's
 * @param filled columns of the table that the file has not
 */
export async function faultsOf(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ColumnDefinition[],
  names: readonly string[],
  filled: readonly ColumnDefinition[],
): Promise<(Fault & { readonly says: string; readonly code: number }) | undefined> {
  const required = filled.find((column) => column.notNull);
  if (required !== undefined)
    return { row: 0, column: required, value: "", says: notNull(required), code: SCAN_ERROR };
  const rules = columns.flatMap((column, index) => rulesOf(column, names[index] ?? ""));
  if (rules.length === 0) return undefined;
  const firsts = rules.map(({ condition }) => `min(file_row_number) FILTER (WHERE ${condition})`).join(", ");
  const found = (await connection.runAndReadAll(`SELECT ${firsts} FROM ${from}`)).getRows()[0] ?? [];
  const rows = found.map((value) => (value === null ? Number.POSITIVE_INFINITY : Number(value)));
  const first = Math.min(...rows);
  const rule = Number.isFinite(first) ? rules[rows.indexOf(first)] : undefined;
  if (rule === undefined) return undefined;
  const value = duckName(rule.name);
  const [row] = (
    await connection.runAndReadAll(
      `SELECT CAST(${value} AS VARCHAR), strlen(CAST(${value} AS VARCHAR)) FROM ${from} WHERE file_row_number = ${duckLiteral(String(first))}`,
    )
  ).getRows();
  const [text, bytes] = row ?? [];
  return {
    row: first + 1,
    column: rule.column,
    value: text === null || text === undefined ? "" : String(text),
    says: rule.says(Number(bytes ?? 0)),
    code: rule.code,
  };
}

function rulesOf(column: ColumnDefinition, name: string): readonly Rule[] {
  const { type } = column;
  const value = duckName(name);
  const rules: Rule[] = [];
  const add = (condition: string, says: Rule["says"]): void =>
    void rules.push({ column, name, condition, says, code: SCAN_ERROR });
  if (column.notNull || column.identity !== undefined) add(`${value} IS NULL`, () => notNull(column));
  if (type.name === "varchar" || type.name === "char") {
    const { length } = type;
    add(
      `strlen(${value}) > ${length}`,
      (bytes) =>
        `The length of the data column ${column.name} is longer than the length defined in the table. Table: ${length}, Data: ${bytes}`,
    );
    if (type.name === "char")
      add(
        `strlen(${value}) <> length(${value})`,
        () => `Column ${column.name} is CHAR and the data holds multibyte characters`,
      );
  }
  if (type.name === "super") {
    const json = `CAST(to_json(${value}) AS VARCHAR)`;
    // "Limitations" of SUPER; what is shorter than a string may be holds none that is too long.
    add(
      `strlen(${json}) > 65535 AND redshift_can_json_parse(${json}) = 'false'`,
      () => `The data column ${column.name} holds a string of more than 65535 bytes, or more than 16 MB`,
    );
  }
  if (type.name === "smallint")
    add(
      `${value} NOT BETWEEN -32768 AND 32767`,
      () => `The data column ${column.name} is out of the range of SMALLINT`,
    );
  return rules;
}

function notNull({ name }: ColumnDefinition): string {
  return `The data column ${name} holds null, and the column is NOT NULL`;
}
