/** The end of an edge. */
import { html, type Html } from "./html.ts";

/** Returns the definition of an arrow head, for `marker-end="url(#id)"`; `id` is unique on the page. */
export function defineArrowHead(id: string): Html {
  return html`<defs>
    <marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
      <path d="M0 0L10 5L0 10z" class="arrow" />
    </marker>
  </defs>`;
}
