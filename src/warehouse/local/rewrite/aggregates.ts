/** Aggregates that DuckDB computes in other words. */
import type { Call } from "./call.ts";

/**
 * Returns AVG in DuckDB's words, with the type of its sum: of integers it is truncated, which integer division does, and
 * of decimals it keeps the scale (Developer Guide, "AVG function").
 */
export function average({ distinct, args: [value], over }: Call): string {
  const inside = `(${distinct ? "DISTINCT " : ""}${value})`;
  const sum = `sum${inside}${over}`;
  return `cast_to_type(${sum} / count${inside}${over}, ${sum})`;
}

/**
 * Returns LISTAGG in DuckDB's words. DuckDB sorts distinct texts as texts: values that are to stand in their own order
 * are collected and sorted first.
 */
export function listAggregate({
  distinct,
  args: [value, separator = "''"],
  withinGroup = "",
  over,
}: Call): string {
  const [, by, direction = "ASC"] = /^ORDER BY (.*?)(?: (ASC|DESC))?$/is.exec(withinGroup) ?? [];
  if (distinct && by === value) {
    const values = `list(DISTINCT ${value}) FILTER (WHERE ${value} IS NOT NULL)${over}`;
    return `array_to_string(CAST(list_sort(${values}, '${direction}') AS VARCHAR[]), ${separator})`;
  }
  const order = withinGroup === "" ? "" : ` ${withinGroup}`;
  return `string_agg(${distinct ? "DISTINCT " : ""}CAST(${value} AS VARCHAR), ${separator}${order})${over}`;
}
