/** The type that several values take together: in CASE, COALESCE, IN, UNION (PostgreSQL 8, "UNION, CASE, and Related Constructs"). */
import { TEXT, type BoundType } from "../bound/type.ts";
import { OBJECT_TYPES, type NameType, type ObjectType } from "../../../dialect/types.ts";
import { sameType } from "./casts.ts";
import { commonNumber, isInteger, isNumber } from "./numeric.ts";

/** Moments, each of which becomes those after it. */
const MOMENTS: readonly string[] = ["date", "timestamp", "timestamptz"];

/** Returns the type of two; undefined where they have none in common. */
export function commonType(left: BoundType, right: BoundType): BoundType | undefined {
  if (left.name === "unknown") return right;
  if (right.name === "unknown" || sameType(left, right)) return left;
  if (isNumber(left) && isNumber(right)) return commonNumber(left, right);
  if (isText(left) && isText(right)) return longer(left, right);
  if (left.name === "super" || right.name === "super") return { name: "super" };
  if (left.name === "varbyte" && right.name === "varbyte") return left.length > right.length ? left : right;
  if (isObject(left) || isObject(right)) return commonObject(left, right);
  const [one, other] = [MOMENTS.indexOf(left.name), MOMENTS.indexOf(right.name)];
  if (one !== -1 && other !== -1) return one > other ? left : right;
  return undefined;
}

/** Numbers of objects are compared with each other and with integers, and with nothing else. */
function commonObject(left: BoundType, right: BoundType): BoundType | undefined {
  const both = [left, right].every((type) => isObject(type) || isInteger(type));
  return both ? { name: "oid" } : undefined;
}

/** Whether a type is the number of an object of the catalogue. */
export function isObject(type: BoundType): type is ObjectType {
  return OBJECT_TYPES.some((name) => name === type.name);
}

/** Returns the type of all; texts where none says what it is. Undefined where they have none in common. */
export function commonTypeOf(types: readonly BoundType[]): BoundType | undefined {
  let common: BoundType | undefined = { name: "unknown" };
  for (const type of types) common = common && commonType(common, type);
  return common?.name === "unknown" ? TEXT : common;
}

/** Whether a type is CHAR or VARCHAR, or one of the texts of the catalogue. */
export function isText(type: BoundType): type is Text {
  return TEXTS.includes(type.name);
}

const TEXTS: readonly string[] = ["char", "varchar", "name", '"char"'];

type Text = { readonly name: "char" | "varchar" | NameType["name"]; readonly length: number };

function longer(left: Text, right: Text): BoundType {
  const length = Math.max(left.length, right.length);
  return { name: left.name === "char" && right.name === "char" ? "char" : "varchar", length };
}
