/**
 * A reader of statements that knows what a planner may do who believes the declared keys: which of them ask for a violation in a form
 * that may be answered with none. "Table constraints" of Redshift's Database Developer Guide
 * (https://docs.aws.amazon.com/redshift/latest/dg/t_Defining_constraints.html): keys are believed, redundant joins are removed, and
 * DISTINCT may return duplicates. How far that goes is not written; what is found here is what a planner could do without looking
 * into an expression.
 */
import { isSymbol, isWord, type Token } from "../../src/dialect/lexer.ts";
import type { Statement } from "../../src/dialect/statements.ts";
import type { TableDefinition } from "../../src/dialect/table-definition.ts";
import { closingOf, isName, splitAt } from "./brackets.ts";
import { shapeOf, type Shape, type Source } from "./query-shape.ts";

interface Column {
  readonly table: string;
  readonly name: string;
  /** The source of the query that it is a column of. */
  readonly alias: string;
}

/** Returns what a statement asks that a belief in these tables' keys could answer, in words; nothing for one that may rest on its answer. */
export function foldableIn(
  { tokens }: Pick<Statement, "tokens">,
  tables: readonly TableDefinition[],
): readonly string[] {
  const target = isWord(tokens[0], "update", "delete")
    ? tokens.find((_, at) => at > 0 && !isWord(tokens[at], "from"))
    : undefined;
  const outer: readonly Source[] =
    target === undefined
      ? []
      : [{ alias: target.value, table: target.value, query: undefined, join: "first", on: [] }];
  return [...new Set(new Reader(tables).all(shapeOf(tokens), outer))];
}

class Reader {
  private readonly tables: readonly TableDefinition[];

  constructor(tables: readonly TableDefinition[]) {
    this.tables = tables;
  }

  all(shape: Shape, outer: readonly Source[] = []): readonly string[] {
    const scope = [...shape.sources, ...outer];
    return [
      ...this.uniqueness(shape),
      ...this.joins(shape),
      ...this.exceptions(shape),
      ...shape.branches.flatMap((branch) => this.all(branch.shape, outer)),
      ...shape.inner.flatMap(({ before, shape: inner }) => [
        ...this.all(inner, scope),
        ...this.antiJoins(before, inner, scope),
      ]),
    ];
  }

  /** GROUP BY … HAVING count, DISTINCT, and windows over a key of the one table that is read. */
  private uniqueness(shape: Shape): readonly string[] {
    const [source, ...more] = shape.sources;
    if (source === undefined || more.length > 0) return [];
    const keyOf = (parts: readonly (readonly Token[])[]): string | undefined =>
      this.keyAmong(parts.flatMap((part) => this.column(part, shape.sources) ?? []));
    const groups = shape.groups.map((group) => this.grouped(group, shape));
    const found: string[] = [];
    const key = keyOf(groups);
    if (key !== undefined && shape.having.some((token) => isWord(token, "count", "max", "min", "sum")))
      found.push(`groups by the declared key ${key}, and looks for groups of several`);
    const listed = shape.distinct ? keyOf(shape.items.map(withoutLabel)) : undefined;
    if (listed !== undefined) found.push(`DISTINCT of the declared key ${listed}`);
    for (const item of shape.items) {
      const by = item.findIndex((token, at) => isWord(token, "by") && isWord(item[at - 1], "partition"));
      const order = item.findIndex((token) => isWord(token, "order"));
      const end = order > by ? order : item.findLastIndex((token) => isSymbol(token, ")"));
      const window = by === -1 ? undefined : keyOf(splitAt(item.slice(by + 1, end), ","));
      if (window !== undefined) found.push(`numbers or counts the rows of the declared key ${window}`);
    }
    return found;
  }

  /** An ordinal or a label means what stands in the list. */
  private grouped(group: readonly Token[], { items }: Shape): readonly Token[] {
    const [only] = group;
    if (group.length !== 1 || only === undefined) return group;
    if (only.kind === "number") return withoutLabel(items[Number(only.text) - 1] ?? []);
    const labelled = items.find(
      (item) => item.length > 1 && isWord(item.at(-2), "as") && item.at(-1)?.value === only.value,
    );
    return labelled === undefined ? group : withoutLabel(labelled);
  }

  /** A join along a foreign key that keeps what it does not find, and a table that is joined with itself by its key. */
  private joins({ sources, where }: Shape): readonly string[] {
    const empty = conjuncts(where).flatMap((part) =>
      isWord(part.at(-1), "null") && isWord(part.at(-2), "is")
        ? (this.column(part.slice(0, -2), sources)?.alias ?? [])
        : [],
    );
    return sources.flatMap(({ alias, join, on }, at) => {
      const pairs = this.equalities(on, sources);
      const before = sources.slice(0, at).map((source) => source.alias);
      const kept =
        join === "left" ? [alias] : join === "right" ? before : join === "full" ? [alias, ...before] : [];
      const lost = kept.filter((one) => empty.includes(one));
      const key = this.foreignKeyAlong(pairs.flatMap((pair) => lost.flatMap((one) => turned(pair, [one]))));
      const twins = pairs.filter(
        ([one, other]) => one.table === other.table && one.name === other.name && one.alias !== other.alias,
      );
      const itself = this.keyAmong(twins.map(([one]) => one));
      return [
        ...(key === undefined ? [] : [missing(key)]),
        ...(itself === undefined ? [] : [`joins a table with itself by its declared key ${itself}`]),
      ];
    });
  }

