/** Casts. */
import type { DataType } from "../../../dialect/types.ts";
import { duckType } from "../types/duck-type.ts";

/** Returns a cast as Redshift makes it: an explicit cast to VARCHAR(n) or CHAR(n) cuts to n bytes. */
export function castTo(operand: string, type: DataType): string {
  if (type.name !== "varchar" && type.name !== "char") return `CAST(${operand} AS ${duckType(type)})`;
  const text = `redshift_functions.text(${operand})`;
  return type.length < 65_535 ? `redshift_cut(${text}, ${type.length})` : text;
}
