/** Folders full of such things, written to the disk, and what has to come of them. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { play, song } from "../support/records.ts";
import { compress, endingOf, layOut, type Entry, type GoodFile, type SourceName } from "./entry.ts";

type PassedOver = Extract<Entry, { kind: "passed over" }>["what"];

/** A folder that lies on the disk. */
export interface Written {
  /** Rows of every file that is as it should be, by its path. */
  readonly good: ReadonlyMap<string, number>;
  /** The keys of the rows that must be in the star. */
  readonly must: ReadonlySet<string>;
  /** Those that may be there, since a file holds them that is not as it should be. */
  readonly may: ReadonlySet<string>;
  /** Paths of what is not as it should be. */
  readonly hostile: readonly string[];
  /** How many files lie there by their names, whatever they hold. */
  readonly files: number;
  /** Whether something lies there that may have been meant to be loaded, and is not. */
  readonly odd: boolean;
}

/** What is passed over though nothing says that it is to be: a hidden file is hidden on purpose, and a folder is no file. */
const ODD: readonly PassedOver[] = ["marker", "notes", "dangling link", "link to itself", "link up"];

/** Writes the things into `folder` and, what links lead to, into `beside`. */
export function writeFolder(
  source: SourceName,
  things: readonly Entry[],
  { folder, beside }: { readonly folder: string; readonly beside: string },
): Written {
  const good = new Map<string, number>();
  const must = new Set<string>();
  const may = new Set<string>();
  const hostile: string[] = [];
  const passed = things.flatMap((thing) => (thing.kind === "passed over" ? [thing.what] : []));
  const empty = passed.filter((what) => what === "empty file").length;
  let last: readonly object[] = [];
  mkdirSync(beside, { recursive: true });
  for (const [index, thing] of things.entries()) {
    const at = join(folder, `${index}`);
    if (thing.kind === "passed over") {
      passOver(at, thing.what);
      continue;
    }
    const { file } = thing;
    const rows = thing.kind === "again" && last.length > 0 ? last : rowsOf(source, index, file);
    const path = `${at} ${file.name}.json${endingOf(file.compression)}`;
    mkdirSync(dirname(path), { recursive: true });
    const bytes =
      thing.kind === "hostile"
        ? spoil(source, rows, file, thing)
        : compress(Buffer.from(layOut(rows, file.layout)), file.compression);
    if (file.linked) {
      writeFileSync(join(beside, `${source}-${index}`), bytes);
      symlinkSync(join(beside, `${source}-${index}`), path);
    } else {
      writeFileSync(path, bytes);
    }
    const keys = rows.map((row) => keyOf(source, row as Record<string, unknown>));
    if (thing.kind === "hostile") {
      hostile.push(path);
      for (const key of keys) may.add(key);
    } else {
      last = rows;
      good.set(path, rows.length);
      for (const key of keys) must.add(key);
    }
  }
  const files = good.size + hostile.length + empty;
  return { good, must, may, hostile, files, odd: passed.some((what) => ODD.includes(what)) };
}

/** Takes away what is not as it should be. */
export function removeHostile({ hostile }: Written): void {
  for (const path of hostile) rmSync(path);
}

/** What tells one row of the star from another. */
function keyOf(source: SourceName, row: Record<string, unknown>): string {
  return source === "songs"
    ? String(row["song_id"])
    : [row["userId"], row["sessionId"], row["itemInSession"]].map(String).join("|");
}

function rowsOf(source: SourceName, index: number, { rows, large }: GoodFile): readonly object[] {
  return Array.from({ length: rows }, (_, row) => {
    const number = index * 10 + row + 1;
    // More than a megabyte, so that the file is read where it lies.
    const more = large && row === 0 ? { note: "x".repeat(1_300_000) } : {};
    return source === "songs"
      ? { ...song({ song_id: `SO${number}`, title: `Song ${number}` }), ...more }
      : {
          ...play({
            itemInSession: number,
            ts: 1_541_105_830_797 + number,
            userId: String(index + 1),
            sessionId: 1,
          }),
          ...more,
        };
  });
}

function passOver(at: string, what: PassedOver): void {
  const text = '{"not": "loaded"}\n';
  switch (what) {
    case "hidden folder":
      mkdirSync(`${at}/.ipynb_checkpoints`, { recursive: true });
      return writeFileSync(`${at}/.ipynb_checkpoints/a.json`, text);
    case "hidden file":
      mkdirSync(at, { recursive: true });
      return writeFileSync(`${at}/_a.json`, text);
    case "marker":
      return writeFileSync(`${at}_SUCCESS`, "");
    case "notes":
      return writeFileSync(`${at}notes.md`, text);
    case "dangling link":
      return symlinkSync("/nowhere/at/all.json", `${at}.json`);
    case "link to itself":
      return symlinkSync(`${at}.json`, `${at}.json`);
    case "link up":
      return symlinkSync("..", `${at}up`);
    case "folder with a file's name":
      mkdirSync(`${at}.json`);
      return;
    case "empty file":
      return writeFileSync(`${at}.json.gz`, "");
  }
}

/** A file that is not as it should be. */
function spoil(
  source: SourceName,
  rows: readonly object[],
  { layout, compression }: GoodFile,
  { what, at }: Extract<Entry, { kind: "hostile" }>,
): Buffer {
  const text = layOut(rows, layout);
  const whole = compress(Buffer.from(text), compression);
  const filled = (plain: string | Buffer): Buffer => compress(Buffer.from(plain), compression);
  const among = (bad: string): Buffer => filled(`${text}\n${bad}\n`);
  const [first = {}] = rows;
  const changed = (values: object): string => JSON.stringify({ ...first, ...values });
  const field = source === "songs" ? "title" : "song";
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
      return among(changed(source === "songs" ? { duration: "long" } : { userId: "nobody" }));
    case "half a pair":
      return among(changed({ [field]: "PAIR" }).replace("PAIR", String.raw`cut \ud83c`));
    case "NUL":
      return among(changed({ [field]: "a\0b" }));
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
      return filled(`${changed(source === "songs" ? { song_id: undefined } : { page: undefined })}\n`);
    case "empty objects":
      return filled("{}\n{}\n");
    case "text in between":
      return among("and so on");
    case "bad bytes":
      return filled(
        Buffer.concat([
          Buffer.from(`${text}\n{"${field}": "`),
          Buffer.from([0xff, 0xfe, 0xc3]),
          Buffer.from('"}\n'),
        ]),
      );
  }
}
