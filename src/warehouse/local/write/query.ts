/** Bound queries as DuckDB's text. */
import type { BoundExpression } from "../bound/expression.ts";
import type {
  BoundBody,
  BoundCommonTable,
  BoundGroups,
  BoundQuery,
  BoundSelect,
  BoundTable,
} from "../bound/query.ts";
import { duckName } from "../quote.ts";
import { unnumbered, writeExpression, writeOrder } from "./expression.ts";

/** Returns the query. */
export function writeQuery(query: BoundQuery): string {
  const { with: common, body, orderBy, limit, offset } = query;
  return joined([
    writeCommonTables(common),
    writeBody(body),
    orderBy.length === 0 ? "" : writeOrder(orderBy, writeQuery),
    limit === undefined ? "" : `LIMIT ${write(limit)}`,
    offset === undefined ? "" : `OFFSET ${write(offset)}`,
  ]);
}

/** Returns WITH and its tables; nothing where there are none. */
export function writeCommonTables(common: readonly BoundCommonTable[]): string {
  const recursive = common.some((table) => table.recursive) ? "RECURSIVE " : "";
  const tables = common.map(({ name, query: own, held }) => {
    const columns = own.columns.map(({ id }) => duckName(id)).join(", ");
    return `${duckName(name)} (${columns}) AS ${held === true ? "MATERIALIZED " : ""}(${writeQuery(own)})`;
  });
  return tables.length === 0 ? "" : `WITH ${recursive}${tables.join(", ")}`;
}

function write(value: BoundExpression): string {
  return writeExpression(value, writeQuery);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

function writeBody(body: BoundBody): string {
  switch (body.kind) {
    case "query":
      return `(${writeQuery(body)})`;
    case "select":
      return writeSelect(body);
    case "set_operation":
      return `${operand(body.left)} ${body.operator.toUpperCase()} ${operand(body.right)}`;
  }
}

function operand(body: BoundBody): string {
  return body.kind === "query" ? writeBody(body) : `(${writeBody(body)})`;
}

function writeSelect(select: BoundSelect): string {
  const { distinct, items, columns, from, where, groupBy, having, qualify } = select;
  const list = items.map((item, at) => `${write(item)} AS ${duckName(columns[at]?.id ?? "")}`);
  return joined([
    `SELECT ${distinct ? "DISTINCT " : ""}${list.join(", ")}`,
    from === undefined ? "" : `FROM ${writeTable(from)}`,
    where === undefined ? "" : `WHERE ${write(where)}`,
    groupBy === undefined ? "" : writeGroups(groupBy),
    having === undefined ? "" : `HAVING ${write(having)}`,
    qualify === undefined ? "" : `QUALIFY ${write(qualify)}`,
  ]);
}

function writeGroups({ keys, sets }: BoundGroups): string {
  const texts = keys.map((key) => unnumbered(key, writeQuery));
  if (sets !== undefined) {
    const all = sets.map((set) => `(${set.map((at) => texts[at]).join(", ")})`);
    return `GROUP BY GROUPING SETS (${all.join(", ")})`;
  }
  return texts.length === 0 ? "" : `GROUP BY ${texts.join(", ")}`;
}

/** Returns what stands in FROM. */
export function writeTable(table: BoundTable): string {
  switch (table.kind) {
    case "relation":
      return `${table.sql} AS ${duckName(table.alias)}`;
    case "derived": {
      const columns = table.query.columns.map(({ id }) => duckName(id)).join(", ");
      return `(${writeQuery(table.query)}) AS ${duckName(table.alias)} (${columns})`;
    }
    case "unnest":
      return `${unnested(table.form, write(table.of))} AS ${duckName(table.alias)} ("value", "at")`;
    case "join": {
      const left = writeTable(table.left);
      const right = table.right.kind === "join" ? `(${writeTable(table.right)})` : writeTable(table.right);
      if (table.on === undefined) {
        return table.right.kind === "unnest"
          ? `${left} ${besideElements(table.right)}`
          : `${left} CROSS JOIN ${right}`;
      }
      const type =
        table.type === "inner" || table.type === "cross" ? "JOIN" : `${table.type.toUpperCase()} JOIN`;
      return `${left} ${type} ${right} ON ${write(table.on)}`;
    }
  }
}

/**
 * The elements of what stands on the left. They are taken apart once a row, and only then one by one: in one step DuckDB would join each
 * element with a copy of the whole array, which is gigabytes for some thousands in one array.
 */
function besideElements({ form, of, alias }: Extract<BoundTable, { kind: "unnest" }>): string {
  const apart = duckName(`${alias} apart`);
  const [values, places] = ELEMENTS[form](write(of));
  return `CROSS JOIN LATERAL (SELECT ${values}, ${places}) AS ${apart} ("values", "places")
    CROSS JOIN LATERAL (SELECT unnest(${apart}."values"), unnest(${apart}."places")) AS ${duckName(alias)} ("value", "at")`;
}

/** What is neither an array nor an object has no elements; one that is one alone is its own ("Unnesting queries"). */
function unnested(form: "array" | "object", of: string): string {
  const [values, places] = ELEMENTS[form](of);
  return `(SELECT unnest(${values}), unnest(${places}))`;
}

/** Two lists of one length, in DuckDB's words: values, and where they stand. */
const ELEMENTS = {
  array: (of: string) => [`redshift_super_elements(${of})`, `range(len(redshift_super_elements(${of})))`],
  object: (of: string) => [`redshift_super_values(${of})`, `redshift_super_names(${of})`],
} as const satisfies Record<"array" | "object", (of: string) => readonly [string, string]>;
