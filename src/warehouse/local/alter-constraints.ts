/** ALTER TABLE … ADD and DROP CONSTRAINT: which keys a table declares; pure. */
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import type { ConstraintChange } from "./statement/plan.ts";

type Keys = Pick<TableDefinition, "primaryKey" | "uniqueKeys" | "foreignKeys">;

/**
 * Returns the definition with a key more or less (Developer Guide, "ALTER TABLE"). A key goes by the name that pg_constraint tells, see
 * declared-views.ts; of several of one name all go.
 * @throws WarehouseError for a key that is not there, or cannot be added: a second primary key, one on a column that may be null.
 */
export function withConstraints(table: TableDefinition, change: ConstraintChange): TableDefinition {
  if (change.kind === "add constraint") return { ...table, ...added(table, change.key) };
  const { name } = parseTableName(table.name);
  const keys: Keys = {
    primaryKey: change.name === `${name}_pkey` ? [] : table.primaryKey,
    uniqueKeys: table.uniqueKeys.filter(([first]) => `${name}_${first ?? ""}_key` !== change.name),
    foreignKeys: table.foreignKeys.filter(
      ({ columns }) => `${name}_${columns[0] ?? ""}_fkey` !== change.name,
    ),
  };
  const counts = (one: Keys): number =>
    one.primaryKey.length + one.uniqueKeys.length + one.foreignKeys.length;
  if (counts(keys) < counts(table)) return { ...table, ...keys };
  throw new WarehouseError(`constraint "${change.name}" does not exist`, {
    sqlState: "42704",
    next: "the names: select conname, contype from pg_constraint",
  });
}

/** Whether foreign keys of others may rest on the key of that name: the primary key, or a unique one. */
export function isReferenced({ name: spelling, uniqueKeys }: TableDefinition, constraint: string): boolean {
  const { name } = parseTableName(spelling);
  return (
    constraint === `${name}_pkey` || uniqueKeys.some(([first]) => `${name}_${first ?? ""}_key` === constraint)
  );
}

/** Returns the error of a key that the foreign keys of `other` need. */
export function stillNeeded(constraint: string, other: string): WarehouseError {
  return new WarehouseError(
    `cannot drop constraint ${constraint} because other objects depend on it: a foreign key of ${other}`,
    { sqlState: "2BP01", next: "drop that foreign key first" },
  );
}

function added(
  table: TableDefinition,
  key: Extract<ConstraintChange, { readonly kind: "add constraint" }>["key"],
): Partial<Keys> {
  if ("foreignKey" in key) {
    checkColumns(table, key.foreignKey.columns);
    return { foreignKeys: [...table.foreignKeys, key.foreignKey] };
  }
  if ("uniqueKey" in key) {
    checkColumns(table, key.uniqueKey);
    return { uniqueKeys: [...table.uniqueKeys, key.uniqueKey] };
  }
  checkColumns(table, key.primaryKey);
  const { name } = parseTableName(table.name);
  if (table.primaryKey.length > 0)
    throw new WarehouseError(`multiple primary keys for table "${name}" are not allowed`, {
      sqlState: "42P16",
    });
  const nullable = table.columns.find((column) => key.primaryKey.includes(column.name) && !column.notNull);
  if (nullable !== undefined)
    throw new WarehouseError(`column "${nullable.name}" of table "${name}" may be null`, {
      sqlState: "0A000",
      next: "a primary key can only be added to columns that were created NOT NULL",
    });
  return { primaryKey: key.primaryKey };
}

function checkColumns({ columns, name }: TableDefinition, names: readonly string[]): void {
  const missing = names.find((one) => !columns.some((column) => column.name === one));
  if (missing === undefined) return;
  throw new WarehouseError(`column "${missing}" named in key does not exist`, {
    sqlState: "42703",
    next: `the columns of ${name}: ${columns.map((column) => column.name).join(", ")}`,
  });
}
