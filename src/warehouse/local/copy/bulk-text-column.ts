/**
 * The conversions of a field of delimited text in SQL. Its text is exact, other than that of a value of JSON (bulk-column.ts): what
 * may differ from the exact way (convert.ts) is in doubt.
 */
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { bulkColumn, type BulkColumn } from "./bulk-column.ts";
import type { CopyCommand } from "./command.ts";

/**
 * Returns the SQL of a column, or undefined when it cannot be converted in bulk; `text` is a DuckDB expression, `index` makes names
 * unique.
 */
export function bulkTextColumn(
  column: ColumnDefinition,
  copy: CopyCommand,
  text: string,
  index: number,
): BulkColumn | undefined {
  if (column.identity !== undefined) return undefined;
  const made = byType(column, copy, text, index);
  if (made === undefined || !column.notNull) return made;
  return {
    ...made,
    doubts: [`${made.value} IS NULL`, ...made.doubts.filter((one) => !one.endsWith("is null"))],
  };
}

function byType(
  column: ColumnDefinition,
  copy: CopyCommand,
  text: string,
  index: number,
): BulkColumn | undefined {
  const { type } = column;
  const [raw, value] = [`c${index}`, `v${index}`];
  switch (type.name) {
    case "varchar":
    case "char":
      return ofText(type.name === "char", type.length, copy, { text, raw });
    case "double precision": {
      const written = `CAST(${value} AS VARCHAR)`;
      // What is written as DuckDB would write it needs no closer look.
      const plain = String.raw`${written} = ${raw} OR regexp_full_match(${raw}, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?')`;
      return {
        inputs: [`${text} AS ${raw}`, `TRY_CAST(${text} AS DOUBLE) AS ${value}`],
        value,
        doubts: [`NOT isfinite(${value})`, `${value} IS NULL AND ${raw} <> ''`, `NOT (${plain})`],
        nested: [],
      };
    }
    case "decimal": {
      const { precision, scale } = type;
      const whole = precision - scale;
      // No digit is cut off or rounded, and none is too many.
      const plain = String.raw`-?\d{${whole === 0 ? 0 : 1},${whole}}(\.\d{1,${Math.max(1, scale)}})?`;
      return {
        inputs: [`${text} AS ${raw}`, `TRY_CAST(${text} AS DECIMAL(${precision}, ${scale})) AS ${value}`],
        value,
        doubts: [
          `${value} IS NULL AND ${raw} <> ''`,
          `CAST(${value} AS VARCHAR) <> ${raw} AND ${scale === 0 ? "true" : `NOT regexp_full_match(${raw}, '${plain}')`}`,
          // Not every number of 19 digits has a place in eight bytes.
          ...(precision === 19 ? [`strlen(regexp_replace(${raw}, '[-.]', '', 'g')) >= 19`] : []),
        ],
        nested: [],
      };
    }
    case "boolean":
      return {
        inputs: [`${text} AS ${raw}`],
        value: `CASE WHEN ${raw} IN ('true', 't', '1') THEN true WHEN ${raw} IN ('false', 'f', '0') THEN false END`,
        doubts: [`${raw} NOT IN ('true', 't', '1', 'false', 'f', '0', '')`],
        nested: [],
      };
    case "smallint":
    case "integer":
    case "bigint":
    case "date":
    case "timestamp":
      return bulkColumn({ ...column, notNull: false }, copy, text, index);
    // Rounding twice, as the exact way does for REAL, is not worth the trouble; the others are rare.
    case "real":
    case "super":
    case "time":
    case "timetz":
    case "timestamptz":
    case "interval":
    case "varbyte":
      return undefined;
  }
}

function ofText(
  singleByte: boolean,
  length: number,
  copy: CopyCommand,
  { text, raw }: { readonly text: string; readonly raw: string },
): BulkColumn {
  const doubts = [`strlen(${raw}) > ${length}`];
  if (singleByte) doubts.push(`strlen(${raw}) <> length(${raw})`);
  if (copy.blanksAsNull) doubts.push(`${raw} < '!' AND ${raw} <> ''`);
  const trims = copy.trimBlanks && !singleByte;
  // White space beside blanks is trimmed too, which rtrim does not.
  if (trims) doubts.push(String.raw`regexp_matches(${raw}, '[\t\n\x0b\f\r] *$')`);
  const trimmed = trims ? `CASE WHEN ends_with(${raw}, ' ') THEN rtrim(${raw}, ' ') ELSE ${raw} END` : raw;
  return {
    inputs: [`${text} AS ${raw}`],
    value: copy.emptyAsNull ? `CASE WHEN ${raw} = '' THEN NULL ELSE ${trimmed} END` : trimmed,
    doubts,
    nested: [],
  };
}
