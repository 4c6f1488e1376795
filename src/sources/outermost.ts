/** Prefixes that do not overlap. Pure. */
import { compareBytes } from "../text/byte-order.ts";

/** Returns the prefixes without those that lie below another one, sorted by their bytes. */
export function outermost(prefixes: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const prefix of [...new Set(prefixes)].sort(compareBytes)) {
    const last = kept.at(-1);
    if (last === undefined || !prefix.startsWith(last)) kept.push(prefix);
  }
  return kept;
}
