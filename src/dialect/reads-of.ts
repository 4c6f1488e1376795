/** The tables that a query names: in FROM and JOIN, at any depth; names of CTEs and paths into SUPER columns are none. */
import type { QualifiedName } from "./syntax/node.ts";
import type { Alias, Query, Select, TableReference, With } from "./syntax/query.ts";
import { childrenOf, isPlain, type Node } from "./syntax/walk.ts";
import { spellTableName } from "./table-name.ts";

/** What stands around a part of a statement and can be named in it. */
interface Around {
  readonly with?: With | undefined;
  /** The table that the statement changes; it is not read by that. */
  readonly target?: QualifiedName;
  readonly alias?: Alias | undefined;
  readonly from?: readonly TableReference[];
}

interface Scope {
  readonly outer: Scope | undefined;
  readonly ctes: Set<string>;
  /** What the tables of FROM are called here, as far as it has been read. */
  readonly names: Set<string>;
}

/**
 * Returns the names of the tables as they are spelled, each once, in order. A path into a SUPER column of a table that stands before it
 * (`from orders as o, o.items`) is no table, and neither is a psql variable.
 */
export function readsOf(nodes: readonly (Node | undefined)[], around: Around = {}): readonly string[] {
  const reader = new Reader();
  const scope = within(undefined);
  reader.common(around.with, scope);
  const called = around.alias?.name ?? around.target?.parts.at(-1);
  if (called !== undefined) scope.names.add(called.value);
  for (const node of [...(around.from ?? []), ...nodes]) if (node !== undefined) reader.visit(node, scope);
  return [...reader.found];
}

function within(outer: Scope | undefined): Scope {
  return { outer, ctes: new Set(), names: new Set() };
}

class Reader {
  readonly found = new Set<string>();

  visit(node: Node, scope: Scope): void {
    switch (node.kind) {
      case "query":
        return this.query(node, within(scope));
      case "select":
        return this.select(node, within(scope));
      case "table":
        this.table(node.name, scope);
        scope.names.add((node.alias?.name ?? node.name.parts.at(-1))?.value ?? "");
        return;
      case "object_unpivot":
        scope.names.add(node.value.value);
        return this.all(childrenOf(node), scope);
      case "unnest":
      case "derived_table":
      case "function_table":
        this.all(childrenOf(node), scope);
        if (node.alias !== undefined) scope.names.add(node.alias.name.value);
        return;
      // What it rotates has no name after it.
      case "pivot":
      case "unpivot":
        this.all(childrenOf(node), within(scope));
        if (node.alias !== undefined) scope.names.add(node.alias.name.value);
        return;
      default:
        this.all(childrenOf(node), scope);
    }
  }

  private all(nodes: readonly Node[], scope: Scope): void {
    for (const node of nodes) if (!isPlain(node)) this.visit(node, scope);
  }

  /** A CTE is known to those after it, and to itself where WITH is RECURSIVE. */
  common(clause: With | undefined, scope: Scope): void {
    for (const { name, query } of clause?.tables ?? []) {
      if (clause?.recursive === true) scope.ctes.add(name.value);
      this.visit(query, scope);
      scope.ctes.add(name.value);
    }
  }

  private query(query: Query, scope: Scope): void {
    this.common(query.with, scope);
    this.all(
      childrenOf(query).filter((node) => node !== query.with),
      scope,
    );
  }

  /** FROM first: what stands in it is named by all other clauses. */
  private select(select: Select, scope: Scope): void {
    this.all(select.from, scope);
    const rest = childrenOf(select).filter(
      (node) => node !== select.into && !select.from.includes(node as TableReference),
    );
    this.all(rest, scope);
  }

  private table({ parts }: QualifiedName, scope: Scope): void {
    if (parts.some(({ variable }) => variable)) return;
    const values = parts.map(({ value }) => value);
    const [head = ""] = values;
    const known = values.length > 1 ? holds(scope, "names", head) : holds(scope, "ctes", head);
    if (!known) this.found.add(spellTableName(values));
  }
}

function holds(scope: Scope, what: "ctes" | "names", name: string): boolean {
  for (let one: Scope | undefined = scope; one !== undefined; one = one.outer)
    if (one[what].has(name)) return true;
  return false;
}
