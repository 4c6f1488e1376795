/** Counts the rows of a file while its bytes come by, in memory that does not grow with it. */
import type { FileFormat } from "../formats/file-format.ts";
import { isUtf16 } from "../formats/utf16.ts";
import { DelimitedRows } from "./count-delimited.ts";
import { JsonRows } from "./count-json.ts";

/** What was counted in a file. */
export interface RowCount {
  readonly rows: number;
  /**
   * Whether every row is as it should be. Of what is not a row the guide says only that it is an error: how many errors COPY makes of it
   * is a guess here, to be compared with what COPY says.
   */
  readonly whole: boolean;
}

/** The plain bytes of one file in, its rows out. */
export interface RowCounter {
  push(chunk: Buffer): void;
  /** What there was; nothing comes any more. */
  finish(): RowCount;
}

/** Begins to count the rows of a file; undefined where its format is not read from the front, as Parquet. */
export function beginCount(format: FileFormat): RowCounter | undefined {
  switch (format.kind) {
    case "parquet":
      return undefined;
    case "json":
      return unlessUtf16(new JsonRows());
    case "delimited":
      return unlessUtf16(new DelimitedRows(format));
  }
}

/** Returns the rows of a file that is held whole, decompressed; undefined where its format is not read from the front. */
export function countRows(plain: Uint8Array, format: FileFormat): RowCount | undefined {
  const counter = beginCount(format);
  counter?.push(Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength));
  return counter?.finish();
}

/** A file in another encoding is one error: none of its rows is seen. */
function unlessUtf16(counter: RowCounter): RowCounter {
  let isOther: boolean | undefined;
  return {
    push: (chunk) => {
      if (chunk.length > 0) isOther ??= isUtf16(chunk);
      if (isOther !== true) counter.push(chunk);
    },
    finish: () => (isOther === true ? { rows: 1, whole: false } : counter.finish()),
  };
}
