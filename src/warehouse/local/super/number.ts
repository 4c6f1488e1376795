/**
 * Numbers within SUPER values. One with an exponent is a floating point number; any other is a decimal with its own digits and scale, and
 * an integer is a decimal of scale 0 ("Limitations": the two are not told apart). ("Operators and functions" of the Developer Guide,
 * "Arithmetic operators".)
 */

/** A decimal: `digits` without the point, of which the last `scale` stand after it. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** A number as it is written. */
export type SuperNumber =
  | { readonly kind: "float"; readonly value: number }
  | ({ readonly kind: "decimal" } & Decimal);

/** What a SUPER number holds at most. */
const MOST_DIGITS = 38;

/** Returns the number of a JSON text. */
export function readNumber(text: string): SuperNumber {
  if (/e/i.test(text)) return { kind: "float", value: Number(text) };
  const [, whole = "", fraction = ""] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return { kind: "decimal", digits: BigInt(whole + fraction), scale: fraction.length };
}

/** Returns the JSON text; a floating point number has its exponent ("IS_FLOAT function"). @throws Error 22003 for what is too large. */
export function writeNumber(number: SuperNumber): string {
  if (number.kind === "decimal") return decimalText(number);
  if (!Number.isFinite(number.value)) throw new Error("[22003] a floating point number is out of range");
  return number.value.toExponential();
}

/** Returns a decimal with its point. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** Returns how many digits a decimal has, those after the point included. */
export function precisionOf({ digits, scale }: Decimal): number {
  return Math.max((digits < 0n ? -digits : digits).toString().length, scale, 1);
}

/** Returns a decimal with another scale, rounded half away from zero. */
export function rescaled({ digits, scale }: Decimal, to: number): Decimal {
  if (to >= scale) return { digits: digits * 10n ** BigInt(to - scale), scale: to };
  const power = 10n ** BigInt(scale - to);
  const half = digits < 0n ? -power / 2n : power / 2n;
  return { digits: (digits + half) / power, scale: to };
}

/** Returns one text for equal numbers: as few digits as say it, and no exponent. */
export function canonicalNumber(text: string): string {
  if (/^-?[1-9]\d{0,14}$/.test(text)) return text;
  const number = readNumber(text);
  const decimal = number.kind === "decimal" ? number : ofFloat(number.value);
  if (decimal === undefined) return text;
  let { digits, scale } = decimal;
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  return decimalText({ digits, scale });
}

/** A floating point number by the shortest text that means it. */
function ofFloat(value: number): Decimal | undefined {
  const [, whole = "", fraction = "", exponent = "0"] =
    /^(-?\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential()) ?? [];
  if (whole === "") return undefined;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Signs of what numbers are computed with. */
export type NumberOperator = "+" | "-" | "*" | "/" | "%";

/**
 * Returns `left operator right` as a JSON text: of decimals a decimal whose scale comes from the digits that they have, with a floating point
 * number one. @throws Error 22012 for a division by zero, 22003 for what has more than 38 digits.
 */
export function compute(operator: NumberOperator, left: string, right: string): string {
  const [one, other] = [readNumber(left), readNumber(right)];
  if (one.kind === "float" || other.kind === "float") {
    return writeNumber({ kind: "float", value: ofFloats(operator, Number(left), Number(right)) });
  }
  const result = ofDecimals(operator, one, other);
  if (precisionOf(result) > MOST_DIGITS) throw new Error("[22003] a number has more than 38 digits");
  return decimalText(result);
}

function ofFloats(operator: NumberOperator, one: number, other: number): number {
  if ((operator === "/" || operator === "%") && other === 0) throw new Error("[22012] division by zero");
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return one / other;
    case "%":
      return one % other;
  }
}

function ofDecimals(operator: NumberOperator, one: Decimal, other: Decimal): Decimal {
  if (operator === "*") return { digits: one.digits * other.digits, scale: one.scale + other.scale };
  const scale = Math.max(one.scale, other.scale);
  const [left, right] = [rescaled(one, scale).digits, rescaled(other, scale).digits];
  if (operator === "+") return { digits: left + right, scale };
  if (operator === "-") return { digits: left - right, scale };
  if (right === 0n) throw new Error("[22012] division by zero");
  if (operator === "%") return { digits: left % right, scale };
  // "Computations with numeric values": max(4, s1 + p2 - s2 + 1), with the digits that the divisor has.
  const wanted = Math.max(4, one.scale + precisionOf(other) - other.scale + 1);
  return { digits: (left * 10n ** BigInt(wanted)) / right, scale: wanted };
}

/**
 * Returns the JSON text of a number's ABS, which keeps its scale, or of its FLOOR, CEILING, ROUND or TRUNC, which have none ("Operators and
 * functions", "Arithmetic functions").
 */
export function rounded(how: string, text: string): string {
  const number = readNumber(text);
  if (number.kind === "float") return writeNumber({ kind: "float", value: ofOneFloat(how, number.value) });
  const { digits, scale } = number;
  if (how === "abs") return decimalText({ digits: digits < 0n ? -digits : digits, scale });
  if (how === "round") return decimalText(rescaled(number, 0));
  const power = 10n ** BigInt(scale);
  const cut = digits / power;
  const rest = digits % power;
  if (how === "floor" && rest < 0n) return decimalText({ digits: cut - 1n, scale: 0 });
  if (how === "ceil" && rest > 0n) return decimalText({ digits: cut + 1n, scale: 0 });
  return decimalText({ digits: cut, scale: 0 });
}

function ofOneFloat(how: string, value: number): number {
  switch (how) {
    case "abs":
      return Math.abs(value);
    case "floor":
      return Math.floor(value);
    case "ceil":
      return Math.ceil(value);
    case "round":
      return Math.sign(value) * Math.round(Math.abs(value));
    default:
      return Math.trunc(value);
  }
}
