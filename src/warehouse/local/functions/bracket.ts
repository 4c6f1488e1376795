/** Lists of characters in brackets, as regular expressions have them, for DuckDB and for JavaScript alike. */

/** Characters of the classes, as they stand between brackets ("POSIX operators": only ASCII). */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
  space: " \\t\\n\\r\\f\\v",
  upper: "A-Z",
  xdigit: "0-9a-fA-F",
};

/** "Perl-influenced operators" by their letters in lower case; the capital letter is what is not in it. */
export const SHORT_CLASSES: Readonly<Record<string, string>> = {
  d: "0-9",
  w: "a-zA-Z0-9_",
  s: " \\t\\n\\r\\f\\v",
};

const SYNTAX = /[\^$\\.*+?()[\]{}|]/;

/** Returns a character that means itself. */
export function literal(sign: string): string {
  return SYNTAX.test(sign) ? `\\${sign}` : sign;
}

/** Whether a text is a regular expression: groups are closed, and there is something to repeat. */
export function isRegex(text: string): boolean {
  try {
    return new RegExp(text, "u").flags === "u";
  } catch {
    return false;
  }
}

/** Which sign escapes, and whether a letter after it stands for a class. */
interface Rules {
  readonly escape: string;
  readonly classes: boolean;
}

/**
 * Returns the list with which a text begins and its length there; `invalid` where it is none, and an escape that has no meaning.
 */
export function bracket(
  rest: string,
  rules: Rules,
): { readonly text: string; readonly length: number } | string {
  const first = rest[1] === "^" ? 2 : 1;
  let text = rest.slice(0, first);
  for (let at = first; at < rest.length; at += 1) {
    const sign = rest[at] as string;
    if (sign === "]" && at > first) return { text: `${text}]`, length: at + 1 };
    if (sign === rules.escape) {
      at += 1;
      const known = escaped(rest[at] ?? "", rules);
      if (known === undefined) return rest[at] === undefined ? "invalid" : `${sign}${String(rest[at])}`;
      text += known;
    } else if (sign === "[" && /[:.=]/.test(rest[at + 1] ?? "")) {
      const [all, name = ""] = /^\[:(\w+):\]/.exec(rest.slice(at)) ?? [];
      const known = CLASSES[name];
      if (all === undefined || known === undefined) return "invalid";
      text += known;
      at += all.length - 1;
    } else {
      const alone = sign === "-" && (at === first || rest[at + 1] === "]");
      text += alone || /[[\]^\\]/.test(sign) ? `\\${sign}` : sign;
    }
  }
  return "invalid";
}

function escaped(sign: string, { classes }: Rules): string | undefined {
  if (sign === "-") return "\\-";
  if (!/[A-Za-z0-9]/.test(sign)) return sign === "" ? undefined : literal(sign);
  const short = classes ? SHORT_CLASSES[sign.toLowerCase()] : undefined;
  if (short !== undefined) return sign === sign.toLowerCase() ? short : `\\${sign}`;
  return classes && /[tnrfv]/.test(sign) ? `\\${sign}` : undefined;
}