  /** NOT EXISTS and NOT IN along a foreign key. */
  private antiJoins(before: readonly Token[], inner: Shape, outer: readonly Source[]): readonly string[] {
    const last = before.at(-1);
    const negated = isWord(before.at(-2), "not");
    if (!negated || !isWord(last, "exists", "in")) return [];
    const pairs = this.equalities(inner.where, [...inner.sources, ...outer]);
    if (isWord(last, "in")) {
      const path = isSymbol(before.at(-4), ".") ? before.slice(-5, -2) : before.slice(-3, -2);
      const one = this.column(path, outer);
      const other = this.column(withoutLabel(inner.items[0] ?? []), inner.sources);
      if (one !== undefined && other !== undefined) pairs.push([one, other]);
    }
    const own = inner.sources.map(({ alias }) => alias);
    const key = this.foreignKeyAlong(pairs.flatMap((pair) => turned(pair, own)));
    return key === undefined ? [] : [missing(key)];
  }

  /** `select fk from a except select key from b`. */
  private exceptions(shape: Shape): readonly string[] {
    return shape.branches.flatMap(({ operator, shape: other }) => {
      if (operator !== "except" && operator !== "minus") return [];
      const pairs = shape.items.flatMap((item, at) => {
        const one = this.column(withoutLabel(item), shape.sources);
        const two = this.column(withoutLabel(other.items[at] ?? []), other.sources);
        return one === undefined || two === undefined ? [] : [[one, two] as const];
      });
      const key = this.foreignKeyAlong(pairs);
      return key === undefined ? [] : [missing(key)];
    });
  }

  /** Pairs of bare columns that are equal. */
  private equalities(tokens: readonly Token[], sources: readonly Source[]): Pair[] {
    return conjuncts(tokens).flatMap((part) => {
      const at = part.findIndex((token) => isSymbol(token, "="));
      if (at === -1) return [];
      const one = this.column(part.slice(0, at), sources);
      const other = this.column(part.slice(at + 1), sources);
      return one === undefined || other === undefined ? [] : [[one, other] as const];
    });
  }

  /** The declared key all of whose columns are among these. */
  private keyAmong(columns: readonly Column[]): string | undefined {
    for (const { name, primaryKey, uniqueKeys } of this.tables) {
      const there = new Set(columns.filter(({ table }) => table === name).map((column) => column.name));
      const key = [primaryKey, ...uniqueKeys].find(
        (one) => one.length > 0 && one.every((column) => there.has(column)),
      );
      if (key !== undefined) return `${name} (${key.join(", ")})`;
    }
    return undefined;
  }

  /** The declared foreign key that leads from the first to the second of these pairs. */
  private foreignKeyAlong(pairs: readonly Pair[]): string | undefined {
    for (const { name, foreignKeys } of this.tables) {
      for (const { columns, table, references } of foreignKeys) {
        const to =
          references.length > 0
            ? references
            : (this.tables.find((one) => one.name === table)?.primaryKey ?? []);
        const along = columns.every((column, at) =>
          pairs.some(
            ([one, other]) =>
              one.table === name && one.name === column && other.table === table && other.name === to[at],
          ),
        );
        if (along) return `${name} (${columns.join(", ")})`;
      }
    }
    return undefined;
  }

  /** What a bare column is, through CTEs and queries that hand it on; undefined for an expression. */
  private column(tokens: readonly Token[], sources: readonly Source[]): Column | undefined {
    const [first, point, last] = tokens;
    const qualified = tokens.length === 3 && isSymbol(point, ".");
    const name = qualified ? last : first;
    if (!(qualified || tokens.length === 1) || !isName(name)) return undefined;
    for (const source of sources) {
      if (qualified && first?.value !== source.alias) continue;
      const found = this.handedOn(name.value, source);
      if (found !== undefined) return { ...found, alias: source.alias };
    }
    return undefined;
  }

  private handedOn(name: string, { table, query, alias }: Source): Column | undefined {
    if (query === undefined) {
      const has = this.tables
        .find((one) => one.name === table)
        ?.columns.some((column) => column.name === name);
      return has === true && table !== undefined ? { table, name, alias } : undefined;
    }
    if (query.branches.length > 0 || query.sources.length !== 1) return undefined;
    const item = query.items.find((one) => one.at(-1)?.value === name);
    return item === undefined ? undefined : this.column(withoutLabel(item), query.sources);
  }
}

type Pair = readonly [Column, Column];

/** The pair with its second column among these sources, in a list of none or one. */
function turned([one, other]: Pair, aliases: readonly string[]): readonly Pair[] {
  if (aliases.includes(other.alias)) return [[one, other]];
  return aliases.includes(one.alias) ? [[other, one]] : [];
}

function missing(key: string): string {
  return `looks for rows without what the declared foreign key ${key} promises`;
}

/** The parts of a condition that AND joins; one in brackets is looked into. */
function conjuncts(tokens: readonly Token[]): readonly (readonly Token[])[] {
  if (isSymbol(tokens[0], "(") && closingOf(tokens, 0) === tokens.length - 1)
    return conjuncts(tokens.slice(1, -1));
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isSymbol(token, "(")) depth += 1;
    if (isSymbol(token, ")")) depth -= 1;
    if (depth === 0 && isWord(token, "and")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.length === 1 ? parts : parts.flatMap(conjuncts);
}

/** An element of a select list without AS and what follows it. */
function withoutLabel(item: readonly Token[]): readonly Token[] {
  const as = item.findLastIndex((token) => isWord(token, "as"));
  return as === -1 ? item : item.slice(0, as);
}
