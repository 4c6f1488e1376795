/** Which key of an object goes into which column (Developer Guide, "COPY from JSON format"). */
import { WarehouseError } from "../../../errors.ts";
import type { Store } from "../../../sources/store.ts";
import type { Member } from "./json-object.ts";
import { parseObject } from "./json-object.ts";
import type { RawRow } from "./reader.ts";
import type { CopyCommand } from "./options.ts";
import type { RawValue } from "./convert.ts";

/** Gives the values of a row, one a column; undefined where the row has none. The first of several equal keys counts, as in DuckDB's reader. */
export type Mapping = (row: RawRow) => readonly (RawValue | undefined)[];

/** One step of a JSONPath: a key, or a place in an array. */
export type PathStep = string | number;

/** Makes the mapping of a COPY to its columns. @throws WarehouseError for a JSONPaths file that is none. */
export async function mappingOf(
  copy: CopyCommand,
  columns: readonly string[],
  store: Store,
): Promise<Mapping> {
  const { json } = copy;
  if (json.kind === "noshred") return ({ bytes, start, end }) => [{ kind: "object", bytes, start, end }];
  if (json.kind === "auto") return byName(columns, json.ignoreCase);
  const paths = parseJsonpaths((await store.read(json.url)).toString("utf8"), json.url);
  // A file whose key is not called "jsonpaths" is quietly taken for 'auto' by Redshift.
  if (paths === undefined) return byName(columns, false);
  if (paths.length !== columns.length) {
    throw jsonpathsError(
      `Number of jsonpaths and the number of columns should match. JSONPath size: ${paths.length}, Number of columns in table or column list: ${columns.length}`,
      json.url,
    );
  }
  if (paths.every((path) => path.length === 1 && typeof path[0] === "string")) {
    return byName(
      paths.map(([key]) => key as string),
      false,
    );
  }
  return (row) => paths.map((path) => follow(row, path, json.url));
}

/** The keys of a JSONPaths file that only names keys of the root object; undefined for any other. */
export function topLevelKeys(text: string, url: string): readonly string[] | undefined {
  const paths = parseJsonpaths(text, url);
  const keys = paths?.map((path) => (path.length === 1 ? path[0] : undefined));
  return keys?.every((key) => typeof key === "string") === true ? keys : undefined;
}

function byName(names: readonly string[], ignoreCase: boolean): Mapping {
  const places = new Map(names.map((name, index) => [ignoreCase ? name.toLowerCase() : name, index]));
  return ({ bytes, members }) => {
    const values: (RawValue | undefined)[] = Array.from({ length: names.length });
    for (const { key, kind, start, end } of members) {
      const index = places.get(ignoreCase ? key.toLowerCase() : key);
      if (index !== undefined && values[index] === undefined) values[index] = { kind, bytes, start, end };
    }
    return values;
  };
}

function follow(row: RawRow, path: readonly PathStep[], url: string): RawValue | undefined {
  let { bytes, members } = row;
  let value: RawValue | undefined;
  for (const [index, step] of path.entries()) {
    if (index > 0) {
      if (value === undefined) return undefined;
      bytes = value.bytes.subarray(value.start, value.end);
      members = membersOf(value);
    }
    if (typeof step === "number") {
      const element = elementsOf(value)[step];
      if (element === undefined)
        throw jsonpathsError("Invalid JSONPath format: Not an array or index out of range.", url);
      value = element;
    } else {
      const member = members.find(({ key }) => key === step);
      value = member && { ...member, bytes };
    }
  }
  return value;
}

function membersOf(value: RawValue): readonly Member[] {
  if (value.kind !== "object") return [];
  const parsed = parseObject(value.bytes.subarray(value.start, value.end), 0);
  return parsed.kind === "object" ? parsed.members : [];
}

/** The elements of an array: read as the value of an object, since they follow the same grammar. */
function elementsOf(value: RawValue | undefined): readonly RawValue[] {
  if (value?.kind !== "array") return [];
  const elements = JSON.parse(value.bytes.toString("utf8", value.start, value.end)) as unknown[];
  return elements.map((element) => {
    const bytes = Buffer.from(`{"e":${JSON.stringify(element)}} `);
    const parsed = parseObject(bytes, 0);
    const member = parsed.kind === "object" ? parsed.members[0] : undefined;
    return { kind: member?.kind ?? "null", bytes, start: member?.start ?? 0, end: member?.end ?? 0 };
  });
}

/** Parses a JSONPaths file; undefined when it has no "jsonpaths". */
export function parseJsonpaths(text: string, url: string): readonly (readonly PathStep[])[] | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw jsonpathsError(`Invalid JSONPath format: ${(error as Error).message}`, url);
  }
  const paths = (file as { jsonpaths?: unknown } | null)?.jsonpaths;
  if (paths === undefined) return undefined;
  if (!Array.isArray(paths)) throw jsonpathsError("Invalid JSONPath format: jsonpaths is no array", url);
  return paths.map((path) => parsePath(path, url));
}

const STEP = /^(?:\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\.([^.[\]'"*?()]+))/;

function parsePath(path: unknown, url: string): readonly PathStep[] {
  if (typeof path !== "string" || !path.startsWith("$") || path.length < 2) {
    throw jsonpathsError(`Invalid JSONPath format: ${JSON.stringify(path)}`, url);
  }
  const steps: PathStep[] = [];
  for (let rest = path.slice(1); rest !== "";) {
    const match = STEP.exec(rest);
    if (match === null) throw jsonpathsError(`Invalid JSONPath format: ${path}`, url);
    const [whole, single, double, index, dotted] = match;
    steps.push(
      index === undefined ? ((single ?? double ?? dotted) as string).replace(/\\(.)/g, "$1") : Number(index),
    );
    rest = rest.slice(whole.length);
  }
  return steps;
}

function jsonpathsError(message: string, url: string): WarehouseError {
  return new WarehouseError(message, {
    sqlState: "XX000",
    where: url,
    next: "mend the JSONPaths file: one path a column, in order",
  });
}
