/** What may lie in the folder of a source: files as they should be, things that are none, and files that are not as they should be. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beginChecksum } from "../../src/compression/content-checksum.ts";
import { FRAME_END, FRAME_START, rawBlocks } from "../../src/compression/zstd-raw.ts";

export type SourceName = "events" | "songs";

/** One thing in the folder of a source. */
export type Entry =
  | { readonly kind: "good"; readonly file: GoodFile }
  | { readonly kind: "again"; readonly file: GoodFile }
  | { readonly kind: "passed over"; readonly what: (typeof PASSED_OVER)[number] }
  | {
      readonly kind: "hostile";
      readonly file: GoodFile;
      readonly what: (typeof HOSTILE)[number];
      readonly at: number;
    };

/** A file whose rows can all be loaded, however it is written. */
export interface GoodFile {
  readonly name: string;
  readonly rows: number;
  readonly layout: (typeof LAYOUTS)[number];
  readonly compression: (typeof COMPRESSIONS)[number];
  /** Whether it is so large that it is read where it lies. */
  readonly large: boolean;
  readonly linked: boolean;
}

const NAMES = [
  "a",
  "a b",
  "ä€",
  "100%",
  "[x]",
  "x*y?",
  "#1",
  "it's",
  'q"q',
  "a\\b",
  "a+b",
  "deep/er/a",
  "2018-11-01T00:00",
  "a\nb",
  "%41",
  "$1",
];
const LAYOUTS = [
  "lines",
  "pretty",
  "one line",
  "no newline",
  "crlf",
  "blank lines",
  "byte order mark",
] as const;
const COMPRESSIONS = [
  "",
  "gzip",
  "zstd",
  "two gzip members",
  "two zstd frames",
  "zstd with checksum",
  "named gzip",
] as const;
const PASSED_OVER = [
  "hidden folder",
  "hidden file",
  "marker",
  "notes",
  "dangling link",
  "link to itself",
  "link up",
  "folder with a file's name",
  "empty file",
] as const;
const HOSTILE = [
  // Of the whole file.
  "cut off",
  "another bit",
  "other bytes behind",
  "plain in spite of its name",
  "other compression",
  // Of its rows.
  "value of another type",
  "half a pair",
  "NUL",
  "last row cut off",
  "array",
  "records",
  "web page",
  "manifest",
  "UTF-16",
  "pointer",
  "rows of the other source",
  "no page",
  "empty objects",
  "text in between",
  "bad bytes",
] as const;

const goodFile: fc.Arbitrary<GoodFile> = fc.record({
  name: fc.constantFrom(...NAMES),
  rows: fc.integer({ min: 1, max: 4 }),
  layout: fc.constantFrom(...LAYOUTS),
  compression: fc.constantFrom(...COMPRESSIONS),
  large: fc.integer({ min: 0, max: 14 }).map((one) => one === 14),
  linked: fc.integer({ min: 0, max: 7 }).map((one) => one === 7),
});

/** A folder of one source. */
export const entries: fc.Arbitrary<readonly Entry[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: goodFile.map((file): Entry => ({ kind: "good", file })) },
    { weight: 1, arbitrary: goodFile.map((file): Entry => ({ kind: "again", file })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...PASSED_OVER).map((what): Entry => ({ kind: "passed over", what })),
    },
    {
      weight: 2,
      arbitrary: fc
        .record({ file: goodFile, what: fc.constantFrom(...HOSTILE), at: fc.nat(100_000) })
        .map((one): Entry => ({ kind: "hostile", ...one })),
    },
  ),
  { maxLength: 6 },
);

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

/** Writes rows as the file says, not compressed. */
export function layOut(rows: readonly object[], layout: GoodFile["layout"]): string {
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
