/** Rows of another kind among those of a load: no column takes a key of theirs. Pure. */
import { wrapperIn } from "../formats/wrapper.ts";
import { remedyOf } from "../records/remedy.ts";
import type { StrangeRow } from "../records/result.ts";
import { takesKey, type JsonTaking } from "../sources/json-taking.ts";
import type { SampledFile } from "../sources/sample-rows.ts";
import { visible } from "../text/visible.ts";

/** Keys that are shown. */
const SHOWN = 5;

/** Returns the first such row that was looked at, before it one that wraps rows of the source; undefined where none is. */
export function findStrangeRow(sample: readonly SampledFile[], taking: JsonTaking): StrangeRow | undefined {
  if (taking.paths === undefined) return undefined;
  const isTaken = (key: string): boolean => takesKey(taking, key);
  let first: StrangeRow | undefined;
  for (const { url, rows, cut } of sample) {
    for (const row of rows) {
      const keys = Object.keys(row);
      if (keys.some(isTaken)) continue;
      const wrapper = wrapperIn(Buffer.from(JSON.stringify(row)), 0, isTaken);
      if (wrapper !== undefined) return { url, keys, wrapper };
      first ??= { url, keys, wrapper };
    }
    const wrapper = cut && wrapperIn(cut, 0, isTaken);
    if (wrapper !== undefined) return { url, keys: [], wrapper };
  }
  return first;
}

/** Returns what such rows are, and what is done about them. @param row one of them, if one was seen */
export function sayStrange(row: StrangeRow | undefined): string {
  const away = "move such files out of the source";
  if (row === undefined) return `they are not like the other files of the source: ${away}`;
  const where = visible(row.url);
  if (row.wrapper !== undefined) {
    const { meaning, next } = remedyOf(wrapped(row.wrapper));
    return `${meaning} (${where}): ${next}`;
  }
  if (row.keys.length === 0) return `they hold nothing (${where}): ${away}`;
  const keys = row.keys.slice(0, SHOWN).map((key) => visible(key));
  const more = row.keys.length > keys.length ? " …" : "";
  return `no column takes their keys ${keys.join(", ")}${more} (${where}): ${away}, or name the keys in a JSONPaths file`;
}

/** What a remedy is told by, where nothing was rejected. */
export function wrapped(key: string): Parameters<typeof remedyOf>[0] {
  return {
    code: 0,
    reason: "",
    line: 0,
    column: undefined,
    value: undefined,
    seen: { kind: "wrapped", key },
  };
}
