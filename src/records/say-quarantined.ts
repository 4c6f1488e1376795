/** A sentence on what a run has left out; pure. */
import { countOf } from "../text/amounts.ts";
import type { Quarantined } from "./result.ts";

/** Files that are named. */
const SHOWN = 3;

/** Returns the sentence; undefined where nothing was left out. */
export function sayQuarantined(files: readonly Quarantined[] = []): string | undefined {
  if (files.length === 0) return undefined;
  const shown = files.slice(0, SHOWN).map(({ url, reason }) => `${url} (${reason})`);
  const more = files.length > SHOWN ? ` and ${countOf(files.length - SHOWN, "more")}` : "";
  return `${countOf(files.length, "file")} in quarantine until changed or retried (dwh retry): ${shown.join(", ")}${more}`;
}
