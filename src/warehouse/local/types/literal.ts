/** Texts of the statement read as values of a type, in the text that DuckDB casts exactly ("Literals" of the Developer Guide's types). */
import type { BoundType } from "../bound/type.ts";
import { intervalText } from "./interval.ts";
import { readMoment, readTimeOfDay } from "./moment-literal.ts";

const WHOLE = /^\s*[+-]?\d+\s*$/;
const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const FLOAT = /^\s*[+-]?(?:inf|infinity|nan)\s*$/i;

const RANGES: Readonly<Record<"smallint" | "integer" | "bigint", bigint>> = {
  smallint: 2n ** 15n,
  integer: 2n ** 31n,
  bigint: 2n ** 63n,
};

/** "Boolean type": every beginning of these words that is not a beginning of the other. */
const TRUTHS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["true", "t", "yes", "y", "1", "on", "tr", "tru", "ye"].map((word) => [word, "t"])),
  ...Object.fromEntries(
    ["false", "f", "no", "n", "0", "off", "fa", "fal", "fals"].map((word) => [word, "f"]),
  ),
};

/** What a text is not: a value of the type, or one within its bounds. */
export type BadLiteral = { readonly sqlState: "22P02" | "22003" | "22007"; readonly says: string };

/** Returns the text of the value; or what is wrong with it. */
export function readLiteral(text: string, type: BoundType): string | BadLiteral {
  switch (type.name) {
    case "smallint":
    case "integer":
    case "bigint": {
      if (!WHOLE.test(text)) return bad("22P02", `invalid input syntax for integer: "${text}"`);
      const value = BigInt(text.trim().replace(/^\+/, ""));
      const most = RANGES[type.name];
      if (value >= -most && value < most) return String(value);
      return bad("22003", `value "${text}" is out of range for type ${type.name}`);
    }
    case "oid": {
      if (!WHOLE.test(text)) return bad("22P02", `invalid input syntax for type oid: "${text}"`);
      const value = BigInt(text.trim().replace(/^\+/, ""));
      if (value >= 0n && value < 2n ** 32n) return String(value);
      return bad("22003", `value "${text}" is out of range for type oid`);
    }
    case "decimal":
      return NUMBER.test(text)
        ? text.trim()
        : bad("22P02", `invalid input syntax for type numeric: "${text}"`);
    case "real":
    case "double precision":
      if (FLOAT.test(text)) return text.trim();
      if (!NUMBER.test(text)) return bad("22P02", `invalid input syntax for type ${type.name}: "${text}"`);
      return isFinite(type.name === "real" ? Math.fround(Number(text)) : Number(text))
        ? text.trim()
        : bad("22003", `"${text}" is out of range for type ${type.name}`);
    case "boolean":
      return (
        TRUTHS[text.trim().toLowerCase()] ?? bad("22P02", `invalid input syntax for type boolean: "${text}"`)
      );
    case "date":
    case "timestamp":
    case "timestamptz":
      return moment(text, type.name);
    case "time":
    case "timetz":
      return timeOfDay(text, type.name);
    case "interval":
      return intervalText(text) ?? bad("22007", `invalid input syntax for type interval: "${text}"`);
    default:
      return text;
  }
}

/** The date or the moment of a text, by DateStyle ISO, MDY; without a zone a moment is in UTC. */
function moment(text: string, name: "date" | "timestamp" | "timestamptz"): string | BadLiteral {
  const word = text.trim().toLowerCase();
  if (word === "epoch") return name === "date" ? "1970-01-01" : "1970-01-01 00:00:00";
  const read = readMoment(text, name === "timestamptz");
  if (read === undefined) {
    const type = name === "timestamptz" ? "timestamp with time zone" : name;
    return bad("22007", `invalid input syntax for type ${type}: "${text}"`);
  }
  if (name === "date") return read.date;
  return `${read.date} ${read.time}${name === "timestamptz" ? "+00" : ""}`;
}

/** A TIMETZ is kept in UTC ("Datetime types"). */
function timeOfDay(text: string, name: "time" | "timetz"): string | BadLiteral {
  const read = readTimeOfDay(text, name === "timetz");
  if (read !== undefined) return name === "timetz" ? `${read}+00` : read;
  return bad(
    "22007",
    `invalid input syntax for type ${name === "time" ? "time" : "time with time zone"}: "${text}"`,
  );
}

function bad(sqlState: BadLiteral["sqlState"], says: string): BadLiteral {
  return { sqlState, says };
}
