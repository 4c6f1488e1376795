/** CSV files as fields with values. Pure. */
import { ConfigError } from "../errors.ts";
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import { plainCsv } from "../formats/file-format.ts";
import { countOf } from "../text/amounts.ts";
import { columnType } from "./column-type.ts";
import type { CsvFacts, SampleField, SampleValue, SourceSample } from "./sample.ts";

/** The records of one file, as text. */
export interface CsvRecords {
  readonly records: readonly (readonly string[])[];
  readonly blank: boolean;
}

/** What may stand between fields; of those that tell as many fields apart the first. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

/**
 * Returns the delimiter of a file: the one by which most records have as many fields as the first one, and of those the one that tells
 * most fields apart. A character that is text in the first record seldom stands as often in all others. The last record of bytes that
 * are `cut` does not count.
 */
export function delimiterOf(bytes: Buffer, cut: boolean): string {
  const [best = ","] = DELIMITERS.toSorted((one, other) => {
    const [left, right] = [agreement(bytes, one, cut), agreement(bytes, other, cut)];
    return right.records - left.records || right.fields - left.fields;
  });
  return best;
}

/** How many records, in parts of all, have as many fields as the first one; none where that has one, and where a record is not CSV. */
function agreement(
  bytes: Buffer,
  delimiter: string,
  cut: boolean,
): { readonly records: number; readonly fields: number } {
  const scanner = scannerOf(bytes, delimiter);
  scanner.finished = !cut;
  let first = 0;
  let all = 0;
  let alike = 0;
  for (let step = scanner.next(); step === "record" || step === "bad"; step = scanner.next()) {
    if (step === "bad") return { records: 0, fields: first };
    if (scanner.isBlank) continue;
    if (all === 0) first = scanner.count;
    all += 1;
    if (scanner.count === first) alike += 1;
  }
  return { records: first > 1 ? alike / all : 0, fields: first };
}

/**
 * Returns the records of a file; the last one of bytes that are `cut` is left out.
 * @throws ConfigError, naming the file, for a record that is not one
 */
export function readRecords(
  bytes: Buffer,
  delimiter: string,
  { where, cut }: { readonly where: string; readonly cut: boolean },
): CsvRecords {
  const scanner = scannerOf(bytes, delimiter);
  scanner.finished = !cut;
  const records: string[][] = [];
  let blank = false;
  for (;;) {
    const step = scanner.next();
    if (step === "bad") {
      const line = bytes.subarray(0, scanner.flawAt).filter((byte) => byte === 10).length + 1;
      throw new ConfigError(`a record of the file is not CSV (${scanner.flaw})`, {
        where: `${where}, line ${line}`,
      });
    }
    if (step !== "record") return { records, blank };
    if (scanner.isBlank) blank = true;
    else
      records.push(scanner.fields.slice(0, scanner.count).map((field) => scanner.valueOf(field).toString()));
  }
}

/** Returns the facts and fields of a source from the records of its files; a record that is longer than the first one is passed over, and told. */
export function fieldsOfRecords(
  files: readonly CsvRecords[],
  delimiter: string,
): Pick<SourceSample, "rows" | "fields" | "notes"> & { readonly csv: CsvFacts } {
  const [first = []] = files.flatMap(({ records }) => records.slice(0, 1));
  const header = isHeader(
    first,
    files.flatMap((file) => file.records.slice(1)),
  );
  const records = files.flatMap((file) => (header ? file.records.slice(1) : file.records));
  const rows = records.filter((record) => record.length <= first.length);
  const fields = first.map((name, at): SampleField => {
    const path = [header ? name : `column_${at + 1}`];
    return { path, values: rows.map((record) => valueOf(record[at])) };
  });
  const short = rows.filter((record) => record.length < first.length).length;
  const blank = files.some((file) => file.blank);
  const notes = [
    header
      ? "the first line of each file is a header, not a row"
      : "the files have no header: their first lines are rows",
    ...rejected(records.length - rows.length),
    ...filled(short),
  ];
  return { csv: { delimiter, header, short: short > 0, blank }, rows: rows.length, fields, notes };
}

function rejected(count: number): readonly string[] {
  if (count === 0) return [];
  const [has, them] = count === 1 ? ["has", "it"] : ["have", "them"];
  return [`${countOf(count, "row")} ${has} more fields than the first line: COPY rejects ${them}`];
}

function filled(count: number): readonly string[] {
  if (count === 0) return [];
  const [has, them] = count === 1 ? ["has", "it"] : ["have", "them"];
  return [`${countOf(count, "row")} ${has} fewer fields than the first line: FILLRECORD fills ${them}`];
}

/** Names begin with a letter, and differ from each other or stand over something that is not text. */
function isHeader(record: readonly string[], others: readonly (readonly string[])[]): boolean {
  if (!record.every((name) => /^\s*[\p{L}_]/u.test(name))) return false;
  return (
    new Set(record).size === record.length ||
    record.some((_, at) => {
      const values = others.map((other) => valueOf(other[at]));
      return values.some(({ kind }) => kind !== "null") && columnType(values, false).kind !== "text";
    })
  );
}

function valueOf(text: string | undefined): SampleValue {
  return text === undefined || text === "" ? { kind: "null" } : { kind: "text", text };
}

function scannerOf(bytes: Buffer, delimiter: string): DelimitedScanner {
  const scanner = new DelimitedScanner(plainCsv(delimiter));
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  scanner.bytes = hasMark ? bytes.subarray(3) : bytes;
  scanner.finished = true;
  return scanner;
}
