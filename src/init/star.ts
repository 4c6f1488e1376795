/** One fact and one dimension, as a start. Pure. */
import { singular } from "./column-name.ts";
import type { ProposedColumn, ProposedSource } from "./columns.ts";

/** A table that is filled from a staging table. */
export interface Fact {
  readonly source: ProposedSource;
  /** Undefined where no column tells rows apart: each is added once. */
  readonly key: ProposedColumn | undefined;
}

/** What the fact is counted by: the rows of another source, or the values of one of its own columns. */
export interface Dimension {
  /** The column of the fact. */
  readonly reference: ProposedColumn;
  readonly table: string;
  /** Its key, and the column of the same name. */
  readonly key: ProposedColumn;
  /** The source that fills it; undefined where the fact's own column does. */
  readonly source: ProposedSource | undefined;
}

/** What is proposed besides staging. */
export interface Star {
  readonly fact: Fact;
  /** Undefined where no column would do. */
  readonly dimension: Dimension | undefined;
}

/** More than this share of the values of a column that refers to another source is known there. */
const LEAST_KNOWN = 0.5;
/** Columns beyond these bytes are not keys. */
const SHORT = /^varchar\((?:16|32|64|128|256)\)$/;

/** Returns the star of sources of which there is one at least. */
export function proposeStar(sources: readonly [ProposedSource, ...ProposedSource[]]): Star {
  const pairs = sources.flatMap((source) =>
    sources.filter((other) => other !== source).flatMap((other) => referencesTo(source, other)),
  );
  const [best] = pairs.sort((one, other) => other.known - one.known || other.rows - one.rows);
  if (best !== undefined) return { fact: factOf(best.fact), dimension: best.dimension };
  const [largest] = [...sources].sort((one, other) => other.rows - one.rows) as [ProposedSource];
  const fact = factOf(largest);
  return { fact, dimension: dimensionWithin(fact) };
}

function factOf(source: ProposedSource): Fact {
  return { source, key: keyOf(source) };
}

/** Returns the column that tells the rows of a source apart: the first that may be one, those that are called so before others. */
export function keyOf({
  columns,
  table,
}: Pick<ProposedSource, "columns" | "table">): ProposedColumn | undefined {
  const able = columns.filter((column) => column.isUnique && isKeyType(column));
  const own = new Set(["id", `${singular(table)}_id`, `${singular(table)}id`]);
  return (
    able.find(({ name }) => own.has(name)) ??
    able.find(({ name }) => /(?:^|_)(?:id|key|code|uuid|guid)$|id$/.test(name)) ??
    able.find((column) => column === columns[0])
  );
}

function isKeyType({ type: { kind, sql } }: ProposedColumn): boolean {
  return kind === "whole" || (kind === "text" && SHORT.test(sql));
}

interface Pair {
  readonly fact: ProposedSource;
  readonly dimension: Dimension;
  /** The share of the values that the other source knows. */
  readonly known: number;
  readonly rows: number;
}

/** The columns of a source that may hold the key of the other one. */
function referencesTo(source: ProposedSource, other: ProposedSource): readonly Pair[] {
  const key = keyOf(other);
  if (key === undefined) return [];
  const one = singular(other.table);
  const name = new RegExp(`(?:^|_)(?:${one}|${one}_?${key.name}|${key.name})$`);
  const own = keyOf(source);
  return source.columns
    .filter((column) => column !== own && column.type.kind === key.type.kind && name.test(column.name))
    .filter((column) => column.name !== "id" && column.distinct.size > 0)
    .map((reference) => {
      const known = [...reference.distinct].filter((value) => key.distinct.has(value)).length;
      const dimension = { reference, table: other.table, key, source: other };
      return { fact: source, dimension, known: known / reference.distinct.size, rows: source.rows };
    })
    .filter(({ known }) => known > LEAST_KNOWN);
}

/** The values of the column that repeats the most, text before numbers. */
function dimensionWithin({ source, key }: Fact): Dimension | undefined {
  const able = source.columns.filter(
    (column) => column !== key && isKeyType(column) && column.distinct.size > 0,
  );
  const [reference] = able.sort(
    (one, other) => rank(one) - rank(other) || one.distinct.size - other.distinct.size,
  );
  if (reference === undefined) return undefined;
  return { reference, table: `dim_${reference.name}`, key: reference, source: undefined };
}

/** Text with several values first, then numbers with several. */
function rank({ type, distinct }: ProposedColumn): number {
  return (distinct.size > 1 ? 0 : 2) + (type.kind === "text" ? 0 : 1);
}
