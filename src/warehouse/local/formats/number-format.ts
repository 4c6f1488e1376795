/** Formats of numbers, read into their tokens ("Numeric format strings" of the Database Developer Guide). */

/** `9` and `0` are digits, `G` stands between them, `D` is the point; `text` stands for itself. */
export interface NumberToken {
  readonly kind: "9" | "0" | "G" | "D" | "S" | "MI" | "SG" | "L" | "text";
  readonly text: string;
}

/** A format taken apart. */
export interface NumberFormat {
  readonly tokens: readonly NumberToken[];
  /** FM: no blanks and zeros that only fill. */
  readonly short: boolean;
  /** PR: a negative number stands in angle brackets. */
  readonly brackets: boolean;
  /** TH or th; "" for none. */
  readonly ordinal: string;
  /** RN or rn; "" for none. */
  readonly roman: string;
  /** How many digits stand before and after the point. */
  readonly whole: number;
  readonly fraction: number;
}

/** A format that is none that the guide tells of, or that stands in it without its meaning, from `rest` on. */
export interface BadNumberFormat {
  readonly rest: string;
}

const TOKEN = /^(?:"([^"]*)"|FM|PR|RN|TH|MI|SG|[90.,DGSL]|[^A-Za-z"]+?(?=$|[A-Za-z0-9".,]))/i;

/** Returns the format, or from where on it is none: CC, EEEE, PL and V are not known here. */
export function numberFormat(format: string): NumberFormat | BadNumberFormat {
  const tokens: NumberToken[] = [];
  let [short, brackets, ordinal, roman] = [false, false, "", ""];
  let [whole, fraction, behind] = [0, 0, false];
  let rest = format;
  while (rest !== "") {
    const match = TOKEN.exec(rest);
    if (match === null) return { rest };
    const [text, quoted] = match;
    const kind = quoted === undefined ? text.toUpperCase() : "text";
    if (kind === "FM") short = true;
    else if (kind === "PR") brackets = true;
    else if (kind === "TH") ordinal = text;
    else if (kind === "RN") roman = text;
    else {
      const point = kind === "." || kind === "D";
      // A second point has no meaning.
      if (point && behind) return { rest };
      if (kind === "9" || kind === "0") {
        if (behind) fraction += 1;
        else whole += 1;
      }
      behind ||= point;
      tokens.push({ kind: kindOf(kind), text: quoted ?? text });
    }
    rest = rest.slice(text.length);
  }
  if (roman === "" && whole + fraction === 0) return { rest: format };
  return { tokens, short, brackets, ordinal, roman, whole, fraction };
}

function kindOf(kind: string): NumberToken["kind"] {
  if (kind === ".") return "D";
  if (kind === ",") return "G";
  const known = ["9", "0", "G", "D", "S", "MI", "SG", "L"] as const;
  return known.find((one) => one === kind) ?? "text";
}
