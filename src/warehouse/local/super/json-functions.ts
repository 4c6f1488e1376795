/** "JSON functions" of the Developer Guide on texts; `nullIfInvalid` is "true" where what is not JSON is NULL and no error. */
import { readJson, writeJson, type Json } from "./json.ts";
import type { ScalarFunction } from "./scalar-functions.ts";

/** By name. */
export const JSON_SCALARS: Readonly<Record<string, ScalarFunction>> = {
  redshift_is_valid_json: { takes: 1, of: (text) => String(readJson(text)?.kind === "object") },
  redshift_is_valid_json_array: { takes: 1, of: (text) => String(readJson(text)?.kind === "array") },
  redshift_json_array_length: {
    takes: 2,
    of: (text, nullIfInvalid) => items(text, nullIfInvalid)?.length.toString() ?? null,
  },
  redshift_json_element: {
    takes: 3,
    of: (text, place, nullIfInvalid) => textOf(items(text, nullIfInvalid)?.[Number(place)]),
  },
  redshift_json_path: { takes: 3, of: atPath },
};

/** An error shows so much of a text. */
const SHOWN = 100;

function items(text: string, nullIfInvalid: string): readonly Json[] | undefined {
  const json = readJson(text);
  if (json?.kind === "array") return json.items;
  if (nullIfInvalid === "true") return undefined;
  throw new Error(`[XX000] invalid json array object ${text.slice(0, SHOWN)}`);
}

/** A path is a list of keys; digits are a key too. */
function atPath(text: string, path: string, nullIfInvalid: string): string | null {
  let here = readJson(text);
  if (here?.kind !== "object") {
    if (nullIfInvalid === "true") return null;
    throw new Error(`[XX000] invalid json object ${text.slice(0, SHOWN)}`);
  }
  for (const key of JSON.parse(path) as readonly string[]) {
    const entries: readonly (readonly [string, Json])[] = here?.kind === "object" ? here.entries : [];
    here = entries.find(([own]) => own === key)?.[1];
  }
  return textOf(here);
}

/** A string without its quotes, a number as it is written; what is not there is NULL, as a JSON null is. */
function textOf(json: Json | undefined): string | null {
  if (json === undefined || json.kind === "null") return null;
  return json.kind === "string" ? json.value : writeJson(json);
}
