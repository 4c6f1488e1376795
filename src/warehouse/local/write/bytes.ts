/** Values as bytes and bytes as values: texts in UTF-8, whole numbers with all the bytes of their type ("VARBYTE type"). */
import type { Conversion } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";

/** How many bytes a whole number has. */
export const SIZES: Readonly<Record<string, number>> = { smallint: 2, integer: 4, bigint: 8 };

/** Returns DuckDB's text for the bytes of a text or of a whole number; a CHAR has its blanks. */
export function toBytes(operand: string, from: BoundType): string {
  const size = SIZES[from.name];
  if (size !== undefined)
    return `redshift_functions.bytes_of(CAST(${operand} AS BIGINT), CAST(${2 * size} AS BIGINT))`;
  return from.name === "char" ? `encode(rpad(${operand}, ${from.length}, ' '))` : `encode(${operand})`;
}

/** Returns DuckDB's text for the text, or for the whole number, that has these bytes. */
export function fromBytes(operand: string, to: BoundType, form: Conversion["form"]): string {
  const size = SIZES[to.name];
  if (size === undefined) return form === "try" ? `TRY(decode(${operand}))` : `decode(${operand})`;
  const macro = form === "try" ? "whole_of_or_null" : "whole_of";
  const numbers = `CAST('${2n ** BigInt(8 * size)}' AS HUGEINT)`;
  return `CAST(redshift_functions.${macro}(${operand}, CAST(${size} AS BIGINT), ${numbers}) AS ${to.name.toUpperCase()})`;
}
