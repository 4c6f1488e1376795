/** A plan as a person reads it. */
import type { PlannedStep, RunPlan } from "../plan/plan.ts";
import type { Discovered } from "../run/discover.ts";
import { countPassed, sayPassed } from "../text/passed-over.ts";
import { countOf, formatCount, formatDuration } from "../text/amounts.ts";
import { visible } from "../text/visible.ts";
import { renderTextTable } from "./table.ts";

/** New files that are named one by one. */
const SHOWN_FILES = 5;

/** Returns sources with their new files and packs, then every step with its SQL, in order: what is made outside the transaction first. */
export function renderPlanSummary(
  sources: readonly Discovered[],
  { outside, steps }: RunPlan,
  width: number,
): string {
  const blocks = [renderSources(sources, width)];
  if (sources.every(({ newFiles }) => newFiles.length === 0)) {
    blocks.push("nothing new: a run would do nothing");
  } else {
    blocks.push(...sources.filter(({ newFiles }) => newFiles.length > 0).map(renderFiles));
    blocks.push("before the transaction, unless they are there:", ...outside.map(renderStep));
    blocks.push(`one transaction, ${steps.length} steps:`, ...steps.map(renderStep));
  }
  return `${blocks.join("\n\n")}\n`;
}

function renderSources(sources: readonly Discovered[], width: number): string {
  const rows = sources.map(({ source, newFiles, knownFiles, passedOver, pack }) => [
    source.name,
    source.urls.join(", "),
    formatCount(newFiles.length),
    formatCount(knownFiles),
    formatCount(countPassed(passedOver)),
    formatCount(pack.packs.length),
    formatCount(pack.away === undefined ? pack.asTheyLie.length : 0),
  ]);
  const columns = ["source", "url", "new files", "known", "passed over", "packs", "as they lie"];
  const table = renderTextTable(
    columns.map((name, index) => ({ name, type: index < 2 ? "text" : "bigint" })),
    rows,
    width,
  ).trimEnd();
  return [
    table,
    ...sources.map(renderListing),
    ...sources.flatMap(renderAway),
    ...sources.flatMap(renderDoubts),
  ].join("\n");
}

/** What it took to tell the new files, the comparison with the ledger too. */
function renderListing({ source, keys, listingMs }: Discovered): string {
  return `${source.name}: ${countOf(keys, "key")} listed and compared in ${formatDuration(listingMs)}`;
}

function renderDoubts({ source, passedOver, warnings }: Discovered): string[] {
  return [sayPassed(source.name, passedOver), ...warnings.map(visible)].filter((line) => line !== "");
}

function renderAway({ source, pack }: Discovered): string[] {
  if (pack.away === undefined) return [];
  const carried = formatCount(pack.asTheyLie.length);
  return [
    `${source.name} carried over from ${pack.away}, where COPY cannot read: ${carried} as copies, the rest in packs`,
  ];
}

function renderFiles({ source, newFiles }: Discovered): string {
  const shown = newFiles.slice(0, SHOWN_FILES).map(({ url, size }) => `  ${url}  ${size} bytes`);
  const more = newFiles.length - shown.length;
  if (more > 0) shown.push(`  … and ${formatCount(more)} more`);
  return `new files of ${source.name}:\n${shown.join("\n")}`;
}

function renderStep(step: PlannedStep): string {
  const position = step.position === 0 ? "" : `${step.position}. `;
  const head = `-- ${position}${step.kind} ${step.name}: ${step.title} (${step.path})`;
  return [head, ...step.statements.map(({ sql }) => `${sql};`)].join("\n");
}
