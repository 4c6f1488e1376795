/** Keys that go and come when tables change; pure. */
import type { CatalogueKey } from "../records/read-keys.ts";
import { lengthened, listed, type AlteredTable } from "./alter-columns.ts";
import { isSameKey, keysOf, type DeclaredKey, type Surroundings } from "./differences.ts";

/** A key of the warehouse, and the table that has it, with its schema. */
export interface KeyOf {
  readonly table: string;
  readonly key: CatalogueKey;
}

/** A table with its name in the warehouse. */
type Placed = AlteredTable & { readonly full: string; readonly anew: string | undefined };

/**
 * Returns the keys that are dropped first: those that no file declares any more; those of columns whose length changes, which no key may hold
 * (Developer Guide, "ALTER TABLE"); and foreign keys that rest on one of these, or on a table that is recreated. What is declared of
 * them comes back at the end: until then it is missing, which the next try sees. Foreign keys come first, since they need the others.
 */
export function keysInTheWay(placed: readonly Placed[], full: (name: string) => string): readonly KeyOf[] {
  const anew = new Set(placed.flatMap((one) => (one.anew === undefined ? [] : [one.full])));
  const changing = new Map(placed.map((one) => [one.full, new Set(lengthened(one))]));
  const touches = (table: string, columns: readonly string[] = []): boolean =>
    columns.some((name) => changing.get(table)?.has(name));
  const all = placed.flatMap(({ full: table, found }) => found.keys.map((key): KeyOf => ({ table, key })));
  const own = all.filter(({ table, key }) => {
    if (anew.has(table)) return false;
    const extra = placed
      .find((one) => one.full === table)
      ?.differences.some((one) => one.kind === "extra key" && one.key === key);
    return extra === true || touches(table, key.columns);
  });
  const gone = new Set(own);
  for (const one of all) {
    const { key } = one;
    if (key.kind !== "foreign") continue;
    const rests =
      touches(full(key.table), key.references) ||
      own.some(
        (other) =>
          other.table === key.table &&
          other.key.kind !== "foreign" &&
          (key.references === undefined || isSameSet(key.references, other.key.columns)),
      );
    if (anew.has(key.table) || rests) gone.add(one);
  }
  return [...gone].toSorted(
    (one, other) => Number(other.key.kind === "foreign") - Number(one.key.kind === "foreign"),
  );
}

/** Returns the statements that add what the table declares and has not, or has no more. */
export function addedKeys(
  { table, found, full }: Placed,
  dropped: readonly KeyOf[],
  surroundings: Surroundings,
): readonly string[] {
  const gone = new Set(dropped.flatMap((one) => (one.table === full ? [one.key] : [])));
  const left = found.keys.filter((key) => !gone.has(key));
  return keysOf(table.definition)
    .filter((key) => !left.some((other) => isSameKey(key, other, surroundings)))
    .map((key) => `alter table ${table.definition.name} add ${clauseOf(key)}`);
}

/** A key as a table declares it. */
export function clauseOf(key: DeclaredKey): string {
  if (key.kind !== "foreign")
    return `${key.kind === "primary" ? "primary key" : "unique"} ${listed(key.columns)}`;
  const on = key.references.length === 0 ? key.table : `${key.table} ${listed(key.references)}`;
  return `foreign key ${listed(key.columns)} references ${on}`;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
