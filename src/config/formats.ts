/** How the text of a setting becomes a value, and which values are allowed. */

/** A kind of value that a setting may have: which texts are allowed, and what they become. */
export interface SettingFormat {
  /** Ends the sentence "… must be". */
  readonly allowed: string;
  /** Stands for the value in help texts. */
  readonly placeholder: string;
  /** Returns the value, or undefined for a text that is none. */
  readonly parse: (text: string) => string | number | undefined;
}

const LONGEST_DEADLINE = 24 * 86_400_000;
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Every format by its name in the schema. */
export const SETTING_FORMATS = {
  text: {
    allowed: "a text",
    placeholder: "text",
    parse: (text) => text,
  },
  path: {
    allowed: "a path on this machine",
    placeholder: "path",
    parse: (text) => (/^[a-z][a-z0-9+.-]+:\/\//i.test(text) ? undefined : text),
  },
  location: {
    allowed: "a path on this machine, or s3://bucket/prefix",
    placeholder: "path-or-url",
    parse: (text) =>
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|$)/.test(text) || !/^[a-z][a-z0-9+.-]+:\/\//i.test(text)
        ? text
        : undefined,
  },
  "whole number": {
    allowed: "a whole number, 0 or more",
    placeholder: "n",
    parse: (text) => wholeNumber(text, 0, Number.MAX_SAFE_INTEGER),
  },
  port: {
    allowed: "a port, 1 to 65535",
    placeholder: "port",
    parse: (text) => wholeNumber(text, 1, 65_535),
  },
  host: {
    // The console shows an endpoint as host:port/database, and that is what people paste.
    allowed: "a host name alone, without port and database",
    placeholder: "host",
    parse: (text) =>
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) || /^[0-9a-f:]*::?[0-9a-f:]+$/i.test(text)
        ? text
        : undefined,
  },
  role: {
    allowed: "`default`, or the ARN of an IAM role (several, with commas, for a chain of roles)",
    placeholder: "arn",
    parse: (text) =>
      text === "default" || text.split(",").every((arn) => /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(arn))
        ? text
        : undefined,
  },
  duration: {
    allowed: "a duration such as 90s, 45m, 2h or 1h30m, at most 24d",
    placeholder: "duration",
    parse: parseDuration,
  },
} as const satisfies Readonly<Record<string, SettingFormat>>;

/** The name of a format: a key of SETTING_FORMATS. */
export type SettingFormatName = keyof typeof SETTING_FORMATS;

/** Returns `1h30m` as milliseconds; undefined for a text that is no duration, for zero, and for more than 24 days. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d{1,9}[smhd])+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  const total = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? Number.NaN),
    0,
  );
  // Node's timers hold 24.8 days at most; a longer one would fire at once.
  return total > 0 && total <= LONGEST_DEADLINE ? total : undefined;
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

/** Returns a format that allows the given words only. */
export function choiceFormat(words: readonly string[]): SettingFormat {
  return {
    allowed: `one of ${words.join(", ")}`,
    placeholder: words.join("|"),
    parse: (text) => (words.includes(text) ? text : undefined),
  };
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
