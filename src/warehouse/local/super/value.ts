/**
 * SUPER values as they are stored: JSON without blanks, its numbers as they came. A JSON null is NULL wherever it is a value of its own
 * ("SUPER type" of the Developer Guide has a null among the scalars, and `is null` finds it), and stays within arrays and objects.
 */
import { readJson, writeJson, type Json } from "./json.ts";

/** A string within a SUPER value is a VARCHAR ("Limitations" of the Developer Guide). */
const LONGEST_STRING = 65_535;

/** "An individual SUPER object can hold up to 16 MB of data" ("Limitations"). */
const LARGEST = 16 * 1024 * 1024;

/** Returns a value as it is stored, if it is not too large. @throws Error 22001 */
export function fitting(text: string): string {
  if (isTooLarge(text)) throw new Error(`[22001] a SUPER value is larger than 16 MB`);
  return text;
}

function isTooLarge(text: string): boolean {
  return text.length * 3 > LARGEST && Buffer.byteLength(text) > LARGEST;
}

/** Returns a text as a SUPER value. @throws Error 22001 where it is longer than a string within one may be */
export function textValue(text: string): string {
  if (text.length * 3 > LONGEST_STRING && Buffer.byteLength(text) > LONGEST_STRING)
    throw new Error(`[22001] value too long for type character varying(${LONGEST_STRING})`);
  return JSON.stringify(text);
}

/** Returns the tree of a stored value. @throws Error XX000 where a column holds what is not JSON. */
export function valueOf(text: string): Json {
  const json = readJson(text);
  if (json === undefined) throw new Error("[XX000] a SUPER value is not JSON");
  return json;
}

/** Returns a tree as it is stored: null for a JSON null. */
export function stored(json: Json | undefined): string | null {
  return json === undefined || json.kind === "null" ? null : fitting(writeJson(json));
}

/**
 * Returns the text of a JSON document as a SUPER value is stored ("JSON_PARSE function", "SUPER configurations"), or what is wrong with it.
 */
export function parsed(text: string): { readonly value: string | null } | { readonly says: string } {
  const json = readJson(text);
  if (json === undefined) return { says: "JSON parsing failed: this is not valid JSON" };
  const says = problemOf(json);
  if (says !== undefined) return { says };
  const value = json.kind === "null" ? null : writeJson(json);
  return value !== null && isTooLarge(value)
    ? { says: "JSON parsing failed: it is larger than 16 MB" }
    : { value };
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
