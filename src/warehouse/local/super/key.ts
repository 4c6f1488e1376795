/** SUPER values as they are compared and ordered ("Querying semistructured data" of the Developer Guide, "Dynamic typing", "Order by"). */
import { writeJson, type Json } from "./json.ts";
import { canonicalNumber, readNumber } from "./number.ts";

/**
 * Returns the JSON text that equal values share: numbers by their size, strings without trailing blanks, the attributes of objects in one
 * order.
 */
export function keyOf(json: Json): string {
  return writeJson(canonical(json));
}

function canonical(json: Json): Json {
  switch (json.kind) {
    case "number":
      return { kind: "number", text: canonicalNumber(json.text) };
    case "string":
      return { kind: "string", value: withoutBlanks(json.value) };
    case "array":
      return { kind: "array", items: json.items.map(canonical) };
    case "object": {
      const entries = json.entries.map(([key, value]) => [key, canonical(value)] as const);
      return {
        kind: "object",
        entries: entries.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
      };
    }
    default:
      return json;
  }
}

function withoutBlanks(text: string): string {
  return text.replace(/ +$/, "");
}

/** The order among types is boolean, number, string, array, object; NULL within an array comes last, as ORDER BY has it. */
const RANKS = { boolean: "1", number: "2", string: "3", array: "4", object: "5", null: "9" } as const;

/** After every value within another: less than everything that a value can hold. */
const END = "\u0001";

/** Returns a text whose bytes stand in the order of the values; its first character is that of the type. */
export function rankOf(json: Json): string {
  switch (json.kind) {
    case "null":
      return RANKS.null;
    case "boolean":
      return RANKS.boolean + (json.value ? "1" : "0");
    case "number":
      return RANKS.number + numberRank(json.text);
    case "string":
      return RANKS.string + withoutBlanks(json.value);
    case "array":
      return RANKS.array + json.items.map((item) => rankOf(item) + END).join("");
    case "object":
      return RANKS.object + json.entries.map(([key, value]) => key + END + rankOf(value) + END).join("");
  }
}

/** Digits before the point that are told of: more than a floating point number can have. */
const WHOLE = 310;
const NINE = 9;

/** The sign, how many digits stand before the point, and the digits; of a negative number the complements. */
function numberRank(text: string): string {
  const number = readNumber(canonicalNumber(text));
  if (number.kind === "float") return number.value < 0 ? "0" : "2";
  const negative = number.digits < 0n;
  const { digits, scale } = negative ? { ...number, digits: -number.digits } : number;
  if (digits === 0n) return "1";
  const whole = digits.toString().replace(/0+$/, "");
  const size = digits.toString().length - scale;
  const all = String(size + WHOLE + WHOLE).padStart(4, "0") + whole;
  return negative ? `0${complement(all)}~` : `2${all}`;
}

function complement(digits: string): string {
  return digits.replace(/\d/g, (digit) => String(NINE - Number(digit)));
}

/**
 * Returns how two values stand to each other; undefined where they have no order: values of different types, objects and arrays ("Dynamic
 * typing": the comparison is NULL then).
 */
export function ordered(one: Json, other: Json): "<" | "=" | ">" | undefined {
  if (one.kind !== other.kind || one.kind === "array" || one.kind === "object" || one.kind === "null")
    return undefined;
  const order = Buffer.compare(Buffer.from(rankOf(one)), Buffer.from(rankOf(other)));
  return order === 0 ? "=" : order < 0 ? "<" : ">";
}
