/** The structure of CSV or delimited text, without its values: enough to know whether it can stand beside others in a pack. */
import { LARGEST_ROW } from "../formats/largest-row.ts";
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat } from "../formats/file-format.ts";
import { countNewlines } from "../formats/newlines.ts";
import { isUtf16 } from "../formats/utf16.ts";
import type { JsonScan } from "./scan-json.ts";

/** What a file holds, and what of it is a header. */
export interface FileScan extends JsonScan {
  /** The lines of IGNOREHEADER: how many, and how many bytes with their line ends. */
  readonly header: { readonly lines: number; readonly bytes: number };
}

const NEWLINE = 10;
const BACKSLASH = 92;

/**
 * Returns what the bytes of one file hold, decompressed. A file is whole when every record ends as it should, nothing in it is a matter of
 * how COPY is understood (NUL, an empty line, a byte order mark, a carriage return alone), and its header is there and is lines of
 * its own.
 */
export function scanDelimited(bytes: Uint8Array, format: DelimitedFormat): FileScan {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const endsInNewline = buffer.length === 0 || buffer.at(-1) === NEWLINE;
  const scan = { newlines: countNewlines(buffer), endsInNewline };
  const header = headerOf(buffer, format);
  if (header === undefined || buffer.includes(0) || buffer.indexOf("\ufeff") === 0 || isUtf16(buffer))
    return { ...scan, objects: 0, whole: false, header: { lines: 0, bytes: 0 } };
  const scanner = new DelimitedScanner(format);
  scanner.bytes = buffer;
  scanner.at = header.bytes;
  scanner.finished = true;
  let objects = 0;
  let step = scanner.next();
  for (; step === "record"; step = scanner.next()) {
    if (scanner.end - scanner.start > LARGEST_ROW) break;
    if (!scanner.isBlank) objects += 1;
    // A carriage return makes an empty line one of which the guide says nothing.
    else if (!format.ignoreBlankLines || buffer[scanner.end] !== NEWLINE) break;
  }
  // A newline that is put after the last byte would be taken for text.
  const open = format.escape && buffer.at(-1) === BACKSLASH;
  return { ...scan, objects, whole: step === "end" && !open, header };
}

/** The lines that COPY ignores; undefined where there are fewer, or where the last of them may go on. */
function headerOf(
  buffer: Buffer,
  { headerLines, csv, quote, escape }: DelimitedFormat,
): FileScan["header"] | undefined {
  let bytes = 0;
  for (let line = 0; line < headerLines; line += 1) {
    const newline = buffer.indexOf(NEWLINE, bytes);
    if (newline === -1) return undefined;
    bytes = newline + 1;
  }
  const text = buffer.toString("latin1", 0, bytes);
  if (csv && text.split(quote).length % 2 === 0) return undefined;
  if (escape && text.includes("\\")) return undefined;
  return { lines: headerLines, bytes };
}
