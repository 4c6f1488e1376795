/** The part of the ledger that holds what was left out: `etl_quarantine`, source files that could not be loaded, each as it lay there last. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { fileKey, type SourceFile } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { parseMoment } from "../text/amounts.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { executeTogether } from "../warehouse/together.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import { loadableRows } from "./loadable.ts";
import { makeOwnTables } from "./make-own-tables.ts";
import type { Quarantined } from "./result.ts";
import { formatTimestamp, stageRows } from "./stage-rows.ts";

/** A file in quarantine. */
export interface QuarantineEntry extends Quarantined {
  /** The run that left it out last, */
  readonly runId: string;
  /** and when. */
  readonly at: Date | undefined;
  /** Whether somebody has asked to have it tried again: the next run does. */
  readonly retry: boolean;
}

/** What reads it. */
export const READ_QUARANTINE = `select source, url, etag, size, rows_rejected, reason, next_step, run_id, quarantined_at, retry_at is not null from ${TABLES.quarantine} order by quarantined_at, source, url`;

/** Literals of a list in one statement. */
const LISTED = 500;

/** Whether the SQL of the warehouse has a place for it: folders that were made for an earlier version have none. */
export function keepsQuarantine(own: readonly PlannedStep[]): boolean {
  return own.some(({ name }) => name === TABLES.quarantine);
}

/** Returns the files from the answer to READ_QUARANTINE. */
export function quarantineOf(result: Result | undefined): readonly QuarantineEntry[] {
  return (result?.rows ?? []).map(([source, url, etag, size, rejected, reason, next, runId, at, retry]) => ({
    source: source ?? "",
    url: url ?? "",
    etag: etag ?? "",
    size: Number(size),
    rowsRejected: rejected === null || rejected === undefined ? undefined : Number(rejected),
    reason: reason ?? "",
    next: next ?? "",
    runId: runId ?? "",
    at: parseMoment(at),
    retry: retry === "t",
  }));
}

/** Reads it; a warehouse of an earlier version gets the table, where its SQL declares one. @param own the steps outside the transaction of a plan */
export async function readOrMakeQuarantine(
  session: Session,
  own: readonly PlannedStep[],
): Promise<readonly QuarantineEntry[]> {
  if (!keepsQuarantine(own)) return [];
  try {
    return quarantineOf(await session.execute(READ_QUARANTINE));
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  }
  await makeOwnTables(session, own);
  return [];
}

/** Reads it in a warehouse that nobody may change: one without it holds nothing back. */
export async function readQuarantineIfAny(session: Session): Promise<readonly QuarantineEntry[]> {
  try {
    return quarantineOf(await session.execute(READ_QUARANTINE));
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}

/** Returns the keys (see `fileKey`) of the files that are not to be tried. */
export function heldBackBy(entries: readonly QuarantineEntry[]): ReadonlySet<string> {
  return new Set(entries.filter(({ retry }) => !retry).map(fileKey));
}

/** What changes in quarantine. */
export interface QuarantineChange {
  /** All that is there, as it was read under the lock. */
  readonly held: readonly QuarantineEntry[];
  /** What was loaded: it leaves, whatever of it was held. */
  readonly loaded: readonly Pick<SourceFile, "source" | "url">[];
  /** What is left out: it takes the place of what was held of the same file. */
  readonly leftOut: readonly Quarantined[];
}

/** Returns how many files are in quarantine after the change. */
export function heldAfter({ held, loaded, leftOut }: QuarantineChange): number {
  return held.length - replacedBy(held, [...loaded, ...leftOut]).length + leftOut.length;
}

/** Writes the change in the transaction that is open, under the run's lock; sends nothing where there is none. */
export async function writeQuarantine(
  session: Session,
  store: Store,
  { held, loaded, leftOut }: QuarantineChange,
  run: { readonly runId: string; readonly at: Date; readonly prefix: string; readonly copyRole: string },
): Promise<void> {
  const replaced = replacedBy(held, [...loaded, ...leftOut]);
  if (replaced.length > 0) await executeTogether(session, replaced.flatMap(deletions));
  if (leftOut.length === 0) return;
  const rows = leftOut.map((file) => ({
    url: file.url,
    etag: file.etag,
    size: file.size,
    source: file.source,
    run_id: run.runId,
    quarantined_at: formatTimestamp(run.at),
    rows_rejected: file.rowsRejected ?? null,
    reason: file.reason,
    next_step: file.next,
  }));
  await session.execute(
    await stageRows(store, TABLES.quarantine, loadableRows(TABLES.quarantine, rows), run),
  );
}

function replacedBy(
  held: readonly QuarantineEntry[],
  files: readonly Pick<SourceFile, "source" | "url">[],
): readonly QuarantineEntry[] {
  if (held.length === 0) return [];
  const keys = new Set(files.map(placeOf));
  return held.filter((one) => keys.has(placeOf(one)));
}

function placeOf({ source, url }: Pick<SourceFile, "source" | "url">): string {
  return `${source}\n${url}`;
}

function deletions(_: QuarantineEntry, index: number, all: readonly QuarantineEntry[]): readonly string[] {
  if (index % LISTED !== 0) return [];
  const some = all.slice(index, index + LISTED);
  const places = some.map(
    ({ source, url }) => `(source = ${quoteLiteral(source)} and url = ${quoteLiteral(url)})`,
  );
  return [`delete from ${TABLES.quarantine} where ${places.join(" or ")}`];
}
