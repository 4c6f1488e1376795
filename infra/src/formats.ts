/** How the text of a configuration value becomes what it means, and how the allowed values are told. */
export interface Format<T> {
  /** Ends the sentence "allowed: …". */
  readonly allowed: string;
  /** Returns the value, or undefined for a text that is none. */
  readonly parse: (text: string) => T | undefined;
}

export const oneOf = <const T extends string>(...words: readonly T[]): Format<T> => ({
  allowed: words.join(", "),
  parse: (text) => words.find((word) => word === text),
});

export const flag: Format<boolean> = {
  allowed: "true, false",
  parse: (text) => (text === "true" ? true : text === "false" ? false : undefined),
};

export const whole = (least: number, most: number): Format<number> => ({
  allowed: `a whole number from ${least} to ${most}`,
  parse: (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined,
});

export const numberOf = (allowed: readonly number[]): Format<number> => ({
  allowed: allowed.join(", "),
  parse: (text) => allowed.find((value) => String(value) === text),
});

export const matching = (pattern: RegExp, allowed: string): Format<string> => ({
  allowed,
  parse: (text) => (pattern.test(text) ? text : undefined),
});

/** A JSON list of texts, each of the given format. */
export const listOf = (item: Format<string>): Format<readonly string[]> => ({
  allowed: `a list of ${item.allowed}`,
  parse: (text) => {
    const list = parseJson(text);
    return Array.isArray(list) &&
      list.every((entry) => typeof entry === "string" && item.parse(entry) !== undefined)
      ? list
      : undefined;
  },
});

/** Texts of the given format with commas between them; an empty text is an empty list. */
export const commaList = (item: Format<string>): Format<readonly string[]> => ({
  allowed: item.allowed,
  parse: (text) => {
    const entries = text === "" ? [] : text.split(",").map((entry) => entry.trim());
    return entries.every((entry) => item.parse(entry) !== undefined) ? entries : undefined;
  },
});

/** A range of IPv4 addresses whose host bits are zero, with a prefix from `shortest` to `longest` bits. */
export const cidr = (shortest: number, longest: number): Format<string> => ({
  allowed: `an IPv4 range such as 10.40.0.0/16, with /${shortest} to /${longest} and no host bits`,
  parse: (text) => {
    const [, address = "", prefix = ""] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
    const bytes = address.split(".").map(Number);
    const bits = Number(prefix);
    if (bytes.length !== 4 || bytes.some((byte) => byte > 255) || bits < shortest || bits > longest)
      return undefined;
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    return value % 2 ** (32 - bits) === 0 ? text : undefined;
  },
});

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
