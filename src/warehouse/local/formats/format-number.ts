/** TO_CHAR of a number ("TO_CHAR", "Numeric format strings" of the Database Developer Guide; its rules are PostgreSQL's). Pure. */
import type { NumberFormat, NumberToken } from "./number-format.ts";

/** A place of the text: what fills it, and whether it belongs to the number's own digits. */
interface Cell {
  readonly text: string;
  readonly kind: "blank" | "digit" | "fixed";
}

/**
 * Returns the number in the format. A 9 is a digit or a blank, a 0 a digit; the place of the sign comes before the first digit, and a number
 * that is too large gives # for every digit.
 * @param value as digits, with a minus sign, a fraction and an exponent or without
 */
export function formatNumber(value: string, format: NumberFormat): string {
  const plain = withoutExponent(value);
  if (format.roman !== "") return roman(plain, format);
  const [digits, decimals] = rounded(plain.replace("-", ""), format.fraction);
  const negative = plain.startsWith("-") && /[1-9]/.test(digits + decimals);
  if (digits.length > format.whole && digits !== "0")
    return signed(overflow(format), format, plain.startsWith("-"));
  const text = signed(cells(digits, decimals, format), format, negative);
  return ordinal(text, plain, format);
}

/** The places of the format, one after the other. */
function cells(
  digits: string,
  decimals: string,
  { tokens, short, whole, fraction }: NumberFormat,
): readonly Cell[] {
  const zeroAt = zeroFrom(tokens);
  const kept = keptDecimals(decimals, tokens, short);
  // `.10` and not `0.10`, where a 9 stands before the point; but `0.` where nothing stands after it.
  const bare = digits === "0" && zeroAt === undefined && fraction > 0 && !(short && kept === "");
  const lead = whole - digits.length;
  const found: Cell[] = [];
  let [at, behind, started] = [0, -1, false];
  for (const token of tokens) {
    if (token.kind === "D") {
      behind = 0;
      found.push({ text: ".", kind: "digit" });
    } else if (token.kind === "9" || token.kind === "0") {
      if (behind >= 0) {
        if (behind < kept.length) found.push({ text: kept[behind] as string, kind: "digit" });
        behind += 1;
        continue;
      }
      const digit =
        at >= lead
          ? bare
            ? undefined
            : digits[at - lead]
          : zeroAt !== undefined && at >= zeroAt
            ? "0"
            : undefined;
      found.push(digit === undefined ? { text: " ", kind: "blank" } : { text: digit, kind: "digit" });
      started ||= digit !== undefined;
      at += 1;
    } else if (token.kind === "G") {
      found.push(started ? { text: ",", kind: "digit" } : { text: " ", kind: "blank" });
    } else found.push({ text: token.text, kind: "fixed" });
  }
  return found;
}

/** The place of the first 0 before the point. */
function zeroFrom(tokens: readonly NumberToken[]): number | undefined {
  const point = tokens.findIndex(({ kind }) => kind === "D");
  const places = (point === -1 ? tokens : tokens.slice(0, point)).filter(
    ({ kind }) => kind === "9" || kind === "0",
  );
  const at = places.findIndex(({ kind }) => kind === "0");
  return at === -1 ? undefined : at;
}

/** With FM the zeros at the end go, as far as the last 0 of the format. */
function keptDecimals(decimals: string, tokens: readonly NumberToken[], short: boolean): string {
  if (!short) return decimals;
  const point = tokens.findIndex(({ kind }) => kind === "D");
  const places = tokens.slice(point + 1).filter(({ kind }) => kind === "9" || kind === "0");
  const least = point === -1 ? 0 : places.findLastIndex(({ kind }) => kind === "0") + 1;
  return decimals.slice(0, least) + decimals.slice(least).replace(/0+$/, "");
}

function overflow({ tokens }: NumberFormat): readonly Cell[] {
  return tokens.map(({ kind, text }): Cell => {
    if (kind === "9" || kind === "0") return { text: "#", kind: "digit" };
    if (kind === "D" || kind === "G") return { text: kind === "D" ? "." : ",", kind: "digit" };
    return { text, kind: "fixed" };
  });
}

/** The text with its sign: before the first digit, or where the format has it. */
function signed(
  places: readonly Cell[],
  { tokens, short, brackets }: NumberFormat,
  negative: boolean,
): string {
  const marks = new Map(tokens.map(({ kind, text }) => [text, kind]));
  const first = places.findIndex(({ kind }) => kind === "digit");
  const own = tokens.some(({ kind }) => kind === "MI" || kind === "SG" || kind === "S");
  const plain = negative ? "-" : short ? "" : " ";
  const open = brackets ? (negative ? "<" : short ? "" : " ") : own ? "" : plain;
  const leading =
    tokens.findIndex(({ kind }) => kind === "S") <
    tokens.findIndex(({ kind }) => kind === "9" || kind === "0");
  const anchored = tokens.some(({ kind }) => kind === "S");
  const sign = negative ? "-" : "+";
  const texts = places.map(({ text, kind }, at) => {
    const before = at === first ? open + (anchored && leading ? sign : "") : "";
    const mark = kind === "fixed" ? marks.get(text) : undefined;
    if (mark === "S") return before;
    if (mark === "SG") return before + sign;
    if (mark === "MI") return before + plain;
    if (mark === "L") return `${before}$`;
    return before + (kind === "blank" && short ? "" : text);
  });
  const close = brackets ? (negative ? ">" : short ? "" : " ") : anchored && !leading ? sign : "";
  return (first === -1 ? open : "") + texts.join("") + close;
}

/** 1ST, 2nd, 11th; of a fraction and of what is less than zero there is none. */
function ordinal(text: string, value: string, { ordinal: written, fraction }: NumberFormat): string {
  if (written === "" || fraction > 0 || value.startsWith("-")) return text;
  const [, tens = "", ones = ""] = /(\d?)(\d)$/.exec(text.trim()) ?? [];
  const suffix = tens === "1" ? "th" : ({ "1": "st", "2": "nd", "3": "rd" }[ones] ?? "th");
  return text + (written === written.toUpperCase() ? suffix.toUpperCase() : suffix);
}

const NUMERALS: readonly (readonly [number, string])[] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

/** 1 to 3999, in fifteen places. */
function roman(value: string, { roman: written, short }: NumberFormat): string {
  const [digits] = rounded(value.replace("-", ""), 0);
  let rest = value.startsWith("-") || digits.length > 4 ? 0 : Number(digits);
  if (rest < 1 || rest > 3999) return "#".repeat(15);
  let text = "";
  for (const [size, numeral] of NUMERALS) {
    text += numeral.repeat(Math.floor(rest / size));
    rest %= size;
  }
  const cased = written === written.toLowerCase() ? text.toLowerCase() : text;
  return short ? cased : cased.padStart(15, " ");
}

/** The digits before the point, and as many after it; half is rounded away from zero. */
function rounded(value: string, scale: number): readonly [string, string] {
  const [whole = "", fraction = ""] = value.split(".");
  const all = BigInt(`${whole}${fraction.padEnd(scale, "0").slice(0, scale)}` || "0");
  const up = (fraction[scale] ?? "0") >= "5" ? 1n : 0n;
  const text = String(all + up).padStart(scale + 1, "0");
  return [text.slice(0, text.length - scale), text.slice(text.length - scale)];
}

/** A float as DuckDB writes it, `1e+20` or `1e-07`, with all of its digits. */
function withoutExponent(value: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]?\d+)$/i.exec(value);
  if (match === null) return value;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
