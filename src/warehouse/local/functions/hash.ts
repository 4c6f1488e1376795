/** "Hash functions" of the Database Developer Guide. */
import type { BoundExpression } from "../bound/expression.ts";
import { isText } from "../types/common-type.ts";
import type { FunctionCall, FunctionForm, FunctionTable } from "./entry.ts";

const SHA1: readonly FunctionForm[] = [{ takes: ["text"], gives: "varchar(40)", sql: "sha1($1)" }];

/** Where FNV-1a begins, as a signed number. */
const OFFSET = "-3750763034362895579";
/** How many bytes of a number are hashed. */
const BYTES: Readonly<Record<string, number>> = { smallint: 2, integer: 4, bigint: 8 };

/** By name. */
export const HASH_FUNCTIONS: FunctionTable = {
  checksum: {
    page: "CHECKSUM function",
    bind: checksum,
    differs: "only for decimals of at most nine digits: the digits without the point",
  },
  farmfingerprint64: { page: "farmFingerprint64 function", refused: "use fnv_hash" },
  fnv_hash: { page: "FNV_HASH function", bind: fnvHash, differs: "only for whole numbers and texts" },
  func_sha1: { page: "FUNC_SHA1 function", forms: SHA1 },
  md5: { page: "MD5 function", forms: [{ takes: ["text"], gives: "varchar(32)", sql: "md5($1)" }] },
  murmur3_32_hash: {
    page: "MURMUR3_32_HASH",
    refused: "use fnv_hash: the examples on its page show numbers that it cannot return",
  },
  sha: { page: "SHA function", forms: SHA1 },
  sha1: { page: "SHA1 function", forms: SHA1 },
  sha2: {
    page: "SHA2 function",
    forms: [{ takes: ["text", "integer"], gives: "varchar(128)", sql: "redshift_sha2($1, $2)" }],
  },
};

/** The manual hashes the bytes of a value; which they are it tells of whole numbers and texts. */
function fnvHash({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [value, seed] = args();
  if (value === undefined || count > 2) throw binder.noSuchFunction(name, args(), span);
  const begin: BoundExpression =
    seed === undefined ? { kind: "constant", type: { name: "bigint" }, value: OFFSET } : seed;
  const from = binder.convert(begin, { name: "bigint" }, span);
  const bytes = BYTES[value.type.name];
  const type = { name: "bigint" } as const;
  if (bytes !== undefined) {
    const whole = binder.convert(value, type, span);
    return { kind: "apply", type, sql: `redshift_fnv_whole($1, ${bytes}, $2)`, args: [whole, from] };
  }
  if (value.type.name !== "unknown" && !isText(value.type)) {
    throw binder.error(`FNV_HASH of ${value.type.name} is not supported on the local warehouse`, span, {
      sqlState: "0A000",
      next: "cast it to bigint or varchar, there and here",
    });
  }
  // A CHAR is hashed with its blanks.
  const text = value.type.name === "char" ? `rpad($1, ${value.type.length}, ' ')` : "$1";
  const typed =
    value.type.name === "unknown" ? binder.convert(value, { name: "varchar", length: 65_535 }, span) : value;
  return { kind: "apply", type, sql: `redshift_fnv_text(${text}, $2)`, args: [typed, from] };
}

/** The manual's example is the number without its point; of anything else the sum is not known. */
function checksum({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [value] = args();
  if (value === undefined || count !== 1) throw binder.noSuchFunction(name, args(), span);
  const { type } = value;
  if (type.name !== "decimal" || type.precision > 9) {
    throw binder.error(`CHECKSUM of ${type.name} is not supported on the local warehouse`, span, {
      sqlState: "0A000",
      next: "use md5 or fnv_hash",
    });
  }
  return {
    kind: "apply",
    type: { name: "integer" },
    sql: "CAST(replace(CAST($1 AS VARCHAR), '.', '') AS INTEGER)",
    args: [value],
  };
}
