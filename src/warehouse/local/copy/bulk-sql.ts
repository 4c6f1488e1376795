/**
 * The fast way as SQL: DuckDB reads files of one object a line and converts them, and leaves out every line that is in
 * doubt. What DuckDB's JSON reader takes and COPY does not is looked for in the line itself.
 */
import { LARGEST_ROW } from "../../../formats/largest-row.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { DOUBTS } from "./doubts.ts";
import { bulkColumn, type BulkColumn } from "./bulk-column.ts";
import type { RowPlan } from "./exact.ts";

/** Makes DuckDB statements over the files of these paths. */
export interface BulkSql {
  /** Inserts the lines that are beyond doubt; each of the others moves the sequence on by one. */
  insert(target: string, paths: readonly string[]): string;
  /** Selects path, text and number of the lines in doubt; the text is null for one that is not JSON, or not whole, and an empty line is not counted. */
  doubts(paths: readonly string[]): string;
  /** Selects the paths of the files that have lines in doubt. */
  suspects(paths: readonly string[]): string;
}

/** Whether a line holds something nested; where it does not, its only closing bracket is its last character. */
const NESTED = "is_nested";
/**
 * NaN and infinity; commas without a value after them; NUL. The patterns begin with a plain character, for which the
 * engine then looks at speed, or end at the end, from where it then looks.
 */
const LENIENT: readonly string[] = [
  String.raw`regexp_matches(line, ':\s*-?([nN][aA][nN]|[iI][nN][fF])')`,
  String.raw`${NESTED} AND regexp_matches(line, '[\[,]\s*-?([nN][aA][nN]|[iI][nN][fF])')`,
  String.raw`${NESTED} AND regexp_matches(line, ',\s*[}\]]')`,
  String.raw`regexp_matches(line, ',\s*}$')`,
];
const NUL = String.raw`contains(line, '\u0000')`;
/** NUL, and a string that ends in white space other than a blank, which only an escape can bring into a line. */
const NUL_OR_TRAILING_SPACE = String.raw`regexp_matches(line, '\\(?:u0000|(?:[tnrf]|u000[9a-dA-D])")')`;

/**
 * Returns the SQL for files whose objects have exactly these keys. Undefined where the exact way is needed for all of
 * it: a type or an option that SQL does not cover.
 */
export function bulkSql(plan: RowPlan, keys: readonly string[]): BulkSql | undefined {
  const { copy, columns, mapping } = plan;
  if (mapping.keys === undefined || copy.invalidCharacters !== undefined) return undefined;
  if (copy.ignoreHeader > 0 || copy.compression === "zstd" || copy.dryRun) return undefined;
  // DuckDB does not tell names apart by their case, and knows none that is empty.
  if (new Set(keys.map((key) => key.toLowerCase())).size < keys.length || keys.includes("")) return undefined;
  const keyOf = new Map<number, string>();
  for (const key of keys) for (const column of mapping.columnsOf(key) ?? []) keyOf.set(column, key);
  const made: BulkColumn[] = [];
  for (const [index, column] of columns.entries()) {
    const key = keyOf.get(index);
    const text = key === undefined ? "CAST(NULL AS VARCHAR)" : `fields.${duckName(key)}`;
    const bulk = bulkColumn(column, copy, text, index);
    if (bulk === undefined) return undefined;
    made.push(bulk);
  }
  const doubt = doubtOf(made, copy.trimBlanks);
  const from = (paths: readonly string[]): string => source(paths, keys, copy.compression, made);
  const names = columns.map(({ name }) => duckName(name)).join(", ");
  return {
    insert: (target, paths) =>
      `INSERT INTO ${target} (${names}) SELECT ${made.map(({ value }) => value).join(", ")} FROM ${from(paths)} ` +
      `WHERE CASE WHEN ${doubt} THEN nextval('temp.${DOUBTS}') IS NULL ELSE true END`,
    doubts: (paths) =>
      `SELECT filename, line, line_place FROM ${source(paths, keys, copy.compression, made, PLACE)} WHERE ${doubt}`,
    suspects: (paths) => `SELECT DISTINCT filename FROM ${from(paths)} WHERE ${doubt}`,
  };
}

/** Rows in the order of the files; what costs nothing where nobody asks for it. */
const PLACE = ", row_number() OVER () AS line_place";

function doubtOf(columns: readonly BulkColumn[], trimBlanks: boolean): string {
  const nested = columns.flatMap((column) => column.nested);
  const conditions = [
    "is_other",
    `strlen(line) > ${LARGEST_ROW}`,
    ...LENIENT,
    trimBlanks ? NUL_OR_TRAILING_SPACE : NUL,
    ...columns.flatMap(({ doubts }) => doubts),
    ...(nested.length === 0 ? [] : [`${NESTED} AND (${anyOf(nested)})`]),
    // Never true; but a volatile value keeps the optimizer from computing the values again for every condition.
    "barrier > 1",
  ];
  return `(${anyOf(conditions)})`;
}

function anyOf(conditions: readonly string[]): string {
  return conditions.map((condition) => `(${condition})`).join(" OR ");
}

/**
 * The strict transform fails for a line with another key, one too few, or one twice: then the line is in doubt. Its
 * strictness is about the keys only, since every value may be text.
 */
function source(
  paths: readonly string[],
  keys: readonly string[],
  compression: string,
  columns: readonly BulkColumn[],
  more = "",
): string {
  const structure = JSON.stringify(Object.fromEntries(keys.map((key) => [key, "VARCHAR"])));
  const options = `format = 'newline_delimited', ignore_errors = true, filename = true, compression = '${compression || "uncompressed"}'`;
  const list = `[${paths.map((path) => duckLiteral(path)).join(", ")}]`;
  const inputs = columns.flatMap((column) => column.inputs);
  return (
    `(SELECT *, fields IS NULL AS is_other, contains(line, '[') OR line LIKE '%}%}' AS ${NESTED}, random() AS barrier, ${inputs.join(", ")} FROM (` +
    `SELECT filename${more}, CAST(json AS VARCHAR) AS line, TRY(json_transform_strict(json, ${duckLiteral(structure)})) AS fields ` +
    `FROM read_json_objects(${list}, ${options})))`
  );
}
