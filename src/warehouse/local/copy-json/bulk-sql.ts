/** The SQL of the fast way: DuckDB reads every value as text, and what would not be exact is a doubt. Pure. */
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import type { DataType } from "../../../dialect/types.ts";
import { duckType } from "../rewrite/data-type.ts";
import { duckLiteral, duckName } from "../rewrite/quote.ts";
import type { CopyCommand } from "./options.ts";

/** A column with the key that feeds it. */
export interface KeyedColumn {
  readonly column: ColumnDefinition;
  readonly key: string;
}

/** A number that JSON wrote in another way than DuckDB tells it: its own text is lost. */
const REAL = "-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?";
const WHOLE = "-?[0-9]+";
/** What DuckDB makes of literals that JSON does not have. */
const NOT_JSON = "'NaN', 'nan', '-nan', 'Infinity', '-Infinity', 'inf', '-inf'";
const EPOCH_LIMIT = 253_402_300_800_000;

/** Whether the fast way knows the options of a COPY and the types of its columns. */
export function canBulk(copy: CopyCommand, columns: readonly ColumnDefinition[]): boolean {
  if (
    copy.blanksAsNull ||
    copy.ignoreHeader > 0 ||
    copy.compression === "zstd" ||
    copy.json.kind === "noshred"
  )
    return false;
  const epoch = copy.timeFormat === "epochmillisecs" || copy.timeFormat === "epochsecs";
  const known = ["varchar", "smallint", "integer", "bigint", "real", "double precision"];
  return columns.every(({ type }) => known.includes(type.name) || (type.name === "timestamp" && epoch));
}

/** Asks of whole files, by path: rows, and rows in doubt. */
export function bulkProof(
  files: readonly string[],
  columns: readonly KeyedColumn[],
  copy: CopyCommand,
): string {
  const doubts = columns.flatMap(({ column, key }) =>
    doubtsOf(duckName(key), column, copy.timeFormat === "epochsecs"),
  );
  // What DuckDB could not read comes as a row without values.
  const empty = `coalesce(${columns.map(({ key }) => duckName(key)).join(", ")}) IS NULL`;
  return `SELECT filename, count(*), count(*) FILTER (WHERE ${[...doubts, empty].join(" OR ")})
    FROM ${readJson(files, columns, copy, ", filename = true")} GROUP BY filename`;
}

/** Loads whole files of which the proof found nothing in doubt. */
export function bulkInsert(
  files: readonly string[],
  target: string,
  columns: readonly KeyedColumn[],
  copy: CopyCommand,
): string {
  const names = columns.map(({ column }) => duckName(column.name));
  const values = columns.map(({ column, key }) => valueOf(duckName(key), column.type, copy));
  return `INSERT INTO ${target} (${names.join(", ")}) SELECT ${values.join(", ")} FROM ${readJson(files, columns, copy, "")}`;
}

function readJson(
  files: readonly string[],
  columns: readonly KeyedColumn[],
  copy: CopyCommand,
  more: string,
): string {
  const keys = [...new Set(columns.map(({ key }) => key))];
  const types = keys.map((key) => `${duckName(key)}: 'VARCHAR'`).join(", ");
  const compression = copy.compression === "gzip" ? "gzip" : "uncompressed";
  return `read_json([${files.map(duckLiteral).join(", ")}], format = 'newline_delimited', columns = {${types}},
      ignore_errors = true, compression = '${compression}'${more})`;
}

function valueOf(name: string, type: DataType, copy: CopyCommand): string {
  switch (type.name) {
    case "varchar": {
      const text = copy.trimBlanks ? `rtrim(${name}, ' ')` : name;
      return copy.emptyAsNull ? `nullif(${text}, '')` : text;
    }
    case "timestamp":
      return `make_timestamp(try_cast(${name} AS BIGINT) * ${copy.timeFormat === "epochsecs" ? 1_000_000 : 1000})`;
    default:
      return `try_cast(${name} AS ${duckType(type)})`;
  }
}

/** Conditions under which the text that DuckDB gives might not be what Redshift would make of the raw one. */
function doubtsOf(name: string, { type, notNull }: ColumnDefinition, epochSecs: boolean): string[] {
  const doubts = notNull ? [`${name} IS NULL`] : [];
  switch (type.name) {
    case "varchar":
      return [
        ...doubts,
        `strlen(${name}) > ${type.length}`,
        // Texts that begin like a number, an object or an array, in byte order.
        `(${name} >= '-' AND ${name} < ':' AND regexp_full_match(${name}, '${REAL}') AND NOT regexp_full_match(${name}, '[1-9][0-9]{0,17}|0'))`,
        `(${name} >= '[' AND ${name} < '\\')`,
        `(${name} >= '{' AND ${name} < '|')`,
        `${name} IN (${NOT_JSON})`,
      ];
    case "real":
    case "double precision":
      return [
        ...doubts,
        `(${name} <> '' AND NOT coalesce(isfinite(try_cast(${name} AS ${duckType(type)})) AND regexp_full_match(${name}, '${REAL}'), false))`,
      ];
    case "timestamp":
      return [
        ...doubts,
        wholeDoubt(name, "BIGINT"),
        `abs(try_cast(${name} AS BIGINT)) >= ${epochSecs ? EPOCH_LIMIT / 1000 : EPOCH_LIMIT}`,
      ];
    default:
      return [...doubts, wholeDoubt(name, duckType(type))];
  }
}

function wholeDoubt(name: string, type: string): string {
  return `(${name} <> '' AND (try_cast(${name} AS ${type}) IS NULL OR NOT regexp_full_match(${name}, '${WHOLE}')))`;
}
