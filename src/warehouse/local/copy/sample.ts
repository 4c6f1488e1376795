/** A first look at a file: which keys do its objects have? */
import { closeSync, openSync, readSync } from "node:fs";
import { gunzipSync, constants } from "node:zlib";
import type { CopyCommand } from "./command.ts";

const LOOKED_AT = 64 * 1024;
const LINES = 100;

/**
 * Returns the keys that the objects of the first lines all have; undefined when they differ, when the lines are not one
 * object each, or when the file cannot be read: then somebody else will say what is wrong with it.
 */
export function sampleKeys(
  path: string,
  compression: CopyCommand["compression"],
): readonly string[] | undefined {
  try {
    const text = decompress(readStart(path), compression).toString("utf8");
    const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    const written = lines.filter((line) => line.trim() !== "").slice(0, LINES);
    const objects = written.map((line) => JSON.parse(line) as object);
    const [first] = objects.map((object) => Object.keys(object));
    const signature = first && signatureOf(first);
    return objects.every((object) => signatureOf(Object.keys(object)) === signature) ? first : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a text that is the same for the same keys in whatever order. */
export function signatureOf(keys: readonly string[]): string {
  return JSON.stringify(keys.toSorted());
}

function readStart(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(LOOKED_AT);
    return buffer.subarray(0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

function decompress(bytes: Buffer, compression: CopyCommand["compression"]): Buffer {
  return compression === "gzip" ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
}
