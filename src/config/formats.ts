/** Which values a setting may have, and how its text becomes one: formats of convict, which `load.ts` hands to it. */
import { MOST_REJECTS } from "../names.ts";

/** What people are told of a format. */
export interface FormatWords {
  /** Ends the sentence "… must be". */
  readonly allowed: string;
  /** Stands for the value in help texts. */
  readonly placeholder: string;
}

/** A format in the words of convict, which turns a text by `coerce`, if there is one, and then asks `validate`. */
export interface SettingFormat extends FormatWords {
  /** @throws Error for a value that is not allowed */
  readonly validate: (value: unknown) => void;
  readonly coerce?: (text: string) => unknown;
}

// Node's timers hold 24.8 days at most; a longer one would fire at once.
const LONGEST_DEADLINE = 24 * 86_400_000;
/** What nobody waits for with a timer. */
const OLDEST = 3650 * 86_400_000;
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const hasScheme = (text: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(text);

/** Every format by its name in the schema. */
export const SETTING_FORMATS = {
  text: texts({ allowed: "a text", placeholder: "text" }, () => true),
  path: texts({ allowed: "a path on this machine", placeholder: "path" }, (text) => !hasScheme(text)),
  location: texts(
    { allowed: "a path on this machine, or s3://bucket/prefix", placeholder: "path-or-url" },
    (text) => /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|$)/.test(text) || !hasScheme(text),
  ),
  "rejected rows": numbers({ allowed: `a whole number, 0 to ${MOST_REJECTS}`, placeholder: "n" }, (text) =>
    wholeNumber(text, 0, MOST_REJECTS),
  ),
  // In the place of convict's own, which takes 5439x for 5439.
  port: numbers({ allowed: "a port, 1 to 65535", placeholder: "port" }, (text) =>
    wholeNumber(text, 1, 65_535),
  ),
  host: texts(
    // The console shows an endpoint as host:port/database, and that is what people paste.
    { allowed: "a host name alone, without port and database", placeholder: "host" },
    (text) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) || /^[0-9a-f:]*::?[0-9a-f:]+$/i.test(text),
  ),
  role: texts(
    {
      allowed: "`default`, or the ARN of an IAM role (several, with commas, for a chain of roles)",
      placeholder: "arn",
    },
    (text) =>
      text === "default" ||
      text.split(",").every((arn) => /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(arn)),
  ),
  duration: numbers(
    { allowed: "a duration such as 90s, 45m, 2h or 1h30m, at most 24d", placeholder: "duration" },
    parseDuration,
  ),
  age: numbers(
    { allowed: "a duration such as 12h, 7d or 365d, at most 3650d", placeholder: "duration" },
    (text) => parseDuration(text, OLDEST),
  ),
} as const satisfies Readonly<Record<string, SettingFormat>>;

/** The name of a format: a key of SETTING_FORMATS. */
export type SettingFormatName = keyof typeof SETTING_FORMATS;

/**
 * Returns `1h30m` as milliseconds; undefined for a text that is not a duration, for zero, and for more than the longest.
 * @param longest in milliseconds; 24 days unless it is said
 */
export function parseDuration(text: string, longest = LONGEST_DEADLINE): number | undefined {
  if (!/^(\d{1,9}[smhd])+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  const total = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? Number.NaN),
    0,
  );
  return total > 0 && total <= longest ? total : undefined;
}

/** Returns milliseconds as `parseDuration` reads them, for whole seconds: 5400000 gives `1h30m`. */
export function formatDurationSetting(milliseconds: number): string {
  let rest = milliseconds;
  let text = "";
  for (const [unit, size] of Object.entries(UNITS).toReversed()) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** Returns what people are told where convict allows the given words only. */
export function choiceWords(words: readonly string[]): FormatWords {
  return { allowed: `one of ${words.join(", ")}`, placeholder: words.join("|") };
}

/** A format of texts that stay as they are. */
function texts(words: FormatWords, fits: (text: string) => boolean): SettingFormat {
  return {
    ...words,
    validate: (value) => {
      if (typeof value !== "string" || !fits(value)) throw new Error(`must be ${words.allowed}`);
    },
  };
}

/** A format of numbers; a text that is not one stays one, and is refused. */
function numbers(words: FormatWords, read: (text: string) => number | undefined): SettingFormat {
  return {
    ...words,
    coerce: (text) => read(text) ?? text,
    validate: (value) => {
      if (typeof value !== "number") throw new Error(`must be ${words.allowed}`);
    },
  };
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
