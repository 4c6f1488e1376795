/** How it went, and when. */
import { formatMoment } from "../text/amounts.ts";
import { html, type Html } from "./html.ts";

/** A word with a colour, a sign and a meaning: never the colour alone. */
export function renderStatusMark(good: boolean | "warn" | undefined, word: string): Html {
  const [kind, sign] =
    good === undefined
      ? ["idle", "–"]
      : good === "warn"
        ? ["warn", "!"]
        : good
          ? ["good", "✓"]
          : ["bad", "✗"];
  return html`<span class="status ${kind}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

/** Whether a run or a step ended well. */
export function isGood(status: string): boolean | "warn" | undefined {
  if (status === "succeeded") return true;
  if (status === "nothing new" || status === "skipped") return undefined;
  return status === "warned" ? "warn" : false;
}

/** A moment that may not be on record. */
export function formatMomentOrUnknown(moment: Date | undefined): string {
  return moment === undefined ? "at an unknown time" : formatMoment(moment);
}
