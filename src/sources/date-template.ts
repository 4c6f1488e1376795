/** Locations with a date in them: `s3://lake/log_data/{yyyy}/{MM}/{dd}/`. Pure. */
import { ConfigError } from "../errors.ts";

/** Parts of a moment in UTC, and how many digits they have. */
const PARTS = { yyyy: 4, MM: 2, dd: 2, HH: 2 } as const;
type Part = keyof typeof PARTS;

const HOUR_MS = 3_600_000;

/** A location in which parts of a date stand for themselves. */
export interface DateTemplate {
  /** What stands before the first of them. */
  readonly base: string;
  /** What the urls of its files begin with. */
  readonly pattern: RegExp;
  /** The location at a moment. */
  at(moment: Date): string;
}

/**
 * Returns the template that a location is; undefined for one without any date.
 * @throws ConfigError for a part that does not exist, and a day without its month
 */
export function parseTemplate(location: string): DateTemplate | undefined {
  const names = [...location.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name = ""]) => name);
  const isDate = (name: string): boolean => /^(?:y+|m+|d+|h+)$/i.test(name);
  if (!names.some(isDate)) return undefined;
  const wrong = names.find((name) => !Object.hasOwn(PARTS, name));
  const finest = Math.max(...names.map((name) => Object.keys(PARTS).indexOf(name)));
  const lacking = Object.keys(PARTS)
    .slice(0, finest)
    .find((part) => !names.includes(part));
  if (wrong !== undefined || lacking !== undefined) {
    const what =
      wrong === undefined
        ? `{${names[0]}} without {${lacking}}`
        : `{${wrong}}, which is not a part of a date`;
    throw new ConfigError(`the location has ${what}`, {
      where: location,
      next: "write {yyyy}, {MM}, {dd} and {HH}, each with all larger parts: s3://bucket/log_data/{yyyy}/{MM}/{dd}/",
    });
  }
  const pieces = location.split(/(\{[A-Za-z]+\})/);
  const each = (make: (part: Part) => string, text: (piece: string) => string): string =>
    pieces.map((piece) => (piece.startsWith("{") ? make(piece.slice(1, -1) as Part) : text(piece))).join("");
  return {
    base: pieces[0] ?? "",
    pattern: new RegExp(
      `^${each(
        (part) => `[0-9]{${PARTS[part]}}`,
        (piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
      )}`,
    ),
    at: (moment) =>
      each(
        (part) => partOf(moment, part),
        (piece) => piece,
      ),
  };
}

/** Returns the locations of a template from one moment to another, both included, in their order. */
export function locationsBetween(template: DateTemplate, from: Date, to: Date): readonly string[] {
  const found = new Set<string>();
  for (let at = from.getTime(); at < to.getTime(); at += HOUR_MS) found.add(template.at(new Date(at)));
  found.add(template.at(to));
  return [...found];
}

function partOf(moment: Date, part: Part): string {
  const iso = moment.toISOString();
  const from = { yyyy: 0, MM: 5, dd: 8, HH: 11 }[part];
  return iso.slice(from, from + PARTS[part]);
}
