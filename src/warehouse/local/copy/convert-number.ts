/** Numbers and booleans as COPY reads them: from their text, strictly (Developer Guide, "Load error reference"). */
import { MOST_OF_19_DIGITS } from "../types/numeric.ts";
import { invalidBoolean, invalidDigit, outOfRange, overflow, type LoadError } from "./load-errors.ts";

/** Returns the digits of a whole number with their sign, or what is wrong: COPY takes no `1.0` into an integer. */
export function toInteger(text: string, limit: bigint, type: string): string | LoadError {
  if (!/^[+-]?\d+$/.test(text)) {
    const bad = /^[+-]?\d*/.exec(text)?.[0].length ?? 0;
    return invalidDigit(text, Math.min(bad, text.length - 1), type);
  }
  if (text.length < 16) {
    const value = Number(text);
    return value >= -Number(limit) && value < Number(limit) ? text : overflow(type);
  }
  const value = BigInt(text.replace("+", ""));
  return value >= -limit && value < limit ? value.toString() : overflow(type);
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * Returns a decimal number with as many digits as its scale, or what is wrong. What is beyond the scale is cut off; with
 * ROUNDEC it is rounded half away from zero, as INSERT does.
 */
export function toDecimal(
  text: string,
  precision: number,
  scale: number,
  round: boolean,
): string | LoadError {
  const match = DECIMAL.exec(text);
  const digits = `${match?.[2] ?? ""}${match?.[3] ?? ""}`;
  if (match === null || digits === "") {
    const bad = /^[+-]?\d*\.?\d*(?:[eE][+-]?)?/.exec(text)?.[0].length ?? 0;
    return invalidDigit(text, Math.min(bad, text.length - 1), "Decimal", 1209);
  }
  const [, sign = "", , fraction = "", exponent = "0"] = match;
  const units = BigInt(digits);
  const shift = scale - fraction.length + Number(exponent);
  // So far to the left there is no precision, so far to the right no digit left.
  if (units !== 0n && shift > precision) return overflow("Decimal");
  const scaled = units === 0n || shift < -digits.length - 1 ? 0n : shiftBy(units, shift, round);
  const most = precision === 19 ? MOST_OF_19_DIGITS : 10n ** BigInt(precision) - 1n;
  if (scaled > most) return overflow("Decimal");
  const padded = scaled.toString().padStart(scale + 1, "0");
  const at = padded.length - scale;
  return `${sign === "-" ? "-" : ""}${padded.slice(0, at)}${scale === 0 ? "" : `.${padded.slice(at)}`}`;
}

function shiftBy(units: bigint, places: number, round: boolean): bigint {
  if (places >= 0) return units * 10n ** BigInt(places);
  const divisor = 10n ** BigInt(-places);
  return (units + (round ? divisor / 2n : 0n)) / divisor;
}

const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Returns the nearest double in its shortest form, or what is wrong; a Float4 is the nearest to that. */
export function toFloat(text: string, type: "Float4" | "Float8"): string | LoadError {
  if (!FLOAT.test(text)) {
    const bad = /^[+-]?\d*\.?\d*(?:[eE][+-]?\d*)?/.exec(text)?.[0].length ?? 0;
    return invalidDigit(text, Math.min(bad, text.length - 1), type, 1208);
  }
  const value = Number(text);
  if (!Number.isFinite(type === "Float4" ? Math.fround(value) : value)) return outOfRange(type);
  return Object.is(value, -0) ? "-0.0" : String(value);
}

const TRUE = new Set(["t", "true", "y", "yes", "1"]);
const FALSE = new Set(["f", "false", "n", "no", "0"]);

/** Returns `true` or `false`, or what is wrong (Developer Guide, "Boolean type"). */
export function toBoolean(text: string): string | LoadError {
  const word = text.toLowerCase();
  if (TRUE.has(word)) return "true";
  return FALSE.has(word) ? "false" : invalidBoolean();
}
