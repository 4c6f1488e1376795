/** Which part of a row goes into which column (Developer Guide, "COPY from JSON format"; fields of text go by their place). */
import type { Store } from "../../../store/store.ts";
import type { JsonPath } from "../../../formats/json-path.ts";
import { follow, jsonpathsError, parseJsonpaths } from "./jsonpaths.ts";
import type { LoadError } from "./load-errors.ts";
import type { ColumnsOfKey } from "./members.ts";
import type { CopyCommand } from "./command.ts";
import type { RawValue } from "./raw-value.ts";
import type { Rows } from "./rows.ts";

/** Where in a row the value of each column is. */
export interface Mapping {
  readonly columnsOf: ColumnsOfKey;
  /** Whether an array may be a row. */
  readonly arrays: boolean;
  /** The key of each column, if there is nothing more to it than that. */
  readonly keys: readonly string[] | undefined;
  readonly ignoreCase: boolean;
  /** The value of a column in the row that the reader holds. */
  valueOf(reader: Rows, column: number): RawValue | LoadError | undefined;
}

/** Fields of text: the reader puts each into its column. */
const BY_PLACE: Mapping = {
  columnsOf: () => undefined,
  arrays: false,
  keys: undefined,
  ignoreCase: false,
  valueOf: (reader, column) => reader.values[column],
};

/**
 * Returns the mapping of a COPY to its columns, whose names are given in order; reads its JSONPaths file.
 * @throws WarehouseError for a JSONPaths file that is not one.
 */
export async function mappingOf(
  copy: CopyCommand,
  columns: readonly string[],
  store: Store,
): Promise<Mapping> {
  if (copy.format.kind !== "json") return BY_PLACE;
  const json = copy.format.shape;
  if (json.kind === "noshred") {
    return {
      columnsOf: () => undefined,
      arrays: false,
      keys: undefined,
      ignoreCase: false,
      valueOf: ({ row }) => row,
    };
  }
  if (json.kind === "auto") return byName(columns, json.ignoreCase);
  const paths = parseJsonpaths((await store.read(json.url)).toString("utf8"), json.url);
  if (paths === undefined) return byName(columns, false);
  if (paths.length !== columns.length) {
    throw jsonpathsError(
      `Number of jsonpaths and the number of columns should match. JSONPath size: ${paths.length}, Number of columns in table or column list: ${columns.length}`,
      json.url,
    );
  }
  return byPath(paths);
}

function byName(names: readonly string[], ignoreCase: boolean): Mapping {
  const columns = columnsByKey(ignoreCase ? names.map((name) => name.toLowerCase()) : names);
  return {
    columnsOf: ignoreCase ? (key) => columns.get(key.toLowerCase()) : (key) => columns.get(key),
    arrays: false,
    keys: names,
    ignoreCase,
    valueOf: (reader, column) => reader.values[column],
  };
}

function byPath(paths: readonly JsonPath[]): Mapping {
  const columns = columnsByKey(paths.map(([first]) => first));
  const simple = paths.every((path) => path.length === 1 && typeof path[0] === "string");
  if (simple) {
    const keys = paths.map(([key]) => key as string);
    return { ...byName(keys, false), columnsOf: (key) => columns.get(key) };
  }
  return {
    columnsOf: (key) => columns.get(key),
    arrays: paths.some(([first]) => typeof first === "number"),
    keys: undefined,
    ignoreCase: false,
    valueOf(reader, column) {
      const path = paths[column] as JsonPath;
      // The reader has found the values of an object's keys already; an array is walked from its root.
      if (reader.row.kind === "array" || typeof path[0] === "number") return follow(reader.row, path);
      const value = reader.values[column];
      return value === undefined || path.length === 1 ? value : follow(value, path.slice(1));
    },
  };
}

function columnsByKey(keys: readonly (string | number | undefined)[]): Map<string, readonly number[]> {
  const columns = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    if (typeof key !== "string") continue;
    const known = columns.get(key);
    if (known === undefined) columns.set(key, [index]);
    else known.push(index);
  }
  return columns;
}
