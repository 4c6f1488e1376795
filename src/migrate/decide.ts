/** What makes the tables of a warehouse those that the files declare: statements, and what keeps them from being done; pure. */
import { spellTableName } from "../dialect/table-name.ts";
import type { CatalogueColumn, Definitions } from "../records/read-definitions.ts";
import { addColumns, aloneStatements, droppedColumns, isFixed, type AlteredTable } from "./alter-columns.ts";
import { differencesOf, keysOf, type Difference } from "./differences.ts";
import { fullName } from "./full-name.ts";
import { addedKeys, keysInTheWay, type KeyOf } from "./keys.ts";
import { rebuildStatements, whyRebuilt } from "./rebuild.ts";
import type { SchemaTable } from "./schema-tables.ts";

/** A table that is not as its file declares it. */
export interface Drift {
  readonly table: SchemaTable;
  /** Its name with its schema. */
  readonly full: string;
  readonly differences: readonly Difference[];
  /** Why it has to be recreated, with its rows; undefined where ALTER TABLE is enough. */
  readonly anew: string | undefined;
}

/** Statements in order. */
export interface Phase {
  /** Whether they are one transaction; else each is by itself, since it cannot run in one. */
  readonly together: boolean;
  readonly statements: readonly string[];
}

/** What there is to do. */
export interface Migration {
  readonly drifts: readonly Drift[];
  /** Each can be done again: what is done is not a difference any more. */
  readonly phases: readonly Phase[];
  /** Why nothing may be done: what somebody has to do first, each with its way. */
  readonly refused: readonly string[];
  /** Whether it only adds columns and lengthens texts, which loses nothing and takes no time. */
  readonly safe: boolean;
}

/** A table with its name in the warehouse, as far as it is there. */
interface Placed extends AlteredTable {
  readonly full: string;
  readonly anew: string | undefined;
}

/**
 * Compares the tables with the catalogue. One that is not there is no difference: a run makes it. A column that the file does not declare goes
 * when the file says so, and of the job's own tables stays, since a newer version may have made it.
 * @param there with the views where tables may have to be recreated
 */
export function decideMigration(tables: readonly SchemaTable[], there: Definitions): Migration {
  const full = (name: string): string => fullName(name, there);
  const declared = new Map(tables.map((table) => [full(table.definition.name), table.definition]));
  const surroundings = { full, primaryKeyOf: (table: string) => declared.get(table)?.primaryKey };
  const placed = tables.flatMap((table): readonly Placed[] => {
    const name = full(table.definition.name);
    const found = there.tables.get(name);
    if (found === undefined) return [];
    const differences = differencesOf(table.definition, found, surroundings).filter(
      ({ kind }) => !(table.own && kind === "extra column"),
    );
    const anew = whyRebuilt(table, found, differences);
    return [{ table, found, differences, full: name, anew }];
  });
  const altered = placed.filter(({ anew }) => anew === undefined);
  const dropped = keysInTheWay(placed, full);
  const together = [
    ...dropped.map(
      ({ table, key }) => `alter table ${table} drop constraint ${spellTableName([key.constraint])}`,
    ),
    ...altered.flatMap(addColumns),
  ];
  const alone = altered.flatMap(aloneStatements);
  const last = placed.flatMap((one) =>
    one.anew === undefined
      ? [...dropColumns(one), ...addedKeys(one, dropped, surroundings)]
      : rebuildStatements(one.table, one.found, one.full),
  );
  const phases: readonly Phase[] =
    alone.length === 0
      ? [{ together: true, statements: [...together, ...last] }]
      : [
          { together: true, statements: together },
          { together: false, statements: alone },
          { together: true, statements: last },
        ];
  const drifts = placed.filter(({ differences }) => differences.length > 0);
  const refused = [...placed.flatMap(refusedColumns), ...refusedDependents(placed, dropped, there)];
  return {
    drifts: drifts.map(({ table, full: name, differences, anew }) => ({
      table,
      full: name,
      differences,
      anew,
    })),
    phases: phases.filter(({ statements }) => statements.length > 0),
    refused,
    safe: refused.length === 0 && drifts.every(isSafe),
  };
}

function dropColumns(one: Placed): readonly string[] {
  const name = one.table.definition.name;
  return droppedColumns(one).map((column) => `alter table ${name} drop column ${spellTableName([column])}`);
}

function isSafe(one: Placed): boolean {
  const { table, found, differences, anew } = one;
  const held = new Set([
    ...keysOf(table.definition).flatMap(({ columns }) => columns),
    ...found.keys.flatMap(({ columns }) => columns),
  ]);
  return (
    anew === undefined &&
    differences.every((each) => {
      if (each.kind === "missing column") return true;
      return each.kind === "type" && isLonger(each) && !held.has(each.column.name);
    })
  );
}

function isLonger({
  column,
  found,
}: Extract<Difference, { readonly column: object; readonly found: object }>): boolean {
  const { type } = column;
  return type.name === "varchar" && type.length > lengthOf(found) && !isFixed(found.layout?.encoding ?? "");
}

function lengthOf({ type }: CatalogueColumn): number {
  return Number(/\((\d+)\)$/.exec(type)?.[1] ?? Number.NaN);
}

function refusedColumns({ table, differences, full }: Placed): readonly string[] {
  return differences.flatMap((one) => {
    if (one.kind !== "extra column" || table.drops.includes(one.found.name)) return [];
    const { name } = one.found;
    return [
      `${full} has a column ${name} that ${table.path} does not declare: declare it there, or let it be dropped with a line \`-- drops: ${name}\` after the first sentence of the file`,
    ];
  });
}

/** A table that is recreated takes no views with it, and no foreign keys of tables that nobody declares; nor does a key that is dropped for a while. */
function refusedDependents(
  placed: readonly Placed[],
  dropped: readonly KeyOf[],
  there: Definitions,
): readonly string[] {
  const names = new Set(placed.map(({ full }) => full));
  const anew = new Set(placed.flatMap(({ full, anew: why }) => (why === undefined ? [] : [full])));
  const loose = new Set(dropped.flatMap(({ table, key }) => (key.kind === "foreign" ? [] : [table])));
  return there.dependents.flatMap(({ what, name, table }) => {
    if (what === "view")
      return anew.has(table)
        ? [
            `the view ${name} reads ${table}, which is rebuilt: drop it, migrate, and create it again; a view WITH NO SCHEMA BINDING depends on nothing`,
          ]
        : [];
    const held = anew.has(table) || loose.has(table);
    return held && !names.has(name)
      ? [`a foreign key of ${name} references ${table}: drop it, migrate, and create it again`]
      : [];
  });
}
