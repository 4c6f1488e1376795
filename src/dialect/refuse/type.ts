/** Types that Redshift does not have ("Data types", "Unsupported PostgreSQL data types" of the Database Developer Guide). */
import { SqlError } from "../../errors.ts";
import { ownValue } from "../own-value.ts";
import { REFUSED_TYPES } from "../refused-names.ts";
import type { TypeName } from "../syntax/node.ts";
import { typeOf } from "../type-of.ts";
import type { Refusal } from "./refusal.ts";

/** Types of the catalogue's tables, which clients cast to ("System catalog tables"). */
const OF_CATALOGUE: ReadonlySet<string> = new Set(
  "abstime aclitem anyelement char cid cstring int2vector name oid oidvector record refcursor regclass regoper regproc regtype tid unknown void xid".split(
    " ",
  ),
);

/** Returns why a type is refused; for one that Redshift has and this project does not know nothing is. */
export function refusedType(type: TypeName): readonly Refusal[] {
  const { name, span } = type;
  const [start] = span;
  if (name.includes(".") || name.startsWith("_") || OF_CATALOGUE.has(name)) return [];
  const next = name === "double" ? "write double precision" : ownValue(REFUSED_TYPES, name);
  if (next !== undefined)
    return [{ start, message: `type "${name}" does not exist`, sqlState: "42704", next }];
  try {
    typeOf(type, { line: 1, column: 1 });
    return [];
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { message, sqlState } = error;
    return sqlState === "0A000" ? [] : [{ start, message, sqlState, next: error.next }];
  }
}
