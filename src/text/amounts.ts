/** Numbers as people read them; English, whatever the machine's language, so that two pages can be compared. */

/** What rounds, made when there is something to round: that loads the rules of all languages, 14 ms. */
let rounding: Intl.NumberFormat | undefined;
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/**
 * Returns a number with its thousands apart, and at most two decimals: 6820 gives "6,820"; "–" for what is not finite.
 */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value).replace(THOUSANDS, ",");
  rounding ??= new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
  return rounding.format(value);
}

/** Returns a number with its noun, in the singular for 1: "1 row", "2 rows". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/**
 * Returns a share in percent with one decimal; "–" for a share of nothing. It never says 0 % of some, or 100 % of less than all.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.1) return "under 0.1 %";
  if (part < whole && percent > 99.9) return "over 99.9 %";
  return `${percent.toFixed(1)} %`;
}

/** Returns bytes in units of 1,000: "64 bytes", "1.2 MB". */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return `${formatCount(Number((bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)))} ${units[power]}`;
}

/** Returns milliseconds in at most two units: "0 s", "12 ms", "3.2 s", "4 min 10 s", "2 h 5 min", "3 d 4 h". */
export function formatDuration(ms: number): string {
  if (ms < 0.5) return "0 s";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const steps = [
    { unit: "d", ms: 86_400_000 },
    { unit: "h", ms: 3_600_000 },
    { unit: "min", ms: 60_000 },
    { unit: "s", ms: 1000 },
  ];
  const first = steps.findIndex((step) => ms >= step.ms);
  let rest = ms;
  const words = steps.slice(first, first + 2).map(({ unit, ms: length }) => {
    const whole = Math.floor(rest / length);
    rest -= whole * length;
    return whole === 0 ? "" : `${whole} ${unit}`;
  });
  return words.filter(Boolean).join(" ");
}

const DAY = 86_400_000;
/** Spans that people do not count in days: from how many days on, and how long each is. */
const LONG_SPANS = [
  { from: 730, unit: "year", days: 365.25 },
  { from: 60, unit: "month", days: 30.44 },
] as const;

/** Returns how long something is ago, in milliseconds, as people say it: as a duration up to two months, then "3 months", then "8 years". */
export function formatAge(ms: number): string {
  const span = LONG_SPANS.find(({ from }) => ms >= from * DAY);
  return span === undefined ? formatDuration(ms) : countOf(Math.round(ms / DAY / span.days), span.unit);
}

/** Returns a moment to the second, in UTC: "2018-11-30 00:22:07 UTC". */
export function formatMoment(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Returns a timestamp in the warehouse's text format, read as UTC; undefined for null and for anything else. */
export function parseMoment(text: string | null | undefined): Date | undefined {
  if (!text) return undefined;
  const at = new Date(`${text.replace(" ", "T")}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
