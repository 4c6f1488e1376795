/** JSON files as fields with values. Pure. */
import { ConfigError } from "../errors.ts";
import { messageOf } from "../text/message-of.ts";
import type { SampleField, SamplePath, SampleValue } from "./sample.ts";

/** Marks what was a number, which JSON.parse would round. */
const NUMBER = "\0";
const NUMBER_OR_STRING = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

type Parsed = null | boolean | string | readonly Parsed[] | { readonly [key: string]: Parsed };

/**
 * Returns the objects of a text, one after another as COPY reads them; numbers are still text. What is left at the end of a text that is
 * `cut` is not an object.
 * @throws ConfigError, naming the file, for anything but objects
 */
export function readObjects(
  text: string,
  { where, cut }: { readonly where: string; readonly cut: boolean },
): readonly object[] {
  const objects: object[] = [];
  let start = -1;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"' && depth > 0) inString = true;
    else if (character === "{") {
      if (depth === 0) start = at;
      depth += 1;
    } else if (character === "}" && depth > 0) {
      depth -= 1;
      if (depth === 0) objects.push(parse(text.slice(start, at + 1), where));
    } else if (depth === 0 && !/\s|\uFEFF/.test(character ?? "")) {
      throw new ConfigError(
        "the file holds a value that is not an object: COPY reads objects, one after another",
        {
          where,
          next: "write one object per line, without a list around them",
        },
      );
    }
  }
  if (depth > 0 && !cut) throw new ConfigError("the last object of the file is not closed", { where });
  return objects;
}

function parse(text: string, where: string): object {
  try {
    return JSON.parse(
      text.replace(NUMBER_OR_STRING, (found) => (found.startsWith('"') ? found : `{"\\u0000":"${found}"}`)),
    ) as object;
  } catch (error) {
    throw new ConfigError(`an object of the file is not JSON: ${messageOf(error)}`, { where, cause: error });
  }
}

/** Returns the fields of objects that `readObjects` returned, in the order in which they first appear; objects in objects are gone into. */
export function fieldsOfObjects(objects: readonly object[]): readonly SampleField[] {
  const fields = new Map<string, { path: SamplePath; values: SampleValue[] }>();
  for (const object of objects) gather([], object as Parsed, fields);
  const all = [...fields.values()];
  // Where one record has an object and another a value, both go into one column.
  const mixed = all.filter(
    ({ path, values }) => values.some(({ kind }) => kind !== "null") && hasBelow(path, all),
  );
  return all.flatMap(({ path, values }) => {
    if (mixed.some((one) => one.path.length < path.length && isBelow(path, one.path))) return [];
    if (mixed.some((one) => one.path === path))
      return [{ path, values: [...values, { kind: "nested" as const }] }];
    // Null in the place of an object is null in all that is in it.
    return hasBelow(path, all) ? [] : [{ path, values }];
  });
}

function gather(
  path: SamplePath,
  value: Parsed,
  fields: Map<string, { path: SamplePath; values: SampleValue[] }>,
): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !(NUMBER in value)) {
    const entries = Object.entries(value as { readonly [key: string]: Parsed });
    if (entries.length > 0 || path.length === 0) {
      for (const [key, inner] of entries) gather([...path, key], inner, fields);
      return;
    }
  }
  const id = JSON.stringify(path);
  const field = fields.get(id) ?? { path, values: [] };
  fields.set(id, field);
  field.values.push(valueOf(value));
}

function valueOf(value: Parsed): SampleValue {
  if (value === null) return { kind: "null" };
  if (typeof value === "boolean") return { kind: "boolean" };
  if (typeof value === "string") return { kind: "text", text: value };
  const number = (value as { readonly [key: string]: Parsed })[NUMBER];
  return typeof number === "string" ? { kind: "number", text: number } : { kind: "nested" };
}

function isBelow(path: SamplePath, above: SamplePath): boolean {
  return path.length > above.length && above.every((key, at) => path[at] === key);
}

function hasBelow(path: SamplePath, all: readonly { readonly path: SamplePath }[]): boolean {
  return all.some((other) => isBelow(other.path, path));
}
