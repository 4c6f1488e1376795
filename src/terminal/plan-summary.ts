/** A plan as a person reads it. */
import type { PlannedStep, RunPlan } from "../plan/plan.ts";
import type { Retold } from "../plan/retold.ts";
import type { AskedPlan } from "../records/ask-plan.ts";
import type { RebuildUnderWay } from "../report/data.ts";
import type { PlannedSource } from "../run/unpacked.ts";
import { countPassed, sayPassed, unexpected } from "../text/passed-over.ts";
import { countOf, formatCount, formatDuration } from "../text/amounts.ts";
import { sayUnderWay } from "../text/under-way.ts";
import { visible } from "../text/visible.ts";
import { renderTextTable } from "./table.ts";

/** What a plan holds. */
interface Planned {
  readonly sources: readonly PlannedSource[];
  readonly plan: RunPlan;
  readonly drift: readonly string[];
  readonly retold: readonly Retold[];
  readonly rebuild: RebuildUnderWay | undefined;
  readonly asked: AskedPlan | undefined;
}

/** New files that are named one by one. */
const SHOWN_FILES = 5;

/** Returns sources with their new files and packs, then every step with its SQL, in order: what is made outside the transaction first. */
export function renderPlanSummary(
  { sources, plan: { outside, steps }, drift, retold, rebuild, asked }: Planned,
  facts: {
    readonly width: number;
    /** Gives the commands in a text the flags that reach the same warehouse and sources. */
    readonly retype: (text: string) => string;
  },
): string {
  const blocks = [renderSources(sources, facts.width)];
  if (rebuild !== undefined) blocks.push(facts.retype(visible(sayUnderWay(rebuild))));
  if (drift.length > 0) blocks.push(facts.retype(renderDrift(drift)));
  if (retold.length > 0) blocks.push(facts.retype(renderRetold(retold)));
  const isNew = sources.some(({ newFiles }) => newFiles.length > 0);
  if (!isNew) {
    const passed = sources.reduce((sum, one) => sum + countPassed(unexpected(one.passedOver)), 0);
    const what =
      passed === 0 ? "nothing new" : `${countOf(passed, "object")} of an unknown kind, and nothing new`;
    blocks.push(`${what}: a run would do nothing. What it does if every source has new files:`);
  }
  blocks.push(...sources.filter(({ newFiles }) => newFiles.length > 0).map(renderFiles));
  blocks.push("before the transaction, unless they exist:", ...outside.map(renderStep));
  blocks.push(`one transaction, ${steps.length} steps:`, ...steps.map(renderStep));
  blocks.push(sayAsked(asked));
  return `${blocks.join("\n\n")}\n`;
}

/** Returns what differs from the declaration, and the command that fixes it, between backquotes. */
export function renderDrift(drift: readonly string[]): string {
  return [
    "the warehouse is not as sql/schema declares it:",
    ...drift.map((one) => `  ${visible(one)}`),
    "a run would do nothing and exit 2; `dwh migrate` shows what fixes it, `dwh migrate --yes` does it",
  ].join("\n");
}

/** Returns which tables were made by another text of their files, and the command for each, between backquotes. */
export function renderRetold(retold: readonly Retold[]): string {
  return retold
    .map(({ path, step, tables }) => {
      const which = tables.length === 0 ? [step] : tables;
      return `${which.map(visible).join(", ")} was built by another version of ${path}; \`dwh rebuild ${which.join(" ")}\` brings old rows up to date`;
    })
    .join("\n");
}

function sayAsked(asked: AskedPlan | undefined): string {
  if (asked === undefined) return "there is no warehouse yet to explain these statements";
  const { understood, refused, unasked } = asked;
  const head = `EXPLAIN: the warehouse understands ${countOf(understood, "statement")}, refuses ${formatCount(refused.length)}; ${formatCount(unasked)} cannot be explained (COPY, other DDL, MERGE, and statements on tables that the run creates or changes)`;
  return [head, ...refused.map(({ where, failure }) => `  ${where}: ${visible(failure.message)}`)].join("\n");
}

function renderSources(sources: readonly PlannedSource[], width: number): string {
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
    ...sources.flatMap(renderUnpacked),
    ...sources.flatMap(renderDoubts),
  ].join("\n");
}

/** How long it took to find the new files, including the comparison with the ledger. */
function renderListing({ source, keys, listingMs }: PlannedSource): string {
  return `${source.name}: ${countOf(keys, "key")} listed and compared in ${formatDuration(listingMs)}`;
}

function renderDoubts({ source, passedOver, warnings, heldBack }: PlannedSource): string[] {
  const held =
    heldBack.length === 0
      ? ""
      : `${countOf(heldBack.length, "file")} of ${source.name} in quarantine: skipped`;
  return [held, sayPassed(source.name, passedOver), ...warnings.map(visible)].filter((line) => line !== "");
}

function renderAway({ source, pack }: PlannedSource): string[] {
  if (pack.away === undefined) return [];
  const carried = formatCount(pack.asTheyLie.length);
  return [
    `${source.name} carried over from ${pack.away}, which COPY cannot read: ${carried} as copies, the rest in packs`,
  ];
}

function renderUnpacked({ source, unpacked }: PlannedSource): string[] {
  const [first, ...more] = unpacked;
  if (first === undefined) return [];
  const some = `${visible(first.url)}${more.length === 0 ? "" : " …"}`;
  return [
    `${countOf(unpacked.length, "file")} of ${source.name} with an array around the rows, which are unpacked: ${some}`,
  ];
}

function renderFiles({ source, newFiles }: PlannedSource): string {
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
