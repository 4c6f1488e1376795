/** The keys that the catalogue knows of tables, and who else has foreign keys into them. */
import { spellQualifiedName } from "../dialect/table-name.ts";
import { queryRows } from "../warehouse/query-rows.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { TableLayout, Wanted } from "./read-layouts.ts";
import { splitArray } from "../text/split-array.ts";

/** A key of a table; columns are told by name, in the order of the catalogue. `constraint` is what ALTER TABLE drops it by. */
export type CatalogueKey =
  | {
      readonly kind: "primary" | "unique";
      readonly constraint: string;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: "foreign";
      readonly constraint: string;
      readonly columns: readonly string[];
      /** With its schema, as table-name.ts spells it. */
      readonly table: string;
      /** Undefined where the other table is none that was asked for. */
      readonly references: readonly string[] | undefined;
    };

/** A foreign key: the table that has it, and the one that it references; with schemas, as table-name.ts spells them. */
export interface ForeignKeyOn {
  readonly name: string;
  readonly table: string;
}

const KINDS: Readonly<Record<string, "primary" | "unique">> = { p: "primary", u: "unique" };

/**
 * Reads the keys of the tables, by their names with schemas, and all foreign keys that reference one of them: PostgreSQL 8.0's
 * PG_CONSTRAINT, to which every user has access (Developer Guide, "System catalog tables"). @throws as `Session.execute` does.
 */
export async function readKeys(
  session: Session,
  { schemas, names }: Wanted,
  layouts: ReadonlyMap<string, TableLayout>,
): Promise<{
  readonly keys: ReadonlyMap<string, readonly CatalogueKey[]>;
  readonly foreign: readonly ForeignKeyOn[];
}> {
  const rows = await queryRows(
    session,
    `select n.nspname as table_schema, c.relname as table_name, k.contype as kind, k.conname as own_name, k.conkey as columns, m.nspname as on_schema,
     r.relname as on_name, k.confkey as on_columns
     from pg_constraint as k
     inner join pg_class as c on c.oid = k.conrelid
     inner join pg_namespace as n on n.oid = c.relnamespace
     left join pg_class as r on r.oid = k.confrelid
     left join pg_namespace as m on m.oid = r.relnamespace
     where k.contype in ('p', 'u', 'f') and ((n.nspname in (${schemas}) and c.relname in (${names}))
     or (m.nspname in (${schemas}) and r.relname in (${names})))
     order by 1, 2, 3`,
  );
  const keys = new Map<string, readonly CatalogueKey[]>();
  const foreign: ForeignKeyOn[] = [];
  for (const row of rows) {
    const name = spellQualifiedName({ schema: row["table_schema"] ?? "", name: row["table_name"] ?? "" });
    const kind = KINDS[row["kind"] ?? ""];
    const columns = namesOf(layouts.get(name), row["columns"]) ?? [];
    const constraint = (row["own_name"] ?? "").trimEnd();
    let key: CatalogueKey;
    if (kind === undefined) {
      const table = spellQualifiedName({ schema: row["on_schema"] ?? "", name: row["on_name"] ?? "" });
      key = {
        kind: "foreign",
        constraint,
        columns,
        table,
        references: namesOf(layouts.get(table), row["on_columns"]),
      };
      foreign.push({ name, table });
    } else {
      key = { kind, constraint, columns };
    }
    keys.set(name, [...(keys.get(name) ?? []), key]);
  }
  return { keys, foreign };
}

/** The columns that an array of their numbers means; undefined for a table whose layout is not known. */
function namesOf(
  layout: TableLayout | undefined,
  numbers: string | null | undefined,
): readonly string[] | undefined {
  if (layout === undefined) return undefined;
  const byNumber = new Map([...layout.columns].map(([name, { number }]) => [number, name]));
  return splitArray(numbers ?? "").map((number) => byNumber.get(number) ?? `column ${number}`);
}
