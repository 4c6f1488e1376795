/** Folders full of such things, written to the disk, and what has to come of them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { dirname, join } from "node:path";
import { play, song } from "../support/records.ts";
import type { Entry, GoodFile, SourceName } from "./entry.ts";
import { compress, endingOf, layOut } from "./layout.ts";
import { spoil } from "./spoil.ts";

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
  /** Whether a file has another bit that nothing need notice: its rows may be any. */
  readonly any: boolean;
  /** What listens on sockets that lie there, until it is closed. */
  readonly listening: readonly Server[];
}

const NO_UTF8 = Buffer.from([0xff, 0xc3]);
/** What is passed over though nothing says that it is to be: a hidden file is hidden on purpose, and a folder is no file. */
const ODD: readonly PassedOver[] = [
  "marker",
  "notes",
  "dangling link",
  "link to itself",
  "link up",
  "pipe",
  "link to a pipe",
  "socket",
  "name that is not UTF-8",
  "folder whose name is not UTF-8",
];

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
  const listening: Server[] = [];
  mkdirSync(beside, { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, thing] of things.entries()) {
    const at = join(folder, `${index}`);
    if (thing.kind === "passed over") {
      passOver(at, thing.what, listening);
      continue;
    }
    const { file } = thing;
    const rows = thing.kind === "again" && last.length > 0 ? last : rowsOf(source, index, file);
    const path = `${at} ${file.name}${source === "sheets" ? ".csv" : ".json"}${endingOf(file.compression)}`;
    mkdirSync(dirname(path), { recursive: true });
    const bytes =
      thing.kind === "hostile"
        ? spoil(source, rows, file, thing)
        : compress(Buffer.from(layOut(source, rows, file.layout) + fill(source, file)), file.compression);
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
  const odd = passed.some((what) => ODD.includes(what));
  const any = things.some((thing) => thing.kind === "hostile" && thing.what === "another bit");
  return { good, must, may, hostile, files, odd, any, listening };
}

/** Takes away what is not as it should be. */
export function removeHostile({ hostile }: Written): void {
  for (const path of hostile) rmSync(path);
}

/** What tells one row of the star from another. */
function keyOf(source: SourceName, row: Record<string, unknown>): string {
  if (source === "sheets") return String(row["id"]);
  return source === "songs"
    ? String(row["song_id"])
    : [row["userId"], row["sessionId"], row["itemInSession"]].map(String).join("|");
}

function rowsOf(source: SourceName, index: number, { rows, large }: GoodFile): readonly object[] {
  return Array.from({ length: rows }, (_, row) => {
    const number = index * 10 + row + 1;
    if (source === "sheets") return { id: number, name: `Name, ${number}` };
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

function makePipe(path: string): void {
  execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
}

/** A field of CSV cannot be as large as a note in an object: lines that hold nothing make the file so. */
function fill(source: SourceName, { large }: GoodFile): string {
  return source === "sheets" && large ? "\n".repeat(1_300_000) : "";
}

function passOver(at: string, what: PassedOver, listening: Server[]): void {
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
      return writeFileSync(`${at}.${at.includes("/sheets/") ? "csv" : "json"}.gz`, "");
    case "pipe":
      return makePipe(`${at}.json`);
    case "link to a pipe":
      makePipe(`${at}.pipe`);
      return symlinkSync(`${at}.pipe`, `${at}.json`);
    case "socket":
      return void listening.push(createServer().listen(`${at}.json`));
    case "name that is not UTF-8":
      return writeFileSync(Buffer.concat([Buffer.from(at), NO_UTF8, Buffer.from(".json")]), text);
    case "folder whose name is not UTF-8": {
      const inside = Buffer.concat([Buffer.from(at), NO_UTF8]);
      mkdirSync(inside);
      return writeFileSync(Buffer.concat([inside, Buffer.from("/a.json")]), text);
    }
  }
}
