/** The SQL behind a figure. */
import { html, type Html } from "./html.ts";
import { renderFrame } from "./table.ts";

/** Returns the SQL of a check or an analysis folded away, under the path of its file. */
export function renderSql({ name, path, sql }: Record<"name" | "path" | "sql", string>): Html {
  return html`<details>
    <summary>SQL: ${path}</summary>
    ${renderFrame(`SQL of ${name}`, html`<pre><code>${sql}</code></pre>`)}
  </details>`;
}
