/** The columns of a staging table, from what was seen of the files. Pure. */
import { freeName, plainName, spell } from "./column-name.ts";
import { columnType, wordOf, type ColumnType } from "./column-type.ts";
import { parquetType } from "./parquet-type.ts";
import type { SampleField, SamplePath, SourceSample } from "./sample.ts";

/** A column that is proposed. */
export interface ProposedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly path: SamplePath;
  /** Whether every record that was seen has a value, and no two the same. */
  readonly isUnique: boolean;
  /** Different values, as text. */
  readonly distinct: ReadonlySet<string>;
}

/** A source with its columns. */
export interface ProposedSource extends Pick<
  SourceSample,
  "name" | "location" | "csv" | "parquet" | "unpack" | "rows" | "notes"
> {
  /** What its table in the star is called; the staging table has `staging_` before it. */
  readonly table: string;
  readonly columns: readonly ProposedColumn[];
  /** Whether columns cannot be found by their names, since objects are nested or names are none of a column. */
  readonly mapped: boolean;
}

/** Returns the source with its columns, in the order in which they were seen. Of a path that JSONPaths cannot say there is none. */
export function proposeColumns(sample: SourceSample): ProposedSource {
  const { name, location, csv, parquet, unpack, rows, notes } = sample;
  const isJson = csv === undefined && !parquet;
  const taken = new Set<string>();
  const columns = sample.fields
    .filter(({ path }) => !isJson || isSayable(path))
    .map((field): ProposedColumn => {
      const spelled = spell(nameOf(field.path, isJson));
      const column = freeName(plainName(spelled, "value"), taken);
      taken.add(column);
      return { name: column, path: field.path, ...factsOf(field, sample) };
    });
  const mapped =
    isJson && columns.some(({ name: column, path }) => path.length > 1 || path[0]?.toLowerCase() !== column);
  return {
    name,
    location,
    csv,
    parquet,
    unpack,
    rows,
    notes,
    table: plainName(name, "rows"),
    columns,
    mapped,
  };
}

/** The keys in a row; a flat one that would be a name anyhow stays, so that COPY finds it by its name. */
function nameOf(path: SamplePath, isJson: boolean): string {
  const [key = ""] = path;
  return path.length === 1 && isJson && /^[A-Za-z][A-Za-z0-9_]*$/.test(key)
    ? key.toLowerCase()
    : path.join("_");
}

function factsOf(
  { values, type: told }: SampleField,
  { csv, rows }: SourceSample,
): Pick<ProposedColumn, "type" | "isUnique" | "distinct"> {
  const type = told === undefined ? columnType(values, csv === undefined) : parquetType(told, values);
  // As COPY loads them: trailing blanks go.
  const seen = values.filter(({ kind }) => kind !== "null").map((value) => wordOf(value).replace(/ +$/, ""));
  const distinct = new Set(seen);
  // An empty text tells no row, and a column that is required may not hold nothing else.
  return { type, distinct, isUnique: seen.length === rows && distinct.size === rows && !distinct.has("") };
}

/** Whether a JSONPaths file can hold the path: quotation marks in a key are nowhere documented. */
function isSayable(path: SamplePath): boolean {
  return path.every((key) => !/['"\\\p{Cc}]/u.test(key) && key !== "");
}

/**
 * Returns the JSONPath expressions of paths, `$.rider.id` or `$['rider']['first name']`: in one file all are of one notation ("COPY from
 * JSON format" of the Database Developer Guide).
 */
export function jsonPaths(paths: readonly SamplePath[]): readonly string[] {
  const isPlain = paths.flat().every((key) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key));
  return paths.map((path) =>
    isPlain ? `$.${path.join(".")}` : `$${path.map((key) => `['${key}']`).join("")}`,
  );
}
