import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf } from "../../src/dialect/place.ts";
import { nodesWithin } from "../../src/dialect/syntax/walk.ts";
import { typeOf } from "../../src/dialect/type-of.ts";
import { MAX_BYTES, renderDataType, type DataType } from "../../src/dialect/types.ts";
import { SqlError } from "../../src/errors.ts";
import { statementOf, thrownBy } from "./statement.ts";

/** What is cast to the type. */
const BEFORE = "select a::";

/** The type that a name means. */
function parse(sql: string): DataType {
  const statement = statementOf(BEFORE + sql);
  const [name] = [...nodesWithin(statement.tree)].filter((node) => node.kind === "type_name");
  if (name === undefined) throw new Error("no type");
  return typeOf(name, placeOf(statement, name.span[0]));
}

describe("data types", () => {
  it.each([
    ["int2", "smallint"],
    ["SMALLINT", "smallint"],
    ["int", "integer"],
    ["int4", "integer"],
    ["int8", "bigint"],
    ["decimal", "numeric(18,0)"],
    ["numeric(10)", "numeric(10,0)"],
    ["decimal(38, 37)", "numeric(38,37)"],
    ["float4", "real"],
    ["float(24)", "real"],
    ["float(25)", "double precision"],
    ["float", "double precision"],
    ["float8", "double precision"],
    ["double precision", "double precision"],
    ["bool", "boolean"],
    ["char", "character(1)"],
    ["character(4096)", "character(4096)"],
    ["nchar(3)", "character(3)"],
    ["bpchar", "character(256)"],
    ["varchar", "character varying(256)"],
    ["text", "character varying(256)"],
    ["varchar(max)", "character varying(65535)"],
    ["character varying(5)", "character varying(5)"],
    ["nvarchar(7)", "character varying(7)"],
    ["date", "date"],
    ["time", "time without time zone"],
    ["time with time zone", "time with time zone"],
    ["timetz", "time with time zone"],
    ["timestamp", "timestamp without time zone"],
    ["datetime", "timestamp without time zone"],
    ["timestamp(6) without time zone", "timestamp without time zone"],
    ["timestamp with time zone", "timestamp with time zone"],
    ["timestamptz", "timestamp with time zone"],
    ["super", "super"],
    ["varbyte", "binary varying(64000)"],
    ["varbinary(10)", "binary varying(10)"],
    ["binary varying(10)", "binary varying(10)"],
    ["interval year to month", "interval"],
    ["interval day to second(3)", "interval"],
  ])("%s is %s", (sql, long) => {
    expect(renderDataType(parse(sql))).toBe(long);
  });

  it("are read back from their long names", () => {
    const plain = [
      "smallint",
      "integer",
      "bigint",
      "real",
      "double precision",
      "boolean",
      "date",
      "time",
      "timetz",
    ];
    const type = fc.oneof(
      fc
        .constantFrom(...plain, "timestamp", "timestamptz", "super", "interval")
        .map((name) => ({ name }) as DataType),
      fc
        .integer({ min: 1, max: 38 })
        .chain((precision) =>
          fc
            .integer({ min: 0, max: Math.min(precision, 37) })
            .map((scale): DataType => ({ name: "decimal", precision, scale })),
        ),
      fc
        .constantFrom("char" as const, "varchar" as const, "varbyte" as const)
        .chain((name) =>
          fc.integer({ min: 1, max: MAX_BYTES[name] }).map((length): DataType => ({ name, length })),
        ),
    );
    fc.assert(
      fc.property(type, (one) => {
        expect(parse(renderDataType(one))).toEqual(one);
      }),
    );
  });

  it.each([
    ["varchar(0)", "length for type varchar must be at least 1", "22023", 1],
    ["varchar(65536)", "length for type varchar cannot exceed 65535", "22023", 1],
    ["char(4097)", "length for type char cannot exceed 4096", "22023", 1],
    ["decimal(39)", "precision for type numeric cannot exceed 38", "22023", 1],
    ["decimal(4, 5)", "scale for type numeric cannot exceed 4", "22023", 1],
    ["decimal(38, 38)", "scale for type numeric cannot exceed 37", "22023", 1],
    ["uuid", 'type "uuid" does not exist', "42704", 1],
    ["toString", 'type "tostring" does not exist', "42704", 1],
    ["geometry", 'type "geometry" is not supported', "0A000", 1],
    ["double", 'type "double" does not exist', "42704", 1],
    ["date(3)", 'type modifier is not allowed for type "date"', "42601", 1],
    ["varchar(a)", 'syntax error at or near "a"', "42601", 9],
    ["varchar(1", "syntax error at end of input", "42601", 10],
    ["(", 'syntax error at or near "("', "42601", 1],
  ])("%s is refused", (sql, message, sqlState, column) => {
    const error = thrownBy(() => parse(sql)) as SqlError;
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ sqlState, position: { line: 1, column: BEFORE.length + column } });
  });
});
