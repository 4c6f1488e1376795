/** TO_CHAR of a number (Database Developer Guide, "Numeric format strings"). Pure. */

/** Matches a format of numbers that the local warehouse knows. */
export const NUMBER_FORMAT = /^(?:FM)?[90,G]+(?:[.D][90]*)?$|^(?:FM)?[.D][90]+$/i;

/**
 * Returns the number in the format: 9 a digit or a blank, 0 a digit, a comma or G between digits, a point or D before
 * the fraction, FM without blanks. The place of the sign comes first; a number that is too large gives # for every
 * digit.
 * @param value as digits, with a minus sign and a fraction or without
 */
export function formatNumber(value: string, format: string): string {
  const short = /^FM/i.test(format);
  const [whole, fraction] = split(format.replace(/^FM/i, ""), /[.D]/i);
  const hasPoint = /[.D]/i.test(format);
  const negative = value.startsWith("-");
  const [digits, decimals] = rounded(value.replace(/^-/, ""), fraction.length);
  const places = whole.replaceAll(/[,G]/gi, "").length;
  if (digits.length > places) {
    const overflow = `${whole.replaceAll(/[90]/g, "#")}${hasPoint ? "." : ""}${fraction.replaceAll(/[90]/g, "#")}`;
    return `${negative ? "-" : short ? "" : " "}${overflow}`;
  }
  const zeros = negative && !/[1-9]/.test(digits + decimals);
  const number =
    spread(digits, whole) + (hasPoint ? `.${short ? trimmed(decimals, fraction) : decimals}` : "");
  const start = number.search(/\S/);
  const sign = negative && !zeros ? "-" : short ? "" : " ";
  const text = start === -1 ? sign + number : number.slice(0, start) + sign + number.slice(start);
  return short ? text.trim() : text;
}

/** What stands before the point and behind it. */
function split(text: string, point: RegExp): readonly [string, string] {
  const [before = "", behind = ""] = text.split(point);
  return [before, behind];
}

/** The digits before the point, none for zero, and as many behind it; half is rounded away from zero. */
function rounded(value: string, scale: number): readonly [string, string] {
  const [whole, fraction] = split(value, /\./);
  const all = BigInt(`${whole}${fraction.padEnd(scale, "0").slice(0, scale)}` || "0");
  const up = (fraction[scale] ?? "0") >= "5" ? 1n : 0n;
  const text = String(all + up).padStart(scale + 1, "0");
  return [text.slice(0, text.length - scale).replace(/^0+/, ""), text.slice(text.length - scale)];
}

/** The digits in the places of the format, from the right; what is left of them is blank, or 0 from the first 0 on. */
function spread(digits: string, format: string): string {
  const firstZero = format.search(/0/);
  let rest = digits;
  let text = "";
  for (let at = format.length - 1; at >= 0; at -= 1) {
    const place = format[at] as string;
    const filled = rest !== "" || (firstZero !== -1 && at >= firstZero);
    if (/[,G]/i.test(place)) text = (filled && (rest !== "" || at > firstZero) ? "," : " ") + text;
    else if (rest !== "") {
      text = (rest.at(-1) as string) + text;
      rest = rest.slice(0, -1);
    } else text = (filled ? "0" : " ") + text;
  }
  return text;
}

/** With FM a 9 behind the point shows no zeros at the end. */
function trimmed(decimals: string, format: string): string {
  const kept = format.search(/9*$/);
  return decimals.slice(0, kept) + decimals.slice(kept).replace(/0+$/, "");
}
