/** Which types become which ("Type compatibility and conversion" of the Database Developer Guide, and what its CAST page adds). */
import type { BoundType } from "../bound/type.ts";

type Name = BoundType["name"];

/** What a conversion wants: nothing, an assignment (INSERT, UPDATE, COALESCE of a DEFAULT), or a cast that is written. */
export type CastKind = "implicit" | "assignment" | "explicit";

/** What a cast makes of a text. */
const OF_TEXT =
  "smallint, integer, bigint, decimal, real, double precision, boolean, date, time, timetz, timestamp, timestamptz, interval, oid";

/** The number of an object, whose text is the object's name. */
const NAMED_OBJECT = { implicit: "oid", assignment: "integer, bigint, varchar, char", explicit: "" };

/**
 * A row for every type: the types that its values become by themselves in an expression, those that they become besides where a
 * column takes them, and those that a cast makes of them. Whatever is not here is an error. The guide's table "Implicit
 * conversion types" holds for expressions and for assignments alike; a narrower number is taken here for assignments only, as
 * in PostgreSQL 8, so that no function is called with a number that was cut.
 */
export const CASTS: Readonly<Record<Exclude<Name, "unknown">, Readonly<Record<CastKind, string>>>> = {
  smallint: {
    implicit: "integer, bigint, decimal, real, double precision, super, oid",
    assignment: "varchar, char, boolean",
    explicit: "varbyte, regclass, regproc, regtype",
  },
  integer: {
    implicit: "bigint, decimal, real, double precision, super, oid",
    assignment: "smallint, varchar, char, boolean",
    explicit: "varbyte, regclass, regproc, regtype",
  },
  bigint: {
    implicit: "decimal, real, double precision, super, oid",
    assignment: "smallint, integer, varchar, char, boolean",
    explicit: "varbyte, regclass, regproc, regtype",
  },
  decimal: {
    implicit: "decimal, real, double precision, super",
    assignment: "smallint, integer, bigint, varchar, char",
    // "cannot cast type numeric to boolean" ("Limitations" of SUPER).
    explicit: "",
  },
  real: {
    implicit: "double precision, super",
    assignment: "smallint, integer, bigint, decimal, varchar, char",
    explicit: "boolean",
  },
  "double precision": {
    implicit: "super",
    assignment: "smallint, integer, bigint, decimal, real, varchar, char",
    explicit: "boolean",
  },
  boolean: {
    implicit: "super",
    assignment: "",
    explicit: "smallint, integer, bigint, decimal, real, double precision",
  },
  char: {
    implicit: "varchar, super, name",
    assignment: 'char, varbyte, "char"',
    explicit: OF_TEXT,
  },
  varchar: {
    implicit: "varchar, super, name",
    assignment: 'char, varbyte, "char"',
    explicit: OF_TEXT,
  },
  date: { implicit: "timestamp, timestamptz", assignment: "varchar, char", explicit: "" },
  time: { implicit: "timetz", assignment: "varchar, char", explicit: "interval" },
  timetz: { implicit: "", assignment: "time, varchar, char", explicit: "" },
  timestamp: { implicit: "timestamptz", assignment: "date, time, varchar, char", explicit: "timetz" },
  timestamptz: { implicit: "", assignment: "timestamp, date, timetz, varchar, char", explicit: "time" },
  interval: { implicit: "", assignment: "varchar, char", explicit: "time" },
  varbyte: {
    implicit: "varbyte",
    assignment: "varchar, char, super",
    explicit: "smallint, integer, bigint",
  },
  super: {
    implicit: "",
    assignment:
      "smallint, integer, bigint, decimal, real, double precision, boolean, varchar, char, date, time, timetz, timestamp, timestamptz, varbyte",
    explicit: "",
  },
  // PostgreSQL 8.0, "Object Identifier Types": the numbers are each other's, and those of no sort of object are compared with integers.
  oid: {
    implicit: "regclass, regproc, regtype",
    assignment: "integer, bigint, varchar, char",
    explicit: "",
  },
  regclass: NAMED_OBJECT,
  regproc: NAMED_OBJECT,
  regtype: NAMED_OBJECT,
  name: { implicit: "varchar, name", assignment: 'char, "char"', explicit: OF_TEXT },
  '"char"': { implicit: 'varchar, "char"', assignment: "char, name", explicit: "" },
  array: { implicit: "array", assignment: "", explicit: "varchar" },
};

const KINDS: readonly CastKind[] = ["implicit", "assignment", "explicit"];

/** Returns what the conversion wants, `same` where there is nothing to convert; undefined where there is none. */
export function castKind(from: BoundType, to: BoundType): CastKind | "same" | undefined {
  if (sameType(from, to)) return "same";
  if (from.name === "unknown") return "implicit";
  const row = CASTS[from.name];
  return KINDS.find((kind) => row[kind].split(", ").includes(to.name));
}

/** Whether two types are one, lengths and scales included. */
export function sameType(one: BoundType, other: BoundType): boolean {
  if (one.name !== other.name) return false;
  if (one.name === "array" && other.name === "array") return sameType(one.of, other.of);
  if (one.name === "decimal" && other.name === "decimal")
    return one.precision === other.precision && one.scale === other.scale;
  return !("length" in one) || !("length" in other) || one.length === other.length;
}
