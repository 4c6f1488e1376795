/** What load errors speak of, looked up in the source file: the values that were refused, and what is wrong with the file. */
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat, FileFormat } from "../formats/file-format.ts";
import { countNewlines } from "../formats/newlines.ts";
import { endOf } from "../text/excerpt.ts";
import type { JsonTaking } from "./json-taking.ts";
import { rejectedInJson } from "./rejected-in-json.ts";
import type { PlainFile, RejectedPlace } from "./rejected-place.ts";
import { faultAt, faultOfFile, faultOfParquet, faultOfRow, type SeenFault } from "./seen-fault.ts";

/** What was found at a place. */
export interface SeenReject {
  /** The text that was refused, or a part of the row; undefined where that is not known. */
  readonly value: string | undefined;
  readonly fault: SeenFault | undefined;
}

const NEWLINE = 10;

/**
 * Returns for each place what was refused there, and what is wrong with the file or the row that its bytes show. In delimited text that is the field of the record in which the line is, or the end of the line
 * itself; of JSON see rejected-in-json.ts; Parquet has no lines. The bytes are gone over once.
 * @param taking which part of a row of JSON goes into which column, where that is known
 */
export function lookAtRejects(
  file: PlainFile,
  format: FileFormat,
  places: readonly RejectedPlace[],
  taking: JsonTaking | undefined,
): readonly SeenReject[] {
  const { bytes } = file;
  const ofFile = faultOfFile(bytes);
  // As text that is not one.
  if (ofFile?.kind === "utf16") return places.map(() => ({ value: undefined, fault: ofFile }));
  if (format.kind === "parquet")
    return places.map(() => ({ value: undefined, fault: ofFile ?? faultOfParquet(file) }));
  if (format.kind === "json") {
    return rejectedInJson(bytes, places, taking).map(({ value, root }, index) => {
      // A value of a row that is one is refused for itself.
      const isValue = value !== undefined && root?.kind === "object" && places[index]?.column !== undefined;
      return { value, fault: ofFile ?? (isValue ? undefined : faultOfRow(file, root, taking)) };
    });
  }
  const lines = new Lines(bytes);
  const fields = fieldsOf(bytes, format, places);
  return places.map((place) => {
    const last = lines.textOf(place.line);
    const value = fields.get(place) ?? (last === undefined ? undefined : endOf(last));
    const mark = faultAt(bytes, lines.startOf(place.line));
    return { value, fault: ofFile ?? mark ?? faultOfEnd(file, lines, place) };
  });
}

/** A row that is too short, or a quotation mark that is not closed, on a last line that has no end. */
function faultOfEnd({ bytes, whole }: PlainFile, lines: Lines, place: RejectedPlace): SeenFault | undefined {
  const isOpen = whole && bytes.at(-1) !== NEWLINE && place.line === lines.count;
  return isOpen && /Delimiter not found|[Qq]uot/.test(place.reason) ? { kind: "cut row" } : undefined;
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

  /** How many there are; after a last newline begins another one. */
  get count(): number {
    return this.starts.length;
  }

  /** Where the line begins; 0 where there is no such line. */
  startOf(line: number): number {
    return this.starts[line - 1] ?? 0;
  }

  /** Without its newline; undefined where there is no such line. */
  textOf(line: number): string | undefined {
    const start = this.starts[line - 1];
    if (start === undefined) return undefined;
    const next = this.starts[line];
    return this.plain.toString("utf8", start, next === undefined ? this.plain.length : next - 1);
  }
}

/** The fields of the records that the lines are in, where there are such. A line of what is not a record has none. */
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
