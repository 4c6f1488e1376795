/** The value that a load error speaks of, looked up in the source file. */
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat } from "../formats/file-format.ts";
import { decompress } from "../compression/decompress.ts";
import type { SourceFile } from "./source.ts";

/** How far back the start of a pretty-printed object is looked for, in lines. */
const MAX_LINES_BACK = 200;
/** Characters shown of a line. */
const EXCERPT_LENGTH = 200;
const NEWLINE = 10;

/**
 * Returns the text of `column` in the object that ends on `line` (from 1), or in the record in which `line` is, or the end of the line
 * itself when there is no such object, key or field; undefined when the file has no such line, or no lines at all, as Parquet.
 */
export function readRejectedValue(
  content: Uint8Array,
  { compression, format }: Pick<SourceFile, "compression" | "format">,
  line: number,
  column: string | undefined,
): string | undefined {
  if (format.kind === "parquet") return undefined;
  const plain = Buffer.from(decompress(content, compression));
  if (format.kind === "delimited") {
    const value = fieldOf(plain, format, line, column);
    if (value !== undefined) return value;
  }
  const lines = plain.toString("utf8").split("\n");
  const last = lines[line - 1];
  if (last === undefined) return undefined;
  if (format.kind === "delimited") return shorten(last);
  let text = "";
  for (let at = line - 1; at >= 0 && at > line - 1 - MAX_LINES_BACK; at -= 1) {
    text = `${lines[at] as string}\n${text}`;
    const object = parseObject(text);
    if (object === undefined) continue;
    const entry = Object.entries(object).find(([key]) => key.toLowerCase() === column?.toLowerCase());
    if (entry === undefined) break;
    return renderAsWritten(entry[1], entry[0], text);
  }
  return shorten(last);
}

function shorten(line: string): string {
  return line.length > EXCERPT_LENGTH ? `…${line.slice(-EXCERPT_LENGTH)}` : line;
}

/** The value of a column in the record that the line is in; undefined where no such record has such a field. */
function fieldOf(
  bytes: Buffer,
  format: DelimitedFormat,
  line: number,
  column: string | undefined,
): string | undefined {
  const index = column === undefined ? -1 : format.columns.indexOf(column);
  if (index === -1) return undefined;
  const scanner = new DelimitedScanner(format);
  scanner.bytes = bytes;
  scanner.finished = true;
  let at = 1;
  while (at <= line) {
    const start = scanner.at;
    const step = at <= format.headerLines ? "bad" : scanner.next();
    if (step === "end") return undefined;
    if (step === "bad") {
      scanner.start = start;
      scanner.passLine();
    }
    at += newlinesIn(bytes, start, scanner.at);
    // The last record may end with the file, on the line that it began on.
    if (step === "bad" || at < line || (at === line && bytes[scanner.at - 1] === NEWLINE)) continue;
    const field = index < scanner.count ? scanner.fields[index] : undefined;
    return field && scanner.valueOf(field).toString("utf8");
  }
  return undefined;
}

function newlinesIn(bytes: Buffer, start: number, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE, start); at !== -1 && at < end; at = bytes.indexOf(NEWLINE, at + 1))
    lines += 1;
  return lines;
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
