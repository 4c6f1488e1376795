/** JSONPaths files and the way along a path (Developer Guide, "JSONPaths file" and "JSONPath expressions"). */
import { WarehouseError } from "../../../errors.ts";
import { parseJsonPath, type JsonPath, type ParsedPath } from "../../../formats/json-path.ts";
import { elementAt, membersOf } from "../../../formats/json-value.ts";
import { invalidPath, type LoadError } from "./load-errors.ts";
import type { RawValue } from "./raw-value.ts";

/**
 * Parses a JSONPaths file; undefined when it has no "jsonpaths": Redshift then quietly takes 'auto'.
 * @throws WarehouseError when it is not exactly one object with a list of paths that Redshift knows; MAXERROR has no say in it.
 */
export function parseJsonpaths(text: string, url: string): readonly JsonPath[] | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw jsonpathsError(`Invalid JSONPath format: ${(error as Error).message}`, url);
  }
  if (typeof file !== "object" || file === null || Array.isArray(file))
    throw jsonpathsError("Invalid JSONPath format: the file is not an object", url);
  const { jsonpaths } = file as { jsonpaths?: unknown };
  if (jsonpaths === undefined) return undefined;
  if (!Array.isArray(jsonpaths))
    throw jsonpathsError("Invalid JSONPath format: jsonpaths is not an array", url);
  const paths = jsonpaths.map((path) => parsePath(path, url));
  const notations = new Set(paths.flatMap((path) => [...path.notations]));
  if (notations.size > 1)
    throw jsonpathsError("Invalid JSONPath format: bracket and dot notation cannot be mixed", url);
  return paths.map(({ steps }) => steps);
}

function parsePath(path: unknown, url: string): ParsedPath {
  const parsed = parseJsonPath(path);
  if (parsed === undefined)
    throw jsonpathsError(
      `Invalid JSONPath format: ${typeof path === "string" && path.startsWith("$") ? path : JSON.stringify(path)}`,
      url,
    );
  if (parsed.notations.size > 1)
    throw jsonpathsError(
      `Invalid JSONPath format: ${String(path)}: bracket and dot notation cannot be mixed`,
      url,
    );
  return parsed;
}

/**
 * Walks on from a value, and returns where it ends: undefined when a key on the way is not there, an error when a step does
 * not fit what is there.
 */
export function follow(value: RawValue, steps: JsonPath): RawValue | LoadError | undefined {
  let here: RawValue | undefined = value;
  for (const step of steps) {
    if (here === undefined || here.kind === "null") return undefined;
    if (typeof step === "number") {
      here = here.kind === "array" ? elementAt(here, step) : undefined;
      if (here === undefined) return invalidPath("Not an array or index out of range.");
    } else {
      if (here.kind !== "object") return invalidPath("Member is not an object.");
      here = memberOf(here, step);
    }
  }
  return here;
}

/** The first member of that name: the value has been scanned before, and is whole. */
function memberOf(value: RawValue, name: string): RawValue | undefined {
  for (const member of membersOf(value)) if (member.key === name) return member.value;
  return undefined;
}

/** Returns the error XX000 of a JSONPaths file, with the url of the file. */
export function jsonpathsError(message: string, url: string): WarehouseError {
  return new WarehouseError(message, {
    sqlState: "XX000",
    where: url,
    next: "fix the JSONPaths file: one path for each column, in order, all in one notation",
  });
}
