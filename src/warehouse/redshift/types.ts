/**
 * Redshift's names of the types that come over the wire as a number and a modifier (Postgres' pg_type; SUPER, VARBYTE,
 * GEOMETRY, GEOGRAPHY, HLLSKETCH and the intervals have numbers of Redshift's own, as its drivers know them).
 */

const NAMES: Readonly<Record<number, string>> = {
  16: "boolean",
  17: "bytea",
  18: '"char"',
  19: "name",
  20: "bigint",
  21: "smallint",
  23: "integer",
  25: "text",
  26: "oid",
  700: "real",
  701: "double precision",
  705: "unknown",
  1042: "character",
  1043: "character varying",
  1082: "date",
  1083: "time without time zone",
  1114: "timestamp without time zone",
  1184: "timestamp with time zone",
  1186: "interval",
  1188: "interval year to month",
  1190: "interval day to second",
  1266: "time with time zone",
  1700: "numeric",
  2935: "hllsketch",
  3000: "geometry",
  3001: "geography",
  4000: "super",
  6551: "varbyte",
};

/** Postgres counts the four bytes of the length word in. */
const LENGTH_WORD = 4;

/**
 * Returns Redshift's name of a type by its object id and modifier: `character varying(256)`, `numeric(18,2)`, `bigint`;
 * a number that is not known comes back as `oid 12345`.
 */
export function typeName(oid: number, modifier: number): string {
  const name = NAMES[oid];
  if (name === undefined) return `oid ${oid}`;
  const size = modifier - LENGTH_WORD;
  if (size < 0) return name;
  if (oid === 1042 || oid === 1043) return `${name}(${size})`;
  return oid === 1700 ? `${name}(${size >>> 16},${size & 0xffff})` : name;
}
