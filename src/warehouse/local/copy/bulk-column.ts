/**
 * The conversions of a column in SQL, for values of which nothing is in doubt. A value comes as the text that DuckDB makes
 * of its JSON: that of a string or an integer is exact, that of a number with a point or an exponent is written anew, as
 * are objects and arrays. What may differ from the exact way (convert.ts) is in doubt.
 */
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { FIRST_MILLIS, LAST_MILLIS } from "./convert-time.ts";
import type { CopyCommand } from "./command.ts";

/** One column as SQL. */
export interface BulkColumn {
  /** Select items over `text`, the value's text: they are computed once and named. */
  readonly inputs: readonly string[];
  /** The converted value, over the names of the inputs. */
  readonly value: string;
  /** Conditions over the inputs and `line`; where one is true the row is in doubt. */
  readonly doubts: readonly string[];
  /** Conditions that can only be true where the line holds something nested. */
  readonly nested: readonly string[];
}

/** A number that is not an integer, as DuckDB writes it. */
const REAL = String.raw`-?\d+\.\d+(e[+-]?\d+)?|-?\d+e[+-]?\d+`;

/**
 * Returns the SQL of a column, or undefined when it cannot be converted in bulk; `text` is a DuckDB expression, `index`
 * makes names unique.
 */
export function bulkColumn(
  column: ColumnDefinition,
  copy: CopyCommand,
  text: string,
  index: number,
): BulkColumn | undefined {
  if (column.identity !== undefined) return undefined;
  const raw = `c${index}`;
  const made = byType(column, copy, text, raw, `v${index}`);
  if (made === undefined || !column.notNull) return made;
  return { ...made, doubts: [`${made.value} is null`, ...made.doubts] };
}

function byType(
  { type }: ColumnDefinition,
  copy: CopyCommand,
  text: string,
  raw: string,
  value: string,
): BulkColumn | undefined {
  const inputs = (expression: string): string[] => [`${text} AS ${raw}`, `${expression} AS ${value}`];
  // Minus zero as a number loses its sign; as a date's or a name's it is not a number at all.
  const minusZero = `${raw} = '0' AND contains(line, '-0')`;
  switch (type.name) {
    case "varchar":
    case "char":
      return textColumn(type.name === "char", type.length, copy, text, raw);
    case "smallint":
    case "integer":
    case "bigint":
      return {
        inputs: inputs(`TRY_CAST(${text} AS ${type.name})`),
        value,
        doubts: notAsWritten(raw, value),
        nested: [],
      };
    case "real":
    case "double precision": {
      const written = `CAST(${type.name === "real" ? `TRY_CAST(${raw} AS DOUBLE)` : value} AS VARCHAR)`;
      return {
        inputs: inputs(`TRY_CAST(${text} AS ${type.name === "real" ? "FLOAT" : "DOUBLE"})`),
        value,
        doubts: [
          `NOT isfinite(${value})`,
          `${value} IS NULL AND ${raw} <> ''`,
          `${written} <> ${raw} AND ${written} <> ${raw} || '.0'`,
          minusZero,
        ],
        nested: [],
      };
    }
    case "boolean":
      return {
        inputs: [`${text} AS ${raw}`],
        value: `CASE ${raw} WHEN 'true' THEN true WHEN 'false' THEN false END`,
        doubts: [`${raw} NOT IN ('true', 'false', '')`],
        nested: [],
      };
    case "timestamp":
      return timestampColumn(copy.timeFormat, text, raw, value);
    case "date":
      if (copy.dateFormat !== "" && copy.dateFormat !== "auto") return undefined;
      return {
        inputs: inputs(`TRY_CAST(${text} AS DATE)`),
        value,
        doubts: [...notAsWritten(raw, value), `${value} NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'`],
        nested: [],
      };
    // A decimal with a point loses digits on the way through DuckDB's JSON reader; the others are rare.
    case "decimal":
    case "super":
    case "time":
    case "timetz":
    case "timestamptz":
    case "interval":
    case "varbyte":
      return undefined;
  }
}

/** The cast takes more than COPY does (blanks, 1_000, 0x1F …): only what it would write itself is beyond doubt. */
function notAsWritten(raw: string, value: string): string[] {
  return [`coalesce(CAST(${value} AS VARCHAR), '') <> ${raw}`];
}

function textColumn(
  singleByte: boolean,
  length: number,
  copy: CopyCommand,
  text: string,
  raw: string,
): BulkColumn {
  const doubts = [
    `strlen(${raw}) > ${length}`,
    `${raw} >= '-' AND ${raw} < ':' AND (regexp_full_match(${raw}, '${REAL}') OR ${raw} = '0' AND contains(line, '-0'))`,
  ];
  if (singleByte) doubts.push(`strlen(${raw}) <> length(${raw})`);
  if (copy.blanksAsNull) doubts.push(`${raw} < '!' AND ${raw} <> ''`);
  const trimmed =
    copy.trimBlanks && !singleByte
      ? `CASE WHEN ends_with(${raw}, ' ') THEN rtrim(${raw}) ELSE ${raw} END`
      : raw;
  return {
    inputs: [`${text} AS ${raw}`],
    value: copy.emptyAsNull ? `CASE WHEN ${raw} = '' THEN NULL ELSE ${trimmed} END` : trimmed,
    doubts,
    nested: [`${raw} >= '[' AND ${raw} < '\\'`, `${raw} >= '{' AND ${raw} < '|'`],
  };
}

function timestampColumn(format: string, text: string, raw: string, value: string): BulkColumn | undefined {
  const inputs = (type: string): string[] => [
    `${text} AS ${raw}`,
    `TRY_CAST(${text} AS ${type}) AS ${value}`,
  ];
  const doubts = notAsWritten(raw, value);
  switch (format) {
    case "epochmillisecs":
    case "epochsecs": {
      const unit = format === "epochsecs" ? 1000 : 1;
      const [first, last] = [Math.ceil(FIRST_MILLIS / unit), Math.floor(LAST_MILLIS / unit)];
      return {
        inputs: inputs("BIGINT"),
        value: `epoch_ms(${value} * ${unit})`,
        doubts: [...doubts, `${value} NOT BETWEEN ${first} AND ${last}`],
        nested: [],
      };
    }
    case "":
    case "auto":
      return {
        inputs: inputs("TIMESTAMP"),
        value,
        doubts: [
          ...doubts,
          `${value} NOT BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`,
        ],
        nested: [],
      };
    default:
      return undefined;
  }
}
