/** The part of the page on the warehouse: what there is, how it hangs together, and what it means. */
import { countOf } from "../text/amounts.ts";
import { TABLES } from "../names.ts";
import { sayRowCount } from "./row-count.ts";
import type { ReportData, StepFacts, TableFacts } from "./data.ts";
import { drawErd, keyMarksOf, formatDataType, describeStorage, splitByKeys } from "./erd.ts";
import { html, type Html } from "./html.ts";
import { drawLineage, traceLineage } from "./lineage.ts";
import { renderFrame, renderHtmlTable } from "./table.ts";

/** Files that read a table and are named without being asked for. */
const NAMED_READERS = 3;

/** Returns the part on the warehouse: diagram, lineage, and an entry in the dictionary for every table. */
export function renderWarehouseSection(data: ReportData): Html {
  const own: readonly string[] = Object.values(TABLES);
  const star = data.tables.filter(({ definition }) => !own.includes(definition.name));
  const job = data.tables.filter(({ definition }) => own.includes(definition.name));
  // Two drawings, each of which fits on half a sheet of paper.
  const { tied, alone } = splitByKeys(star);
  return html`<section id="warehouse" aria-labelledby="warehouse-heading">
    <h2 id="warehouse-heading">The warehouse</h2>
    <h3>Tables and keys</h3>
    <p>
      Drawn from the files in <code>sql/schema</code>. PK primary key, FK foreign key, UK unique key, DK dist
      key, SK sort key. Redshift enforces none of the keys: the checks do.
    </p>
    ${tied.length > 0 && renderFrame("The tables and their keys", drawErd(tied))}
    ${alone.length > 0 && tied.length > 0 && html`<h4>Without foreign keys</h4>`}
    ${alone.length > 0 && renderFrame("Tables without foreign keys", drawErd(alone, "erd-alone", "Tables without foreign keys"))}
    ${
      job.length > 0 &&
      html`<details class="table">
        <summary>The job's own tables: ${countOf(job.length, "table")}</summary>
        ${renderFrame("The job's own tables", drawErd(job, "erd-job", "The job's own tables"))}
      </details>`
    }
    <h3>Lineage</h3>
    <p>Drawn from the tables that each file in <code>sql/</code> reads and writes.</p>
    ${renderFrame("From source files through steps to tables", drawLineage(traceLineage(data.steps, data.tables)))}
    ${renderSteps(data.steps)}
    <h3>Data dictionary</h3>
    <div class="columns">${star.map((table) => renderEntry(table, data))}</div>
    ${
      job.length > 0 &&
      html`<details>
        <summary>The job's own tables: ${countOf(job.length, "entry", "entries")}</summary>
        <div class="columns">${job.map((table) => renderEntry(table, data))}</div>
      </details>`
    }
  </section>`;
}

function renderSteps(steps: readonly StepFacts[]): Html {
  const moving = steps.filter(({ kind }) => kind === "stage" || kind === "transform");
  return renderHtmlTable({
    caption: "Steps that move data, in order",
    headings: ["step", "does", "reads", "writes"],
    rows: moving.map(
      ({ path, title, sources, reads, writes }) =>
        html`<tr>
          <th scope="row"><code>${path}</code></th>
          <td class="words">${title}</td>
          <td>${[...sources.map((source) => `${source} (files)`), ...reads].join(", ")}</td>
          <td>${writes.join(", ")}</td>
        </tr> `,
    ),
  });
}

function renderEntry(
  { definition, path, rows, held, refused }: TableFacts,
  { steps, analyses }: ReportData,
): Html {
  const { name, columns, comment } = definition;
  const writers = steps.filter(({ kind, writes }) => kind !== "schema" && writes.includes(name));
  const readers = [...steps.filter(({ kind }) => kind !== "schema"), ...analyses].filter(({ reads }) =>
    reads.includes(name),
  );
  return html`<article aria-labelledby="table-${name}">
    <h4 id="table-${name}">${name}</h4>
    <p>
      ${comment}
      ${rows === undefined ? `The table is ${sayRowCount({ rows, held, refused })}.` : `${countOf(rows, "row")}.`}
      ${capital(describeStorage(definition))}. <code>${path}</code>
    </p>
    <details class="table">
      <summary>${countOf(columns.length, "column")}</summary>
      ${renderHtmlTable({
        caption: `Columns of ${name}`,
        headings: ["column", "type", "null", "keys", "encoding", "is"],
        rows: columns.map(
          (column) =>
            html`<tr>
              <th scope="row"><code>${column.name}</code></th>
              <td>${formatDataType(column.type)}${column.identity !== undefined && " identity"}</td>
              <td>${column.notNull ? "no" : "yes"}</td>
              <td>${keysOf(definition, column.name)}</td>
              <td>${column.encode}</td>
              <td>${column.comment}</td>
            </tr> `,
        ),
      })}
    </details>
    ${writers.length > 0 && html`<p class="quiet">Written by ${writers.map(({ path: file }) => file).join(", ")}.</p>`}${renderReaders(readers.map(({ path: file }) => file))}
  </article>`;
}

/** The files that read a table; folded where they are many. */
function renderReaders(paths: readonly string[]): Html | undefined {
  if (paths.length === 0) return undefined;
  if (paths.length <= NAMED_READERS) return html`<p class="quiet">Read by ${paths.join(", ")}.</p>`;
  return html`<details class="table">
    <summary>Read by ${countOf(paths.length, "file")}</summary>
    <p class="quiet">${paths.join(", ")}</p>
  </details>`;
}

function keysOf(table: TableFacts["definition"], column: string): string {
  const targets = table.foreignKeys
    .filter(({ columns }) => columns.includes(column))
    .map(({ table: target, references, columns }) => {
      const referenced = references[columns.indexOf(column)];
      return `→ ${target}${referenced === undefined ? "" : `.${referenced}`}`;
    });
  return [...keyMarksOf(table, column), ...targets].join(" ");
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
