/** CREATE TABLE in DuckDB: what it must hold true, and nothing that Redshift only declares. */
import type { ColumnDefinition, TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName } from "../../dialect/table-name.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import { duckType } from "./types/duck-type.ts";
import { duckName, duckTable } from "./quote.ts";
import type { Defaults } from "./statement/plan.ts";

/** Identity values rise by this times the step, so that nobody comes to rely on there being no gaps. */
const GAP = 3;

/**
 * Returns the statements that make the table. Keys, distribution, sorting and encodings stay in the catalogue: Redshift does not
 * enforce the keys. VARCHAR(n) is checked in bytes; an identity column is a sequence with gaps.
 * @param defaults DuckDB's texts of the defaults, and of identities that go on where they were
 */
export function createTable(table: TableDefinition, defaults: Defaults): readonly string[] {
  const { schema = DEFAULT_SCHEMA, name } = parseTableName(table.name);
  const statements: string[] = [];
  const columns = table.columns.map((column) => {
    const parts = [duckName(column.name), duckType(column.type)];
    if (column.notNull) parts.push("NOT NULL");
    const given = defaults.get(column.name);
    if (given !== undefined) {
      parts.push(`DEFAULT ${given}`);
    } else if (column.identity !== undefined) {
      const sequence = table.temporary
        ? duckName(`${name}_${column.name}_seq`)
        : sequenceName(schema, name, column.name);
      const { seed, step } = column.identity;
      statements.push(
        `CREATE ${table.temporary ? "TEMP " : ""}SEQUENCE IF NOT EXISTS ${sequence} START ${seed} INCREMENT ${step * GAP} MINVALUE ${Math.min(seed, 1)}`,
      );
      parts.push(`DEFAULT nextval('${sequence.replaceAll("'", "''")}')`);
    }
    return parts.join(" ");
  });
  const checks = table.columns.flatMap(lengthCheck);
  const temporary = table.temporary ? "TEMP " : "";
  const target = table.temporary ? duckName(name) : duckTable({ schema, name });
  statements.push(
    `CREATE ${temporary}TABLE ${table.ifNotExists ? "IF NOT EXISTS " : ""}${target} (${[...columns, ...checks].join(", ")})`,
  );
  return statements;
}

/** Returns DuckDB's name of the sequence that gives an identity column its values. */
export function sequenceName(schema: string, table: string, column: string): string {
  return `${duckName(schema)}.${duckName(`${table}_${column}_seq`)}`;
}

function lengthCheck(column: ColumnDefinition): string[] {
  if (column.type.name !== "varchar" && column.type.name !== "char") return [];
  return [`CHECK (strlen(${duckName(column.name)}) <= ${column.type.length})`];
}
