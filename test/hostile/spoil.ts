/** Files that are not as they should be. */
import { gzipSync } from "node:zlib";
import { play, song } from "../support/records.ts";
import type { Entry, GoodFile, SourceName } from "./entry.ts";
import { compress, layOut } from "./layout.ts";

/** The fields that are spoilt: a text, a number, and what makes a row one. */
const FIELDS = {
  events: { text: "song", number: "userId", key: "page" },
  songs: { text: "title", number: "duration", key: "song_id" },
  sheets: { text: "name", number: "id", key: "id" },
} as const;

/** Returns the bytes of a file that is not as it should be. */
export function spoil(
  source: SourceName,
  rows: readonly object[],
  { layout, compression }: GoodFile,
  { what, at }: Extract<Entry, { kind: "hostile" }>,
): Buffer {
  const text = layOut(source, rows, layout);
  const whole = compress(Buffer.from(text), compression);
  const filled = (plain: string | Buffer): Buffer => compress(Buffer.from(plain), compression);
  const among = (bad: string): Buffer => filled(`${text}\n${bad}\n`);
  const [first = {}] = rows;
  const changed = (values: object): string =>
    source === "sheets"
      ? layOut(source, [{ ...first, ...values }], "no newline").replace(/^.*\n/, "")
      : JSON.stringify({ ...first, ...values });
  const field = FIELDS[source];
  switch (what) {
    case "cut off":
      return whole.subarray(0, 1 + (at % (whole.length - 1)));
    case "another bit": {
      const bytes = Buffer.from(whole);
      const bit = at % (bytes.length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      return bytes;
    }
    case "other bytes behind":
      return Buffer.concat([whole, Buffer.from(at % 2 === 0 ? "\0\0\0\0" : "and more")]);
    case "plain in spite of its name":
      return Buffer.from(text);
    case "other compression":
      return compression.includes("gzip") ? compress(Buffer.from(text), "zstd") : gzipSync(text);
    case "value of another type":
      return among(changed({ [field.number]: "nothing" }));
    case "half a pair":
      return among(changed({ [field.text]: "PAIR" }).replace("PAIR", String.raw`cut \ud83c`));
    case "NUL":
      return among(changed({ [field.text]: "a\0b" }));
    case "last row cut off":
      return filled(text.trimEnd().slice(0, -1 - (at % 60)));
    case "array":
      return filled(JSON.stringify(rows));
    case "records":
      return filled(JSON.stringify({ records: rows }));
    case "web page":
      return filled(`<!DOCTYPE html>\n<html><style>b {color: red}</style><b>403</b></html>\n`);
    case "manifest":
      return filled(JSON.stringify({ entries: [{ url: "s3://b/a.json", mandatory: true }] }));
    case "UTF-16":
      return filled(Buffer.from(`\ufeff${text}`, "utf16le"));
    case "pointer":
      return filled("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n");
    case "rows of the other source":
      return filled(`${JSON.stringify(source === "songs" ? play() : song())}\n`);
    case "no page":
      return filled(`${changed({ [field.key]: undefined })}\n`);
    case "empty objects":
      return filled("{}\n{}\n");
    case "text in between":
      return among("and so on");
    case "bad bytes":
      return filled(
        Buffer.concat([
          Buffer.from(source === "sheets" ? `${text}\n1,"` : `${text}\n{"${field.text}": "`),
          Buffer.from([0xff, 0xfe, 0xc3]),
          Buffer.from(source === "sheets" ? '"\n' : '"}\n'),
        ]),
      );
  }
}
