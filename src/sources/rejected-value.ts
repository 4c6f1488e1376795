/** The value that a load error speaks of, looked up in the source file. */
import { inflate } from "./compression.ts";
import type { Compression } from "./source.ts";

/** How far back the start of a pretty-printed object is looked for, in lines. */
const MAX_LINES_BACK = 200;
/** Characters shown of a line that is no JSON. */
const EXCERPT_LENGTH = 200;

/**
 * Returns the text of `column` in the object that ends on `line` (from 1), or the end of the line itself when there is
 * no such object or key; undefined when the file has no such line.
 */
export function readRejectedValue(
  content: Uint8Array,
  compression: Compression,
  line: number,
  column: string | undefined,
): string | undefined {
  const lines = Buffer.from(inflate(content, compression)).toString("utf8").split("\n");
  const last = lines[line - 1];
  if (last === undefined) return undefined;
  let text = "";
  for (let at = line - 1; at >= 0 && at > line - 1 - MAX_LINES_BACK; at -= 1) {
    text = `${lines[at] as string}\n${text}`;
    const object = parseObject(text);
    if (object === undefined) continue;
    const entry = Object.entries(object).find(([key]) => key.toLowerCase() === column?.toLowerCase());
    if (entry === undefined) break;
    return renderAsWritten(entry[1], entry[0], text);
  }
  return last.length > EXCERPT_LENGTH ? `…${last.slice(-EXCERPT_LENGTH)}` : last;
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
