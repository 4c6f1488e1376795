/** The bytes of a file: its rows written in one of many ways, and compressed in one of many. */
import { gzipSync } from "node:zlib";
import { beginChecksum } from "../../src/compression/content-checksum.ts";
import { FRAME_END, FRAME_START, rawBlocks } from "../../src/compression/zstd-raw.ts";
import { writeCsv } from "../support/csv-writer.ts";
import type { GoodFile, SourceName } from "./entry.ts";

/** Compresses a text as the file says. */
export function compress(text: Buffer, how: GoodFile["compression"]): Buffer {
  const half = Math.floor(text.length / 2);
  const halves = [text.subarray(0, half), text.subarray(half)];
  switch (how) {
    case "":
      return text;
    case "gzip":
      return gzipSync(text, { level: text.length > 100_000 ? 0 : 6 });
    case "named gzip": {
      const whole = gzipSync(text, { level: 1 });
      const header = Buffer.from(whole.subarray(0, 10));
      header[3] = 8;
      return Buffer.concat([header, Buffer.from("a.json\0"), whole.subarray(10)]);
    }
    case "two gzip members":
      return Buffer.concat(halves.map((one) => gzipSync(one)));
    case "zstd":
      return frame(text, false);
    case "zstd with checksum":
      return frame(text, true);
    case "two zstd frames":
      return Buffer.concat(halves.map((one) => frame(one, true)));
  }
}

/** The end of a name for such a compression. */
export function endingOf(how: GoodFile["compression"]): string {
  if (how === "") return "";
  return how.includes("gzip") ? ".gz" : ".zst";
}

function frame(text: Buffer, withChecksum: boolean): Buffer {
  const start = Buffer.from(FRAME_START);
  if (!withChecksum) return Buffer.concat([start, ...rawBlocks(text), FRAME_END]);
  start[4] = (start[4] as number) | 4;
  const checksum = beginChecksum();
  checksum.add(text);
  const end = Buffer.alloc(4);
  end.writeUInt32LE(checksum.value());
  return Buffer.concat([start, ...rawBlocks(text), FRAME_END, end]);
}

/** Writes rows of a source as the file says, not compressed. */
export function layOut(source: SourceName, rows: readonly object[], layout: GoodFile["layout"]): string {
  return source === "sheets" ? layOutCsv(rows, layout) : layOutJson(rows, layout);
}

/** Behind a header; the way to write an object in which nothing of a record can be written is to put it into quotation marks, over two lines. */
function layOutCsv(rows: readonly object[], layout: GoodFile["layout"]): string {
  const spread = layout === "pretty" || layout === "one line";
  const records = rows.map((row) =>
    Object.values(row).map((value) => `${value}${spread ? '\nand "more"' : ""}`),
  );
  const fields = spread ? records.map(([id = "", ...more]) => [id.replace(/\n.*/, ""), ...more]) : records;
  const text = writeCsv([["id", "name"], ...fields], {
    newline: layout === "crlf" ? "\r\n" : "\n",
    always: spread,
  });
  if (layout === "no newline") return text.trimEnd();
  if (layout === "blank lines") return text.replaceAll("\n", "\n\n");
  return layout === "byte order mark" ? `\ufeff${text}` : text;
}

function layOutJson(rows: readonly object[], layout: GoodFile["layout"]): string {
  const lines = rows.map((one) => JSON.stringify(one));
  switch (layout) {
    case "lines":
      return lines.map((line) => `${line}\n`).join("");
    case "pretty":
      return rows.map((one) => `${JSON.stringify(one, undefined, 2)}\n`).join("");
    case "one line":
      return lines.join("");
    case "no newline":
      return lines.join("\n");
    case "crlf":
      return lines.map((line) => `${line}\r\n`).join("");
    case "blank lines":
      return `\n\n${lines.join("\n \t\n")}\n\n`;
    case "byte order mark":
      return `\ufeff${lines.join("\n")}\n`;
  }
}
