/**
 * SUPER values as they are stored: JSON without blanks, its numbers as they came. A JSON null is NULL wherever it is a value of its own
 * ("SUPER type" of the Developer Guide has a null among the scalars, and `is null` finds it), and stays within arrays and objects.
 */
import { readJson, writeJson, type Json } from "./json.ts";

/** A string within a SUPER value is a VARCHAR ("Limitations" of the Developer Guide). */
const LONGEST_STRING = 65_535;

/** Returns the tree of a stored value. @throws Error XX000 where a column holds what is no JSON. */
export function valueOf(text: string): Json {
  const json = readJson(text);
  if (json === undefined) throw new Error("[XX000] a SUPER value is no JSON");
  return json;
}

/** Returns a tree as it is stored: null for a JSON null. */
export function stored(json: Json | undefined): string | null {
  return json === undefined || json.kind === "null" ? null : writeJson(json);
}

/**
 * Returns the text of a JSON document as a SUPER value is stored ("JSON_PARSE function", "SUPER configurations"), or what is wrong with it.
 */
export function parsed(text: string): { readonly value: string | null } | { readonly says: string } {
  const json = readJson(text);
  if (json === undefined) return { says: "JSON parsing failed: this is no valid JSON" };
  const says = problemOf(json);
  return says === undefined ? { value: stored(json) } : { says };
}

function problemOf(json: Json): string | undefined {
  switch (json.kind) {
    case "string":
      return Buffer.byteLength(json.value) > LONGEST_STRING
        ? `JSON parsing failed: a string is longer than ${LONGEST_STRING} bytes`
        : undefined;
    case "array":
      return firstProblem(json.items);
    case "object": {
      const keys = json.entries.map(([key]) => key);
      const twice =
        new Set(keys).size === keys.length
          ? undefined
          : keys.find((key, index) => keys.indexOf(key) !== index);
      if (twice !== undefined)
        return `JSON parsing failed: an object has the attribute "${twice}" more than once`;
      return firstProblem(json.entries.map(([, value]) => value));
    }
    default:
      return undefined;
  }
}

function firstProblem(values: readonly Json[]): string | undefined {
  for (const value of values) {
    const says = problemOf(value);
    if (says !== undefined) return says;
  }
  return undefined;
}

/** A step into a value: the attribute of an object, the place in an array from 0. */
export type Step = string | number;

/** Returns what stands at the end of a way; undefined where there is nothing ("Lax semantics"). */
export function at(json: Json, path: readonly Step[]): Json | undefined {
  let here: Json | undefined = json;
  for (const step of path) {
    if (here?.kind === "object" && typeof step === "string")
      here = here.entries.find(([key]) => key === step)?.[1];
    else if (here?.kind === "array" && typeof step === "number") here = here.items[step];
    else return undefined;
  }
  return here;
}
