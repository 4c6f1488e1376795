/** The type of a column that takes all values that were seen, with room for those that were not. Pure. */
import type { SampleValue } from "./sample.ts";

/** What a column is, as far as SQL that is written for it has to know. */
export interface ColumnType {
  readonly kind: "text" | "whole" | "double" | "date" | "timestamp" | "boolean" | "super";
  /** In Redshift's words. */
  readonly sql: string;
}

/** Values grow; so many times as long as the longest that was seen. */
const ROOM = 4;
const SHORTEST = 16;
/** Bytes of the longest VARCHAR, and digits of the longest DECIMAL (Database Developer Guide, "Character types", "Numeric types"). */
const LONGEST = 65_535;
const MOST_DIGITS = 38;
/** Bytes of a column of which nothing but null was seen. */
const UNSEEN = 256;
/** Ids that are larger than this soon outgrow an INTEGER. */
const SMALL = 21_000_000;

const WHOLE = /^-?(?:0|[1-9]\d*)$/;
const FRACTION = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** The two words for a BOOLEAN that are nothing else; `t`, `y` and `1`, which COPY takes too, may be anything ("Boolean type"). */
const TRUTH = /^(?:true|false)$/i;
const DATE = /^([1-9]\d{3})-(\d\d)-(\d\d)$/;
const MOMENT = /^([1-9]\d{3}-\d\d-\d\d)[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z?$/;

/**
 * Returns the type of a column.
 * @param typed whether the file tells numbers from text, as JSON does: text of digits stays text then
 */
export function columnType(values: readonly SampleValue[], typed: boolean): ColumnType {
  const seen = values.filter(({ kind }) => kind !== "null");
  if (seen.length === 0) return textOf(UNSEEN / ROOM);
  if (seen.some(({ kind }) => kind === "nested")) return { kind: "super", sql: "super" };
  if (seen.every(({ kind }) => kind === "boolean")) return { kind: "boolean", sql: "boolean" };
  const texts = seen.map(wordOf);
  if (!typed && texts.every((text) => TRUTH.test(text))) return { kind: "boolean", sql: "boolean" };
  const isNumbers =
    seen.every(({ kind }) => kind === "number") || (!typed && seen.every(({ kind }) => kind === "text"));
  return (
    (isNumbers ? numberOf(texts) : undefined) ??
    (seen.every(({ kind }) => kind === "text") ? timeOf(texts) : undefined) ??
    textOf(longestOf(texts))
  );
}

/** Returns a value as text loads it. */
export function wordOf(value: SampleValue): string {
  return "text" in value ? value.text : "false";
}

function numberOf(texts: readonly string[]): ColumnType | undefined {
  if (texts.every((text) => WHOLE.test(text))) {
    const digits = longestOf(texts);
    if (texts.every((text) => Math.abs(Number(text)) <= SMALL)) return { kind: "whole", sql: "integer" };
    // 18 digits and a sign always fit into 64 bits.
    if (digits <= 18) return { kind: "whole", sql: "bigint" };
    if (digits < MOST_DIGITS) return { kind: "whole", sql: `decimal(${MOST_DIGITS}, 0)` };
    return undefined;
  }
  // Beyond these a DOUBLE PRECISION overflows, or is taken for zero.
  const fits = (text: string): boolean => {
    const size = Math.abs(Number(text));
    return size < 1e300 && (size > 1e-300 || /^-?0*(?:\.0*)?(?:[eE].*)?$/.test(text));
  };
  return texts.every((text) => FRACTION.test(text) && fits(text))
    ? { kind: "double", sql: "double precision" }
    : undefined;
}

function timeOf(texts: readonly string[]): ColumnType | undefined {
  if (texts.every((text) => isDay(text))) return { kind: "date", sql: "date" };
  const isMoment = (text: string): boolean => isDay(MOMENT.exec(text)?.[1] ?? "");
  return texts.every((text) => isMoment(text)) ? { kind: "timestamp", sql: "timestamp" } : undefined;
}

/** Whether the calendar has that day. */
function isDay(text: string): boolean {
  const [, year = "", month = "", day = ""] = DATE.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== "" && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** Returns the bytes of the longest of them. */
export function longestOf(texts: readonly string[]): number {
  return texts.reduce((longest, text) => Math.max(longest, Buffer.byteLength(text)), 0);
}

/** Returns VARCHAR with room for more than the longest that was seen, in bytes: the next power of two after it. */
export function textOf(longest: number): ColumnType {
  let length = SHORTEST;
  while (length < longest * ROOM) length *= 2;
  return { kind: "text", sql: `varchar(${Math.min(length, LONGEST)})` };
}
