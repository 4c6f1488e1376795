/**
 * SUPER values in another type. What has no value of it is NULL ("Lax semantics", "Limitations" of the Developer Guide): errors are not told.
 */
import { readLiteral } from "../types/literal.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { Json } from "./json.ts";
import { decimalText, readNumber, rescaled, type SuperNumber } from "./number.ts";

const WHOLE = /^\s*[+-]?\d+\s*$/;
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const TRUE = /^\s*(t|tr|tru|true|y|ye|yes|on|1)\s*$/i;
const FALSE = /^\s*(f|fa|fal|fals|false|n|no|off|0)\s*$/i;
const WHOLE_TYPES: readonly string[] = ["smallint", "integer", "bigint"];
const NUMBER_TYPES: readonly string[] = [...WHOLE_TYPES, "decimal", "real", "double precision"];
const TEXT_TYPES: readonly string[] = ["char", "varchar"];

/** Returns the text that DuckDB casts to the type (by its name, without lengths); null for NULL. */
export function castTo(json: Json, type: DataType["name"]): string | null {
  switch (json.kind) {
    case "string":
      return ofText(json.value, type);
    case "number":
      return ofNumber(readNumber(json.text), type);
    case "boolean":
      return ofBoolean(json.value, type);
    // An object or an array is not a scalar, and "Cast from non-scalar values to string returns NULL".
    default:
      return null;
  }
}

/**
 * Returns the same for a value that is an argument: its own type has to be of the kind that is wanted, since "functions return null when
 * mistyped arguments are used" ("Dynamic typing").
 */
export function argumentAs(json: Json, type: DataType["name"]): string | null {
  return kindOf(type) === json.kind ? castTo(json, type) : null;
}

function kindOf(type: DataType["name"]): Json["kind"] {
  if (NUMBER_TYPES.includes(type)) return "number";
  return type === "boolean" ? "boolean" : "string";
}

function ofText(text: string, type: DataType["name"]): string | null {
  if (TEXT_TYPES.includes(type)) return text;
  if (WHOLE_TYPES.includes(type)) return WHOLE.test(text) ? text.trim() : null;
  if (NUMBER_TYPES.includes(type)) return NUMBER.test(text) ? text.trim() : null;
  if (type === "boolean") return TRUE.test(text) ? "true" : FALSE.test(text) ? "false" : null;
  const read = readLiteral(text, { name: type } as DataType);
  return typeof read === "string" ? read : null;
}

function ofNumber(number: SuperNumber, type: DataType["name"]): string | null {
  if (number.kind === "float") return ofFloat(number.value, type);
  if (WHOLE_TYPES.includes(type)) return rescaled(number, 0).digits.toString();
  if (NUMBER_TYPES.includes(type) || TEXT_TYPES.includes(type)) return decimalText(number);
  // A decimal that has a scale becomes no BOOLEAN.
  if (type === "boolean" && number.scale === 0) return String(number.digits !== 0n);
  return null;
}

function ofFloat(value: number, type: DataType["name"]): string | null {
  if (WHOLE_TYPES.includes(type)) return String(halfEven(value));
  return NUMBER_TYPES.includes(type) || TEXT_TYPES.includes(type) ? String(value) : null;
}

/** PostgreSQL's rint(). */
function halfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

function ofBoolean(value: boolean, type: DataType["name"]): string | null {
  if (type === "boolean" || TEXT_TYPES.includes(type)) return String(value);
  return WHOLE_TYPES.includes(type) ? (value ? "1" : "0") : null;
}
