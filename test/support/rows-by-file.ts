/** Sources of every format with files whose rows are not their lines, and how many rows each of them has. */
import { gzipSync } from "node:zlib";
import { FRAME_END, FRAME_START, rawBlocks } from "../../src/compression/zstd-raw.ts";
import type { Compression } from "../../src/compression/compression.ts";
import { makeStagedSql } from "./staged-sql.ts";

/** Files as large as this are read where they lie. */
const LARGE_TEXT = "x".repeat(60_000);
const LARGE_ROWS = 20;

/** Rows read, staged and rejected. */
type Rows = readonly [read: number, staged: number, rejected: number];

interface CountedFile {
  readonly name: string;
  readonly rows: Rows;
  readonly text: string;
}

/** The sources, which are called as their formats are. */
export const TEXT_FORMATS = ["json", "csv", "delimited"] as const;

/** Makes a folder of SQL with one staging table for each format, Parquet too. */
export function makeSql(): string {
  const rows = { columns: "id integer, note varchar(max)", list: "id, note" };
  return makeStagedSql({
    json: { ...rows, options: "format as json 'auto' :compression maxerror :max_errors" },
    csv: {
      ...rows,
      options: "format as csv :compression ignoreheader 1 ignoreblanklines maxerror :max_errors",
    },
    delimited: { ...rows, options: "delimiter '|' escape :compression maxerror :max_errors" },
    parquet: { ...rows, options: "format as parquet" },
  });
}

/** The files of a format; `large` for those that are read where they lie. */
export function filesOf(format: (typeof TEXT_FORMATS)[number], large: boolean): readonly CountedFile[] {
  const more = large ? LARGE_ROWS : 0;
  const line = (id: number | string, note = "n"): string => {
    if (format === "json") return JSON.stringify({ id, note });
    return format === "csv" ? `${id},${note}` : `${id}|${note}`;
  };
  const filler = Array.from({ length: more }, (_, row) => `${line(row, LARGE_TEXT)}\n`).join("");
  const head = format === "csv" ? "id,note\n" : "";
  const file = (name: string, text: string, read: number, rejected: number): CountedFile => ({
    name,
    text,
    rows: [read + more, read + more - rejected, rejected],
  });
  // Which lines are rows differs by format; in each, one file has more lines than rows and one has fewer newlines.
  const spread = {
    json: `\n\n${JSON.stringify({ id: 1, note: "n" }, undefined, 2)}${line(2)}`,
    csv: `1,"over\ntwo lines"\n\n2,n`,
    delimited: `1|over\\\ntwo lines\n2|n`,
  };
  const broken = {
    json: `${line(1)}\nand so on\n{"id": 2, "note": [}\n${line(3)}\n`,
    csv: `1,n\n2,"never closed\n3,n\n`,
    delimited: `1|n\n2\r|n\n3|n|more\n`,
  };
  const bad = { json: 2, csv: 1, delimited: 2 };
  return [
    file("good", `${head}${filler}${line(1)}\n${line(2)}`, 2, 0),
    file("bad value", `${head}${filler}${line(1)}\n${line("one")}\n${line(3)}\n`, 3, 1),
    file("more lines than rows", `${head}${filler}${spread[format]}`, 2, 0),
    file("byte order mark", `\ufeff${head}${filler}${line(1)}\n${line("two")}\n`, 2, 1),
    file("not whole", `${head}${filler}${broken[format]}`, format === "json" ? 4 : 3, bad[format]),
  ];
}

/** How such a file is called. */
export function nameOf(
  name: string,
  format: (typeof TEXT_FORMATS)[number],
  compression: Compression,
): string {
  const ends = { json: ".json", csv: ".csv", delimited: ".txt" };
  const packed = { "": "", gzip: ".gz", zstd: ".zst" };
  return `${name}${ends[format]}${packed[compression]}`;
}

/** Compresses as little as can be: what is large stays so. */
export function compressed(text: string, compression: Compression): Buffer {
  const bytes = Buffer.from(text);
  switch (compression) {
    case "":
      return bytes;
    case "gzip":
      return gzipSync(bytes, { level: 0 });
    case "zstd":
      return Buffer.concat([FRAME_START, ...rawBlocks(bytes), FRAME_END]);
  }
}
