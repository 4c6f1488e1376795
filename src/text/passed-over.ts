/** What lies under a source and is none of its files: why, and how many. Pure. */
import { countOf, formatCount } from "./amounts.ts";
import { visible } from "./visible.ts";

/** One object that is never loaded. */
export interface PassedObject {
  readonly url: string;
  /** Ends the sentence "passed over: …". */
  readonly reason: string;
}

/** Objects of a source that are passed over for one reason. */
export interface PassedOver {
  readonly reason: string;
  readonly files: number;
  /** The url of one of them. */
  readonly first: string;
}

/** The reason for what writers, editors and systems leave beside the files: it needs no warning. */
export const HIDDEN = "hidden, since a part of the path begins with . or _";

/** Adds objects to groups of them by reason. */
export function addPassed(groups: Map<string, PassedOver>, objects: readonly PassedObject[]): void {
  for (const { url, reason } of objects) {
    const { files = 0, first = url } = groups.get(reason) ?? {};
    groups.set(reason, { reason, files: files + 1, first });
  }
}

/** Returns those that may have been meant to be loaded. */
export function unexpected(passed: readonly PassedOver[]): readonly PassedOver[] {
  return passed.filter(({ reason }) => reason !== HIDDEN);
}

/** Returns how many objects were passed over. */
export function countPassed(passed: readonly PassedOver[]): number {
  return passed.reduce((total, { files }) => total + files, 0);
}

/** Returns in words how many were passed over of a source, why, and one of them for each reason; "" where nothing was. */
export function sayPassed(source: string, passed: readonly PassedOver[]): string {
  if (passed.length === 0) return "";
  const reasons = passed.map(
    ({ reason, files, first }) =>
      `${formatCount(files)} ${reason} (${visible(first)}${files > 1 ? " …" : ""})`,
  );
  return `${source}: ${countOf(countPassed(passed), "object")} passed over: ${reasons.join("; ")}`;
}
