/** What a COPY did: held against what was read when it worked, told by its rows when it did not. */
import { RejectsError, StepError, UnreachableError, WarehouseError } from "../errors.ts";
import type { LoadedObject } from "../sources/pack-map.ts";
import type { PreparedObjects } from "../sources/pack.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import type { LedgerEntry } from "../records/ledger.ts";
import { countRead, reconcile } from "./reconcile.ts";
import { byLoggedName, readRejects, type Load } from "../records/rejects.ts";
import type { Reject } from "../records/result.ts";
import type { PreparedSource, Progress, Work } from "./run-input.ts";

/** Asks what a COPY scanned and rejected, and holds it against what was read. */
export async function settleLoad(
  work: Work,
  source: PreparedSource,
  prepared: PreparedObjects,
  result: Result,
  where: string,
): Promise<{ entries: readonly LedgerEntry[]; rejects: readonly Reject[] }> {
  // The rows of packs were counted when they were made; only files that are loaded where they lie have to be asked for.
  const unread = prepared.objects.some(({ kind }) => kind === "file");
  const scanned = unread ? await readScanned(work.session, prepared.objects) : new Map<string, number>();
  const read = countRead(prepared.objects, scanned);
  const rejects =
    read === result.rowCount ? [] : await readRejects(work.session, work.store, loadOf(work, source));
  const facts = { rowsLoaded: result.rowCount, scanned, rejects };
  return { entries: reconcile(prepared.objects, facts, where), rejects };
}

/** Rows that the last COPY scanned, by url; a large file is read in parts, each of which may have a row of its own. */
async function readScanned(
  session: Session,
  objects: readonly LoadedObject[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.execute(
    "select trim(file_name), sum(lines_scanned) from sys_load_detail where query_id = pg_last_copy_id() group by 1",
  );
  const byName = byLoggedName(objects);
  return new Map(rows.map(([name, lines]) => [byName.get(name ?? "")?.url ?? "", Number(lines)]));
}

/** A failed load is told by its rows: which file, which line, what is wrong with it. */
export async function explainLoad(
  work: Work,
  sources: readonly PreparedSource[],
  error: unknown,
  progress: Progress,
): Promise<unknown> {
  const step = progress.steps.at(-1);
  if (!(error instanceof StepError) || step?.kind !== "stage" || !(error.cause instanceof WarehouseError))
    return error;
  if (error.cause.cause instanceof UnreachableError) return error.cause.cause;
  if (isMissingObject(error.cause)) {
    return new UnreachableError(error.message, {
      where: error.where,
      next: "a file went away between listing and loading: run again",
      cause: error,
    });
  }
  for (const source of sources) {
    progress.rejects.push(...(await readRejects(work.session, work.store, loadOf(work, source))));
  }
  const [first] = progress.rejects;
  if (first === undefined) return error;
  const more = progress.rejects.length === 1 ? "" : ` and ${progress.rejects.length - 1} more`;
  return new RejectsError(
    `rows were rejected and nothing was loaded: ${first.reason}${first.column === undefined ? "" : ` in ${first.column}`}${more}`,
    {
      where: `${first.url}:${first.line}`,
      next: advice(first, work.maxRejects),
      cause: error,
    },
  );
}

function advice({ reason }: Reject, maxRejects: number): string {
  if (reason.includes("more than 4 MB"))
    return "shorten the object or leave it out: COPY takes none of this size, whatever DWH_MAX_REJECTS says";
  const list = reason.includes("Member is not an object");
  const how = list
    ? "write the objects one after the other, without brackets and commas between them"
    : "mend the file";
  return `${how}, or allow bad rows with DWH_MAX_REJECTS (now ${maxRejects}); \`dwh status --errors\` lists them`;
}

function loadOf({ startedAt }: Work, { source, prepared }: PreparedSource): Load {
  return { source: source.name, objects: byLoggedName(prepared?.objects ?? []), since: startedAt };
}

/**
 * An object that is not there, told by its words: code 8001 stands for all that S3 refuses, a role that may not read too. A
 * bucket does not go away between listing and loading.
 */
function isMissingObject({ message, detail = "" }: WarehouseError): boolean {
  const text = `${message}\n${detail}`;
  return /\b(prefix|key|file)\b.*does not exist|NoSuchKey/i.test(text) && !/NoSuchBucket/.test(text);
}
