/** Whether a step of a run has anything to do: a step whose tables got nothing new is skipped. Pure. */
import { TABLES } from "../names.ts";
import type { PlannedStep } from "./plan.ts";

/** The digests of the files of the last run that was published, by step. */
export type Digests = ReadonlyMap<string, string>;

/** What the steps of a plan say of its tables and audits. */
interface KnownSteps {
  /** Those that steps fill. Whatever else a step reads may change at any time: nobody here would know. */
  readonly filled: ReadonlySet<string>;
  /** Those that steps of kind `stage` fill: recreated by every run, and as good as empty for one that has no file for them. */
  readonly staged: ReadonlySet<string>;
  /** By view, what it shows. */
  readonly views: ReadonlyMap<string, readonly string[]>;
  /** By the name of a check, the audit that asks the same of the whole table. */
  readonly wholes: ReadonlyMap<string, PlannedStep>;
}

/** Says why an audit is not asked; undefined for one that is due. */
export type NotDue = (name: string) => string | undefined;

/** What a step is decided by, beside the tables that the run has written. */
export interface Known extends KnownSteps {
  /** Undefined where none are kept: every step counts as changed. */
  readonly digests: Digests | undefined;
  readonly notDue: NotDue;
  /** Steps that are left out whatever is new, by `digestKey`, and why. */
  readonly without: ReadonlyMap<string, string>;
}

/** Returns the name of the check that asks of a run's news what an audit asks of the whole table. */
export function checkOf(audit: string): string {
  return `new_${audit}`;
}

/** Returns what the steps of a plan say of their tables, and which audit a check is of. */
export function knownIn(steps: readonly PlannedStep[]): KnownSteps {
  const staged = new Set(steps.filter(({ kind }) => kind === "stage").flatMap(({ writes }) => writes));
  const changes = steps.flatMap(({ statements }) => statements.map(({ change }) => change));
  const filling = changes.filter(({ told }) => told !== "never").flatMap(({ tables }) => tables);
  const views = changes.flatMap(({ tables, shows }) =>
    shows === undefined ? [] : tables.map((table) => [table, shows] as const),
  );
  const audits = steps.filter(({ kind }) => kind === "audit");
  const wholes = new Map(audits.map((audit) => [checkOf(audit.name), audit]));
  return { filled: new Set([...staged, ...filling]), staged, views: new Map(views), wholes };
}

/** By what a step is kept in the digests. */
export function digestKey({ kind, name }: Pick<PlannedStep, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/**
 * Returns why a step is skipped; undefined for one that runs and is not left out: one whose file is new or another since the last run that was published, one
 * that makes tables, one with files to load, one that reads no table, so that nothing tells when it is due, and one of whose tables the
 * run has written any. Those that it writes itself are asked about too, since it may look at what is there. An audit looks for what runs
 * did not do: it runs when it is due, whatever is new, and whatever its check would find, it finds.
 * @param written the tables that the steps before it wrote in this run
 */
export function whySkipped(
  step: PlannedStep,
  known: Known,
  written: ReadonlySet<string>,
): string | undefined {
  const { kind } = step;
  const without = known.without.get(digestKey(step));
  if (without !== undefined) return without;
  if (kind === "schema") return undefined;
  if (kind === "audit") return isOther(step, known) ? undefined : known.notDue(step.name);
  return whyIdle(step, known, written) ?? (kind === "check" ? whyCovered(step, known, written) : undefined);
}

function whyIdle(step: PlannedStep, known: Known, written: ReadonlySet<string>): string | undefined {
  const { kind, reads, writes, statements } = step;
  if (isOther(step, known)) return undefined;
  // What is left of a staging file without its COPY may empty the table.
  if (kind === "stage") return statements.length > 0 ? undefined : "no new file to load";
  if (reads.length === 0) return undefined;
  if ([...reads, ...writes].some((table) => isNew(table, known, written))) return undefined;
  return `nothing new in ${reads.join(", ")}`;
}

/** A check looks at a part of what its audit looks at: where that is asked, and stops a run that the check would stop, once is enough. */
function whyCovered(step: PlannedStep, known: Known, written: ReadonlySet<string>): string | undefined {
  const audit = known.wholes.get(step.name);
  if (audit === undefined || (step.severity === "error" && audit.severity !== "error")) return undefined;
  return whySkipped(audit, known, written) === undefined
    ? "its audit is due, and checks all rows"
    : undefined;
}

/**
 * Returns the tables that a step wrote.
 * @param changed the indices of its statements that counted rows
 */
export function writtenBy(
  step: PlannedStep,
  changed: ReadonlySet<number>,
  known: Known,
  written: ReadonlySet<string>,
): readonly string[] {
  const { kind, reads, writes, statements } = step;
  if (kind === "schema" && isOther(step, known)) return writes;
  const isIdle =
    kind === "stage" &&
    statements.every(({ loads }) => loads === undefined) &&
    !reads.some((table) => isNew(table, known, written));
  if (isIdle) return [];
  const tables = statements.flatMap(({ change }, index) =>
    change.told === "always" || (change.told === "rows" && changed.has(index)) ? change.tables : [],
  );
  return kind === "schema" ? tables.filter((table) => !known.staged.has(table)) : tables;
}

function isOther(step: PlannedStep, { digests }: Known): boolean {
  return digests?.get(digestKey(step)) !== step.digest;
}

function isNew(table: string, known: Known, written: ReadonlySet<string>): boolean {
  const shown = known.views.get(table);
  if (shown !== undefined)
    return written.has(table) || shown.some((one) => one !== table && isNew(one, known, written));
  return written.has(table) || !known.filled.has(table) || OWN.includes(table);
}

/** Every run that does anything writes the ledger, and all of them their record. */
const OWN: readonly string[] = Object.values(TABLES);
