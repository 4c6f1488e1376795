/** What the page shows where there is no answer. */
import type { DwhError } from "../errors.ts";
import { html, type Html } from "./html.ts";
import { renderStatusMark } from "./status-mark.ts";

/** Returns what the warehouse said to a question, and what is to be done; nothing without a failure. */
export function renderFailure(failure: DwhError | undefined): Html {
  if (failure === undefined) return html``;
  const next = failure.next !== undefined && html` Next: ${failure.next}.`;
  return html`<p dir="auto">${renderStatusMark(false, "could not be run")}: ${failure.message}.${next}</p>`;
}
