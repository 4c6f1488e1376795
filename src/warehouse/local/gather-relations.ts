/** The tables and views that a statement names, read from the catalogue before it is bound. */
import { lex } from "../../dialect/lexer.ts";
import { parseStatement } from "../../dialect/parse/parse.ts";
import type { Statement } from "../../dialect/syntax/statement.ts";
import { unloadedStatements } from "../../dialect/unloaded-query.ts";
import type { Relation, RelationName } from "./bind/relation.ts";
import type { GatheredRelations } from "./compile/compiler.ts";
import type { Catalogue } from "./catalogue.ts";
import { namedTables } from "./statement/named-tables.ts";
import { systemSql } from "./system-queries.ts";
import type { StoredName } from "./stored-relations.ts";
import { systemViewName } from "./system-views.ts";

/** How many views may read one another WITH NO SCHEMA BINDING. */
const DEPTH = 20;

/**
 * Returns them; of LOCK none: the snapshot of a transaction comes with its first query, and not with LOCK, and perform.ts looks for what is locked. A bare name is that of a temporary table, of a system view, or of the first schema of the search path that has one.
 * @param searchPath schemas, in order
 */
export async function gatherRelations(
  tree: Statement,
  catalogue: Catalogue,
  searchPath: readonly string[],
): Promise<GatheredRelations> {
  const found = new Map<string, Relation>();
  if (tree.kind === "lock") return relationsOf(found);
  const gather = async (statement: Statement, depth: number): Promise<void> => {
    for (const name of namedTables(statement)) {
      const key = keyOf(name);
      if (found.has(key)) continue;
      const relation = await find(name, catalogue, searchPath);
      if (relation === undefined) continue;
      found.set(key, relation);
      for (const query of [relation.late, relation.refresh])
        if (query !== undefined && depth < DEPTH)
          await gather(parseStatement(lex(query.source).tokens), depth + 1);
    }
  };
  for (const statement of tree.kind === "unload" ? unloadedStatements(tree) : [tree])
    await gather(statement, 0);
  return relationsOf(found);
}

/** Returns relations that were gathered, by their keys. */
export function relationsOf(all: ReadonlyMap<string, Relation>): GatheredRelations {
  const inPieces = [...all.values()].some(({ pieces }) => pieces !== undefined);
  return { all, find: (name) => all.get(keyOf(name)), inPieces };
}

function keyOf({ schema, name }: RelationName): string {
  return JSON.stringify([schema, name]);
}

async function find(
  name: RelationName,
  catalogue: Catalogue,
  searchPath: readonly string[],
): Promise<Relation | undefined> {
  const temporary = name.schema === undefined ? catalogue.temporaryRelation(name.name) : undefined;
  if (temporary !== undefined) return temporary;
  const system = systemViewName(name.schema, name.name);
  if (system !== undefined)
    return catalogue.describedRelation({ schema: "_redshift", name: system }, systemSql(system));
  for (const one of storedNames(name, catalogue, searchPath)) {
    const relation = await catalogue.relation(one);
    if (relation !== undefined) return relation;
  }
  return undefined;
}

/** What the name may be of what is stored, in the order of the search path; nothing for a temporary table and a system view. */
function storedNames(
  { schema, name }: RelationName,
  catalogue: Catalogue,
  searchPath: readonly string[],
): readonly StoredName[] {
  if (schema === undefined && catalogue.temporaryRelation(name) !== undefined) return [];
  if (systemViewName(schema, name) !== undefined) return [];
  // What else is in these schemas is DuckDB's own.
  if (schema === "information_schema" || schema === "pg_catalog") return [];
  return (schema === undefined ? searchPath : [schema]).map((one) => ({ schema: one, name }));
}
