/** The keys that the catalogue knows of tables, and who else has foreign keys into them. */
import { spellQualifiedName } from "../dialect/table-name.ts";
import { queryRows } from "../warehouse/query-rows.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { TableLayout } from "./read-layouts.ts";
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
 * Reads the keys of the tables whose layout is known, by their names with schemas, and all foreign keys that reference one of them: PostgreSQL 8.0's
 * PG_CONSTRAINT, to which every user has access (Developer Guide, "System catalog tables"). It is asked by the numbers of the tables, and
 * names are asked for only where a key joins a table of them to another one. @throws as `Session.execute` does.
 */
export async function readKeys(
  session: Session,
  layouts: ReadonlyMap<string, TableLayout>,
): Promise<{
  readonly keys: ReadonlyMap<string, readonly CatalogueKey[]>;
  readonly foreign: readonly ForeignKeyOn[];
}> {
  const names = new Map([...layouts].map(([name, { oid }]) => [oid, name]));
  const ids = [...names.keys()].join(", ");
  const rows =
    ids === ""
      ? []
      : await queryRows(
          session,
          `select conrelid, contype, conname, conkey, confrelid, confkey from pg_constraint
           where contype in ('p', 'u', 'f') and (conrelid in (${ids}) or confrelid in (${ids})) order by conrelid, contype, conname`,
        );
  for (const [oid, name] of await readNames(session, rows, names)) names.set(oid, name);
  const keys = new Map<string, readonly CatalogueKey[]>();
  const foreign: ForeignKeyOn[] = [];
  for (const row of rows) {
    const name = names.get(row["conrelid"] ?? "");
    // A table that was dropped since.
    if (name === undefined) continue;
    const kind = KINDS[row["contype"] ?? ""];
    const columns = namesOf(layouts.get(name), row["conkey"]) ?? [];
    const constraint = (row["conname"] ?? "").trimEnd();
    let key: CatalogueKey;
    if (kind === undefined) {
      const table = names.get(row["confrelid"] ?? "") ?? "";
      const references = namesOf(layouts.get(table), row["confkey"]);
      key = { kind: "foreign", constraint, columns, table, references };
      foreign.push({ name, table });
    } else {
      key = { kind, constraint, columns };
    }
    keys.set(name, [...(keys.get(name) ?? []), key]);
  }
  return { keys, foreign };
}

/** The names of the tables at the other end of keys, by their numbers. */
async function readNames(
  session: Session,
  rows: readonly Readonly<Record<string, string | null>>[],
  known: ReadonlyMap<string, string>,
): Promise<readonly (readonly [string, string])[]> {
  const ends = rows.flatMap(({ contype, conrelid, confrelid }) => [
    conrelid ?? "",
    ...(contype === "f" ? [confrelid ?? ""] : []),
  ]);
  const unknown = [...new Set(ends)].filter((oid) => !known.has(oid));
  if (unknown.length === 0) return [];
  const named = await queryRows(
    session,
    `select c.oid, n.nspname as table_schema, c.relname as table_name from pg_class as c
     inner join pg_namespace as n on n.oid = c.relnamespace where c.oid in (${unknown.join(", ")})`,
  );
  return named.map((row) => [
    row["oid"] ?? "",
    spellQualifiedName({ schema: row["table_schema"] ?? "", name: row["table_name"] ?? "" }),
  ]);
}

/** The columns that an array of their numbers means; undefined for a table whose layout is not known. */
function namesOf(
  layout: TableLayout | undefined,
  numbers: string | null | undefined,
): readonly string[] | undefined {
  if (layout === undefined) return undefined;
  const byNumber = new Map(layout.columns.map(({ name, layout: { number } }) => [number, name]));
  return splitArray(numbers ?? "").map((number) => byNumber.get(number) ?? `column ${number}`);
}
