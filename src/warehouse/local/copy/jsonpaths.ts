/** JSONPaths files and the way along a path (Developer Guide, "JSONPaths file" and "JSONPath expressions"). */
import { WarehouseError } from "../../../errors.ts";
import { CLOSE, CLOSE_LIST, COMMA, JsonScanner } from "../../../formats/json-scanner.ts";
import { invalidPath, type LoadError } from "./load-errors.ts";
import type { RawValue } from "./raw-value.ts";

/** One step of a JSONPath: a key, or a place in an array. */
export type PathStep = string | number;
/** The steps of one JSONPath, from the root on. */
export type Path = readonly PathStep[];

/**
 * Parses a JSONPaths file; undefined when it has no "jsonpaths": Redshift then quietly takes 'auto'.
 * @throws WarehouseError when it is not exactly one object with a list of paths that Redshift knows; MAXERROR has no say in it.
 */
export function parseJsonpaths(text: string, url: string): readonly Path[] | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw jsonpathsError(`Invalid JSONPath format: ${(error as Error).message}`, url);
  }
  if (typeof file !== "object" || file === null || Array.isArray(file))
    throw jsonpathsError("Invalid JSONPath format: the file is no object", url);
  const { jsonpaths } = file as { jsonpaths?: unknown };
  if (jsonpaths === undefined) return undefined;
  if (!Array.isArray(jsonpaths)) throw jsonpathsError("Invalid JSONPath format: jsonpaths is no array", url);
  const paths = jsonpaths.map((path) => parsePath(path, url));
  const notations = new Set(paths.flatMap(({ notation }) => notation ?? []));
  if (notations.size > 1)
    throw jsonpathsError("Invalid JSONPath format: bracket and dot notation cannot be mixed", url);
  return paths.map(({ steps }) => steps);
}

const STEP = /\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,9})\]|\.([^.[\]'"*?()]+)/y;

function parsePath(path: unknown, url: string): { steps: Path; notation: "bracket" | "dot" | undefined } {
  if (typeof path !== "string" || !path.startsWith("$") || path.length < 2)
    throw jsonpathsError(`Invalid JSONPath format: ${JSON.stringify(path)}`, url);
  const steps: PathStep[] = [];
  let notation: "bracket" | "dot" | undefined;
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) throw jsonpathsError(`Invalid JSONPath format: ${path}`, url);
    const [, single, double, index, dotted] = match;
    if (index === undefined) {
      const used = dotted === undefined ? "bracket" : "dot";
      if (notation !== undefined && notation !== used)
        throw jsonpathsError(
          `Invalid JSONPath format: ${path}: bracket and dot notation cannot be mixed`,
          url,
        );
      notation = used;
      steps.push((single ?? double ?? dotted ?? "").replace(/\\(.)/g, "$1"));
    } else steps.push(Number(index));
  }
  return { steps, notation };
}

/**
 * Walks on from a value, and returns where it ends: undefined when a key on the way is not there, an error when a step does
 * not fit what is there.
 */
export function follow(value: RawValue, steps: Path): RawValue | LoadError | undefined {
  let here: RawValue | undefined = value;
  for (const step of steps) {
    if (here === undefined || here.kind === "null") return undefined;
    if (typeof step === "number") {
      here = here.kind === "array" ? elementOf(here, step) : undefined;
      if (here === undefined) return invalidPath("Not an array or index out of range.");
    } else {
      if (here.kind !== "object") return invalidPath("Member is not an object.");
      here = memberOf(here, step);
    }
  }
  return here;
}

/** The first member of that name. The value has been scanned before: no status can be anything but DONE. */
function memberOf({ bytes, start }: RawValue, name: string): RawValue | undefined {
  const scanner = new JsonScanner(bytes, start + 1);
  scanner.space();
  while (bytes[scanner.at] !== CLOSE) {
    const keyStart = scanner.at;
    scanner.string();
    const key = JSON.parse(bytes.toString("utf8", keyStart, scanner.at)) as string;
    scanner.colon();
    const value = take(scanner);
    if (key === name) return value;
  }
  return undefined;
}

function elementOf({ bytes, start }: RawValue, index: number): RawValue | undefined {
  const scanner = new JsonScanner(bytes, start + 1);
  scanner.space();
  for (let place = 0; bytes[scanner.at] !== CLOSE_LIST; place += 1) {
    const value = take(scanner);
    if (place === index) return value;
  }
  return undefined;
}

/** The value here; goes on behind it and its comma. */
function take(scanner: JsonScanner): RawValue {
  const start = scanner.at;
  scanner.value();
  const { bytes, kind, plain, at: end } = scanner;
  scanner.space();
  if (bytes[scanner.at] === COMMA) {
    scanner.at += 1;
    scanner.space();
  }
  return { kind, bytes, start, end, plain };
}

/** Returns the error XX000 of a JSONPaths file, with the url of the file. */
export function jsonpathsError(message: string, url: string): WarehouseError {
  return new WarehouseError(message, {
    sqlState: "XX000",
    where: url,
    next: "mend the JSONPaths file: one path a column, in order, all in one notation",
  });
}
