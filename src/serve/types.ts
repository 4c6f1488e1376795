/**
 * Redshift's types as they are announced on the wire: the object id, the size and the modifier of a column (Postgres'
 * pg_type; SUPER, VARBYTE, HLLSKETCH and the intervals have ids of Redshift's own).
 */

/** A type as RowDescription tells it. */
export interface WireType {
  readonly oid: number;
  /** Bytes of a value of fixed size; -1 for a size that varies. */
  readonly size: number;
  /** Length, or precision and scale, in Postgres' coding; -1 for none. */
  readonly modifier: number;
}

/** What has no type, or one that is not known here. */
export const UNKNOWN_OID = 705;

/** By Redshift's name of the type, without length. */
const TYPES: ReadonlyMap<string, readonly [oid: number, size: number]> = new Map([
  ["boolean", [16, 1]],
  ["bool", [16, 1]],
  ["bytea", [17, -1]],
  ['"char"', [18, 1]],
  ["name", [19, 64]],
  ["bigint", [20, 8]],
  ["int8", [20, 8]],
  ["smallint", [21, 2]],
  ["int2", [21, 2]],
  ["integer", [23, 4]],
  ["int", [23, 4]],
  ["int4", [23, 4]],
  ["text", [25, -1]],
  ["regproc", [24, 4]],
  ["oid", [26, 4]],
  ["regclass", [2205, 4]],
  ["regtype", [2206, 4]],
  ["name[]", [1003, -1]],
  ["smallint[]", [1005, -1]],
  ["integer[]", [1007, -1]],
  ["character varying[]", [1015, -1]],
  ["oid[]", [1028, -1]],
  ["real", [700, 4]],
  ["float4", [700, 4]],
  ["double precision", [701, 8]],
  ["float", [701, 8]],
  ["float8", [701, 8]],
  ["unknown", [UNKNOWN_OID, -2]],
  ["character", [1042, -1]],
  ["char", [1042, -1]],
  ["bpchar", [1042, -1]],
  ["character varying", [1043, -1]],
  ["varchar", [1043, -1]],
  ["date", [1082, 4]],
  ["time without time zone", [1083, 8]],
  ["time", [1083, 8]],
  ["timestamp without time zone", [1114, 8]],
  ["timestamp", [1114, 8]],
  ["timestamp with time zone", [1184, 8]],
  ["timestamptz", [1184, 8]],
  ["interval", [1186, 16]],
  ["interval year to month", [1188, 4]],
  ["interval day to second", [1190, 8]],
  ["time with time zone", [1266, 12]],
  ["timetz", [1266, 12]],
  ["numeric", [1700, -1]],
  ["decimal", [1700, -1]],
  ["hllsketch", [2935, -1]],
  ["geometry", [3000, -1]],
  ["geography", [3001, -1]],
  ["super", [4000, -1]],
  ["varbyte", [6551, -1]],
  ["binary varying", [6551, -1]],
]);

/**
 * Returns what is announced for a column of this type; a name that is not known goes out as `unknown`, whose text is
 * plain.
 */
export function wireType(type: string): WireType {
  const [, name = "", first, second] =
    /^([^(]*?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/.exec(type.toLowerCase()) ?? [];
  const [oid, size] = TYPES.get(name) ?? [UNKNOWN_OID, -2];
  return { oid, size, modifier: modifierOf(oid, first, second) };
}

/** Four, for the length word that Postgres counts in, is added to every modifier. */
function modifierOf(oid: number, first: string | undefined, second: string | undefined): number {
  if (first === undefined) return -1;
  if (oid === 1042 || oid === 1043) return Number(first) + 4;
  if (oid === 1700) return (Number(first) << 16) + Number(second ?? 0) + 4;
  return -1;
}
