/** Rejected rows that are wrong in the same way, with what that means and what to do about it; pure. */
import type { SourceName } from "../sources/source.ts";
import { remedyOf } from "./remedy.ts";
import type { Reject } from "./result.ts";

/** Rejected rows of one source, code and column. */
export interface RejectGroup {
  readonly source: SourceName;
  readonly code: number;
  readonly column: string | undefined;
  readonly columnType: string | undefined;
  /** What is wrong, in words. */
  readonly meaning: string;
  readonly next: string;
  /** In the order of their files and lines. */
  readonly rejects: readonly Reject[];
}

/** Groups by source, code, column and what it means; the largest group comes first. */
export function groupRejects(rejects: readonly Reject[]): readonly RejectGroup[] {
  const groups = new Map<string, Reject[]>();
  for (const reject of rejects) {
    const key = JSON.stringify([reject.source, reject.code, reject.column, remedyOf(reject)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reject]);
    else group.push(reject);
  }
  return [...groups.values()]
    .sort((one, other) => other.length - one.length)
    .map((group) => {
      const first = group[0] as Reject;
      const { source, code, column, columnType } = first;
      const { meaning, next } = remedyOf(first);
      return { source, code, column, columnType, meaning, next, rejects: group };
    });
}
