/** The values that load errors speak of, looked up in the source file. */
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat, FileFormat } from "../formats/file-format.ts";
import { countNewlines } from "../formats/newlines.ts";

/** How far back the start of a pretty-printed object is looked for, in lines. */
const MAX_LINES_BACK = 200;
/** Characters shown of a line. */
const EXCERPT_LENGTH = 200;
const NEWLINE = 10;

/** What a load error speaks of: a line, from 1, and a column. */
export interface RejectedPlace {
  readonly line: number;
  readonly column: string | undefined;
}

/**
 * Returns for each place the text of its column in the object that ends on the line, or in the record in which the line is, or the end of the
 * line itself when there is no such object, key or field; undefined when the file has no such line, or no lines at all, as Parquet. The
 * bytes are gone over once.
 * @param plain of the file, decompressed, up to the last of the lines at least
 */
export function readRejectedValues(
  plain: Buffer,
  format: FileFormat,
  places: readonly RejectedPlace[],
): readonly (string | undefined)[] {
  if (format.kind === "parquet") return places.map(() => undefined);
  const lines = new Lines(plain);
  if (format.kind === "json") return places.map((place) => valueOf(lines, place));
  const fields = fieldsOf(plain, format, places);
  return places.map((place) => {
    const last = lines.textOf(place.line);
    return fields.get(place) ?? (last === undefined ? undefined : shorten(last));
  });
}

/** The value in the object that ends on the line. */
function valueOf(lines: Lines, { line, column }: RejectedPlace): string | undefined {
  const last = lines.textOf(line);
  if (last === undefined) return undefined;
  let text = "";
  for (let at = line; at >= 1 && at > line - MAX_LINES_BACK; at -= 1) {
    text = `${lines.textOf(at) ?? ""}\n${text}`;
    const object = parseObject(text);
    if (object === undefined) continue;
    const entry = Object.entries(object).find(([key]) => key.toLowerCase() === column?.toLowerCase());
    if (entry === undefined) break;
    return renderAsWritten(entry[1], entry[0], text);
  }
  return shorten(last);
}

/** The lines of a text, found by their numbers. */
class Lines {
  private readonly plain: Buffer;
  /** Where each line begins. */
  private readonly starts: number[] = [0];

  constructor(plain: Buffer) {
    this.plain = plain;
    for (let at = plain.indexOf(NEWLINE); at !== -1; at = plain.indexOf(NEWLINE, at + 1))
      this.starts.push(at + 1);
  }

  /** Without its newline; undefined where there is no such line. */
  textOf(line: number): string | undefined {
    const start = this.starts[line - 1];
    if (start === undefined) return undefined;
    const next = this.starts[line];
    return this.plain.toString("utf8", start, next === undefined ? this.plain.length : next - 1);
  }
}

function shorten(line: string): string {
  return line.length > EXCERPT_LENGTH ? `…${line.slice(-EXCERPT_LENGTH)}` : line;
}

/** The fields of the records that the lines are in, where there are such. A line of what is no record has none. */
function fieldsOf(
  plain: Buffer,
  format: DelimitedFormat,
  places: readonly RejectedPlace[],
): ReadonlyMap<RejectedPlace, string> {
  const found = new Map<RejectedPlace, string>();
  const waiting = places.toSorted((one, other) => other.line - one.line);
  const scanner = new DelimitedScanner(format);
  scanner.bytes = plain;
  scanner.finished = true;
  for (let line = 1; waiting.length > 0;) {
    const start = scanner.at;
    const step = line <= format.headerLines ? "bad" : scanner.next();
    if (step === "end") break;
    if (step === "bad") {
      scanner.start = start;
      scanner.passLine();
    }
    line += countNewlines(plain, start, scanner.at);
    // The last record may end with the file, on the line that it began on.
    const last = plain[scanner.at - 1] === NEWLINE ? line - 1 : line;
    for (let place = waiting.at(-1); place !== undefined && place.line <= last; place = waiting.at(-1)) {
      waiting.pop();
      const index = place.column === undefined ? -1 : format.columns.indexOf(place.column);
      const field = step === "bad" || index >= scanner.count ? undefined : scanner.fields[index];
      if (field !== undefined) found.set(place, scanner.valueOf(field).toString("utf8"));
    }
    if (scanner.at === start) break;
  }
  return found;
}

/** A number as it is written: parsing may have changed it. */
function renderAsWritten(value: unknown, key: string, text: string): string {
  if (typeof value === "string") return value;
  if (typeof value !== "number") return JSON.stringify(value);
  const at = text.indexOf(JSON.stringify(key));
  const [, written] = /^\s*:\s*(-?[\d.eE+-]+)/.exec(text.slice(at + JSON.stringify(key).length)) ?? [];
  return written ?? String(value);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
