/** What Redshift calls a column of a result that has no name: PostgreSQL 8 calls it after its column or its function. */
import { ownValue } from "../../../dialect/own-value.ts";
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { Name, TypeName } from "../../../dialect/syntax/node.ts";

const UNNAMED = "?column?";

/** Functions whose column has the name of another, which the parser of Redshift makes of them. */
const CALLED: Readonly<Record<string, string>> = {
  nvl: "coalesce",
  isnull: "coalesce",
  trim: "btrim",
  dateadd: "date_add",
  datediff: "date_diff",
  date_part: "pgdate_part",
  getdate: "timestamp",
};

/** Words that stand for a cast of now ("CURRENT_DATE function", "SYSDATE function"; PostgreSQL 8 has the rest). */
const CLOCKS: Readonly<Record<string, string>> = {
  current_date: "date",
  current_time: "timetz",
  current_timestamp: "timestamptz",
  localtime: "time",
  localtimestamp: "timestamp",
  sysdate: "timestamp",
};

const TYPES: Readonly<Record<string, string>> = {
  smallint: "int2",
  integer: "int4",
  int: "int4",
  bigint: "int8",
  real: "float4",
  float: "float8",
  "double precision": "float8",
  decimal: "numeric",
  boolean: "bool",
  char: "bpchar",
  character: "bpchar",
  nchar: "bpchar",
  "character varying": "varchar",
  "char varying": "varchar",
  nvarchar: "varchar",
  datetime: "timestamp",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
  "time without time zone": "time",
  "time with time zone": "timetz",
};

/** Returns the name. */
export function outputName(syntax: Expression): string {
  return ownName(syntax) ?? UNNAMED;
}

function ownName(syntax: Expression): string | undefined {
  switch (syntax.kind) {
    case "column":
      return (syntax.parts.at(-1) as Name).value;
    case "field":
      return syntax.name.value;
    case "subscript":
      return ownName(syntax.base);
    case "keyword_value":
      return ownValue(CLOCKS, syntax.name) ?? syntax.name;
    case "cast": {
      // A CASE has a name only where nothing else gives one.
      const inner = syntax.operand.kind === "case" ? undefined : ownName(syntax.operand);
      return inner ?? typeName(syntax.type);
    }
    case "typed_literal":
      return typeName(syntax.type);
    case "interval":
      return "interval";
    case "case":
      return (syntax.otherwise && columnName(syntax.otherwise)) ?? "case";
    case "call": {
      const name = (syntax.name.parts.at(-1) as Name).value;
      return ownValue(CALLED, name) ?? name;
    }
    case "extract":
      return "date_part";
    case "at_time_zone":
      return "timezone";
    case "trim":
      return { both: "btrim", leading: "ltrim", trailing: "rtrim" }[syntax.side ?? "both"];
    case "position":
      return "position";
    case "array_query":
      return "array";
    default:
      return undefined;
  }
}

/** The name of a column alone. */
function columnName(syntax: Expression): string | undefined {
  return syntax.kind === "column" ? (syntax.parts.at(-1) as Name).value : undefined;
}

function typeName({ name }: TypeName): string {
  return ownValue(TYPES, name) ?? (name.startsWith("interval") ? "interval" : name);
}
