/** What a SUPER value is ("SUPER type information functions" of the Developer Guide). */
import type { Json } from "./json.ts";
import { precisionOf, readNumber } from "./number.ts";

const BITS: Readonly<Record<string, bigint>> = { smallint: 1n << 15n, integer: 1n << 31n, bigint: 1n << 63n };

/** Tests by the name after `is_`. */
const TESTS: Readonly<Record<string, (json: Json) => boolean>> = {
  array: ({ kind }) => kind === "array",
  object: ({ kind }) => kind === "object",
  scalar: ({ kind }) => kind === "boolean" || kind === "number" || kind === "string",
  boolean: ({ kind }) => kind === "boolean",
  varchar: ({ kind }) => kind === "string",
  // A CHAR holds nothing but ASCII.
  char: (json) => json.kind === "string" && Buffer.byteLength(json.value) === json.value.length,
  float: (json) => json.kind === "number" && readNumber(json.text).kind === "float",
  decimal: (json) => json.kind === "number" && readNumber(json.text).kind === "decimal",
  smallint: (json) => isWhole(json, "smallint"),
  integer: (json) => isWhole(json, "integer"),
  bigint: (json) => isWhole(json, "bigint"),
};

/** Whether a value is of the type whose name stands after `is_`. */
export function isOf(json: Json, type: string): boolean {
  return TESTS[type]?.(json) ?? false;
}

/** A number of scale 0 in the range of the type. */
function isWhole(json: Json, type: string): boolean {
  if (json.kind !== "number") return false;
  const number = readNumber(json.text);
  const limit = BITS[type] as bigint;
  return number.kind === "decimal" && number.scale === 0 && number.digits >= -limit && number.digits < limit;
}

/** Returns how many digits a decimal has, all or those after the point; null for anything else. */
export function digitsOf(json: Json, which: "precision" | "scale"): number | null {
  const number = json.kind === "number" ? readNumber(json.text) : undefined;
  if (number?.kind !== "decimal") return null;
  return which === "scale" ? number.scale : precisionOf(number);
}
