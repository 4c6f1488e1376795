/** A result as JSON. */
import { isoMoment } from "../text/iso-moment.ts";
import type { Result } from "../warehouse/warehouse.ts";

/**
 * Returns a result as an array of objects, one a line: numbers where JavaScript can hold them exactly, booleans, SUPER
 * as the JSON that it is but for such numbers in it, moments in ISO 8601, everything else as text. Nothing gives an empty array. A second column of the same name
 * becomes `name_2`.
 */
export function renderJson(result: Pick<Result, "columns" | "rows"> | undefined): string {
  if (result === undefined || result.rows.length === 0) return "[]\n";
  const keys = distinct(result.columns.map(({ name }) => name)).map((name) => JSON.stringify(name));
  const lines = result.rows.map((row) => {
    const fields = result.columns.map(
      ({ type }, index) => `${keys[index]}:${renderValue(row[index] ?? null, type)}`,
    );
    return `{${fields.join(",")}}`;
  });
  return `[${lines.join(",\n ")}]\n`;
}

function renderValue(text: string | null, type: string): string {
  if (text === null) return "null";
  if (type === "boolean") return String(text === "t");
  if (type === "super") return text.replace(TOKENS, (token) => (isInexact(token) ? `"${token}"` : token));
  return JSON.stringify(isExactNumber(text, type) ? Number(text) : isoMoment(text, type));
}

/** Texts, which are left alone, and numbers of a JSON value. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether a token is a number that a double does not hold: a reader would change it and not know. */
function isInexact(token: string): boolean {
  if (token.startsWith('"') || /[eE]/.test(token)) return false;
  return token.includes(".") ? token.replaceAll(/\D/g, "").length > 17 : !Number.isSafeInteger(Number(token));
}

/** A double holds all integers up to 2^53 and all decimals of 15 digits; NaN and infinity are not JSON. */
function isExactNumber(text: string, type: string): boolean {
  if (/^(?:real|double precision)/.test(type)) return Number.isFinite(Number(text));
  if (!/^(?:smallint|integer|bigint|numeric|decimal)/.test(type) || !/^-?\d+(?:\.\d+)?$/.test(text))
    return false;
  return text.includes(".") ? text.replaceAll(/\D/g, "").length <= 15 : Number.isSafeInteger(Number(text));
}

function distinct(names: readonly string[]): string[] {
  const taken = new Set(names);
  return names.map((name, index) => {
    if (names.indexOf(name) === index) return name;
    let count = 2;
    while (taken.has(`${name}_${count}`)) count += 1;
    taken.add(`${name}_${count}`);
    return `${name}_${count}`;
  });
}
