/** Which tables a statement reads and writes. */
import { kindOf, intoOf } from "./kind-of.ts";
import { ParseError } from "./parse-error.ts";
import { readsOf } from "./reads-of.ts";
import type { Comment } from "./syntax/definition.ts";
import { keptByTree } from "./syntax/kept.ts";
import type { Name, QualifiedName } from "./syntax/node.ts";
import type { Statement as Tree } from "./syntax/statement.ts";
import type { AlterTable, CreateTable } from "./syntax/table.ts";
import type { Unload } from "./syntax/transfer.ts";
import { spellTableName } from "./table-name.ts";
import { unloadedStatements } from "./unloaded-query.ts";

/** The tables that a statement names, by what it does with them. */
export interface Tables {
  /** Names as table-name.ts spells them, each once. What a statement only writes is not among them. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Those of both that this statement itself shows to be temporary: `#name`, or made by CREATE TEMP. */
  readonly temporary: readonly string[];
}

/**
 * Says which tables a statement reads and writes. A referenced table of a foreign key counts as read, since it must be there first;
 * the target of UPDATE, DELETE and MERGE counts as written only. A psql variable for a name is not a table yet.
 */
export const tablesOf: (tree: Tree) => Tables = keptByTree((tree) => {
  const { reads = [], writes = [], temporary = [] } = find(tree);
  const hashed = [...reads, ...writes].filter((name) => name.startsWith("#"));
  return { reads: unique(reads), writes: unique(writes), temporary: unique([...temporary, ...hashed]) };
});

type Found = Partial<Tables>;

function find(tree: Tree): Found {
  switch (tree.kind) {
    case "query": {
      const into = intoOf(tree);
      return into === undefined
        ? { reads: readsOf([tree]) }
        : made(into.table, readsOf([tree]), into.temporary);
    }
    case "insert":
      return { writes: spell(tree.table), reads: readsOf([tree.source]) };
    case "update":
      return {
        writes: spell(tree.table),
        reads: readsOf([...tree.set, tree.where], { ...tree, target: tree.table }),
      };
    case "delete":
      return {
        writes: spell(tree.table),
        reads: readsOf([tree.where], { ...tree, target: tree.table, from: tree.using }),
      };
    case "merge": {
      const { target, source, alias, span, on } = tree;
      const from = [{ kind: "table", name: source, alias, span } as const];
      const clauses = tree.action.kind === "merge_clauses" ? [tree.action] : [];
      return { writes: spell(target), reads: readsOf([on, ...clauses], { target, from }) };
    }
    case "copy":
    case "truncate":
      return { writes: spell(tree.table) };
    case "unload":
      return { reads: unloaded(tree) };
    case "create_table":
      return made(tree.name, referenced(tree), tree.temporary);
    case "create_table_as":
      return made(tree.name, readsOf([tree.query]), tree.temporary);
    case "create_view":
    case "create_materialized_view":
      return made(tree.name, readsOf([tree.query]), false);
    case "refresh_materialized_view":
      return { writes: spell(tree.name) };
    case "drop":
      return { writes: tree.object === "schema" ? [] : tree.names.flatMap(spell) };
    case "alter_table":
      return altered(tree);
    case "lock":
      return { reads: tree.tables.flatMap(spell) };
    case "analyze":
    case "vacuum":
      return { reads: tree.table === undefined ? [] : spell(tree.table) };
    case "comment":
      return { reads: commented(tree) };
    case "declare_cursor":
      return { reads: readsOf([tree.query]) };
    case "explain":
    case "prepare": {
      const { reads, writes } = tablesOf(tree.statement);
      return { reads: [...reads, ...writes] };
    }
    case "command": {
      if (kindOf(tree) !== "analyze") return {};
      const slots = tree.parts.flatMap((part) =>
        part.kind === "slot" && part.slot === "table" ? [part.value] : [],
      );
      return { reads: slots.flatMap((value) => (value.kind === "qualified_name" ? spell(value) : [])) };
    }
    default:
      return {};
  }
}

function made(name: QualifiedName, reads: readonly string[], temporary: boolean): Found {
  const own = spell(name);
  return { writes: own, reads: reads.filter((one) => !own.includes(one)), temporary: temporary ? own : [] };
}

function referenced({ elements }: CreateTable): readonly string[] {
  return elements.flatMap((element) => {
    if (element.kind === "like_table") return spell(element.table);
    if (element.kind === "table_constraint")
      return element.references === undefined ? [] : spell(element.references.table);
    return element.attributes.flatMap((one) => (one.kind === "references" ? spell(one.table) : []));
  });
}

/** A renamed table stays in its schema, and APPEND empties its source. */
function altered({ table, changes }: AlterTable): Found {
  const emptied = changes.flatMap((change) => (change.kind === "append" ? spell(change.source) : []));
  const renamed = changes.flatMap((change) =>
    change.kind === "rename_table" ? spellParts([...table.parts.slice(0, -1), change.to]) : [],
  );
  const keys = changes.flatMap((change) => {
    const references = change.kind === "add_constraint" ? change.constraint.references : undefined;
    return references === undefined ? [] : spell(references.table);
  });
  return { reads: [...emptied, ...keys], writes: [...spell(table), ...emptied, ...renamed] };
}

/** The query of an UNLOAD is a text of its own; one that cannot be read names nothing. */
function unloaded(tree: Unload): readonly string[] {
  try {
    return unloadedStatements(tree).flatMap((one) => tablesOf(one).reads);
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}

function commented({ object, name }: Comment): readonly string[] {
  if (object === "table" || object === "view") return spell(name);
  return object === "column" ? spellParts(name.parts.slice(0, -1)) : [];
}

function spell({ parts }: QualifiedName): readonly string[] {
  return spellParts(parts);
}

function spellParts(parts: readonly Name[]): readonly string[] {
  if (parts.length === 0 || parts.some(({ variable }) => variable)) return [];
  return [spellTableName(parts.map(({ value }) => value))];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
