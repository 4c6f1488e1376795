/** How it went, and when. */
import { formatMoment } from "../text/amounts.ts";
import { html, type Html } from "./html.ts";

/** Returns a word with a colour, a sign and a meaning: never the colour alone. Undefined is neither good nor bad. */
export function renderStatusMark(good: boolean | "warn" | undefined, word: string): Html {
  const [kind, sign] =
    good === undefined
      ? ["idle", "–"]
      : good === "warn"
        ? ["warn", "!"]
        : good
          ? ["good", "✓"]
          : ["bad", "✗"];
  return html`<span class="status ${kind}"
    ><span aria-hidden="true">${sign}</span>&nbsp;${keepMoments(word)}</span
  >`;
}

/**
 * Returns whether a run or a step ended well; "warn" for well with a warning, undefined where there was nothing to do.
 */
export function isGood(status: string): boolean | "warn" | undefined {
  if (status === "succeeded") return true;
  if (status === "nothing new" || status === "skipped") return undefined;
  return status === "warned" ? "warn" : false;
}

/** Returns a moment as `formatMoment` does, or words where it is not on record. */
export function formatMomentOrUnknown(moment: Date | undefined): string {
  return moment === undefined ? "at an unknown time" : formatMoment(moment);
}

/** A day, with or without a time of day, as `formatMoment` writes it. */
const MOMENT = /(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2} UTC)?)/;

/** Returns a text as markup in which no moment is broken into two lines. */
export function keepMoments(text: string): Html {
  return html`${text.split(MOMENT).map((part, at) => (at % 2 === 1 ? html`<span class="when">${part}</span>` : part))}`;
}
