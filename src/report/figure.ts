/** A single value as words, by the name and the type of its column. */
import { countOf, formatCount, formatShare } from "../text/amounts.ts";
import { isNumber } from "./chart.ts";
import type { Answer } from "./data.ts";
import { isHour, sayHour } from "./hours.ts";

/**
 * Returns a value as people read it: 37 of `order_count` is "37 orders", 16 of `hour` "16–17", 0.049 of `paid_share` is "4.9 %", any other number has its
 * thousands apart, and a text stays as it is.
 */
export function sayFigure(value: string, { name, type }: Answer["columns"][number]): string {
  if (!isNumber(type)) return value;
  const number = Number(value);
  if (isHour(name)) return sayHour(value);
  if (name.endsWith("_share")) return formatShare(number, 1);
  const noun = name.endsWith("_count") ? name.slice(0, -"_count".length).replaceAll("_", " ") : "";
  return noun === "" ? formatCount(number) : countOf(number, noun, pluralOf(noun));
}

/** Returns the plural of an English noun. */
export function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
