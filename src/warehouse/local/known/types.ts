/** The data types of Redshift ("Data types" of the Database Developer Guide), and what becomes of each here. */

/** One type. */
export interface KnownType {
  /** All of its names as they are written; the first is that of its page. */
  readonly names: readonly string[];
  readonly page: string;
  readonly differs?: string;
  /** What to use instead: 0A000. */
  readonly refused?: string;
}

const NUMERIC = "Numeric types";
const CHARACTER = "Character types";
const DATETIME = "Datetime types";
const UNSUPPORTED = "Unsupported PostgreSQL data types";
const CATALOGUE = "only in the catalogue and in casts, not for a column of a table";
const INSTEAD = "keep the value as varchar or super";

/** In the order of the guide. */
export const KNOWN_TYPES: readonly KnownType[] = [
  { names: ["smallint", "int2"], page: NUMERIC },
  { names: ["integer", "int", "int4"], page: NUMERIC },
  { names: ["bigint", "int8"], page: NUMERIC },
  { names: ["decimal", "numeric"], page: NUMERIC },
  { names: ["real", "float4"], page: NUMERIC },
  { names: ["double precision", "float8", "float"], page: NUMERIC },
  { names: ["char", "character", "nchar", "bpchar"], page: CHARACTER },
  {
    names: ["varchar", "character varying", "nvarchar", "text", "char varying", "nchar varying"],
    page: CHARACTER,
  },
  { names: ["date"], page: DATETIME },
  { names: ["time", "time without time zone"], page: DATETIME },
  { names: ["timetz", "time with time zone"], page: DATETIME },
  { names: ["timestamp", "timestamp without time zone", "datetime"], page: DATETIME },
  {
    names: ["timestamptz", "timestamp with time zone"],
    page: DATETIME,
    differs: "shown in UTC, the only time zone that a session can have",
  },
  {
    names: ["interval", "interval year to month", "interval day to second"],
    page: "Interval data types and literals",
    differs: "one type holds both kinds",
  },
  { names: ["boolean", "bool"], page: "Boolean type" },
  {
    names: ["super"],
    page: "SUPER type",
    differs: "kept as JSON, numbers as they came",
  },
  { names: ["varbyte", "varbinary", "binary varying"], page: "VARBYTE type" },
  { names: ["oid"], page: UNSUPPORTED, differs: CATALOGUE },
  { names: ["name"], page: UNSUPPORTED, differs: CATALOGUE },
  { names: ["regclass"], page: UNSUPPORTED, differs: CATALOGUE },
  { names: ["regproc", "regprocedure"], page: UNSUPPORTED, differs: `${CATALOGUE}; only array_in is known` },
  { names: ["regtype"], page: UNSUPPORTED, differs: CATALOGUE },
  { names: ["int2vector"], page: UNSUPPORTED, differs: `${CATALOGUE}, an array of smallint` },
  { names: ["geometry"], page: "Querying spatial data in Amazon Redshift", refused: INSTEAD },
  { names: ["geography"], page: "Querying spatial data in Amazon Redshift", refused: INSTEAD },
  { names: ["hllsketch"], page: "HLLSKETCH type", refused: INSTEAD },
];
