/** CSV files as fields with values. Pure. */
import { ConfigError } from "../errors.ts";
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import { plainCsv } from "../formats/file-format.ts";
import type { CsvFacts, SampleField, SampleValue } from "./sample.ts";

/** The records of one file, as text. */
export interface CsvRecords {
  readonly records: readonly (readonly string[])[];
  readonly blank: boolean;
}

/** What may stand between fields; of those that tell as many fields apart the first. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Returns the delimiter of a file: the one that its first record has the most of. */
export function delimiterOf(bytes: Buffer): string {
  const counts = DELIMITERS.map((delimiter) => {
    const scanner = scannerOf(bytes, delimiter);
    return scanner.next() === "record" ? scanner.count : 0;
  });
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/**
 * Returns the records of a file; the last one of bytes that are `cut` is left out.
 * @throws ConfigError, naming the file, for a record that is none
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
      throw new ConfigError(`a record of the file is no CSV (${scanner.flaw})`, {
        where: `${where}, line ${line}`,
      });
    }
    if (step !== "record") return { records, blank };
    if (scanner.isBlank) blank = true;
    else
      records.push(scanner.fields.slice(0, scanner.count).map((field) => scanner.valueOf(field).toString()));
  }
}

/** Returns the facts and fields of a source from the records of its files; a record that is longer than the first one is passed over. */
export function fieldsOfRecords(
  files: readonly CsvRecords[],
  delimiter: string,
): { readonly csv: CsvFacts; readonly rows: number; readonly fields: readonly SampleField[] } {
  const [first = []] = files.flatMap(({ records }) => records.slice(0, 1));
  const header = isHeader(first);
  const records = files.flatMap((file) => (header ? file.records.slice(1) : file.records));
  const rows = records.filter((record) => record.length <= first.length);
  const fields = first.map((name, at): SampleField => {
    const path = [header ? name : `column_${at + 1}`];
    return { path, values: rows.map((record) => valueOf(record[at])) };
  });
  const short = rows.some((record) => record.length < first.length);
  const blank = files.some((file) => file.blank);
  return { csv: { delimiter, header, short, blank }, rows: rows.length, fields };
}

/** Names differ from each other, and begin with a letter. */
function isHeader(record: readonly string[]): boolean {
  return new Set(record).size === record.length && record.every((name) => /^\s*[\p{L}_]/u.test(name));
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
