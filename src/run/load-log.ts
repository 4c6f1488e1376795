/**
 * What the warehouse's load logs say about a COPY. They are for people, and may refuse, or answer late: they are asked beside the
 * transaction, where a refusal aborts nothing, and once more after its COMMIT.
 */
import { DwhError } from "../errors.ts";
import { untilAborted } from "../interruption.ts";
import { withValues, type CopyOfSource } from "../records/reject-values.ts";
import { byLoggedName, readRejects } from "../records/rejects.ts";
import { readReplaced, replacedElsewhere } from "../records/read-replaced.ts";
import { sayChanged } from "../records/say-changed.ts";
import type { ChangedValues, Reject, RunEvent } from "../records/result.ts";
import type { LoadedObject } from "../sources/pack-map.ts";
import type { SourceName } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { messageOf } from "../text/message-of.ts";
import { sayUnlisted, sayUnread } from "../text/unlisted.ts";
import type { Lacking } from "./leave-out.ts";
import type { Session, Warehouse } from "../warehouse/warehouse.ts";

/** What the logs are asked with. */
export interface LogInput {
  /** The one with the open transaction. */
  readonly session: Session;
  readonly warehouse: Warehouse;
  /** What the values of rejected rows are read from. */
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly onEvent: (event: RunEvent) => void;
}

/** What the logs hold of one COPY. */
export interface LoadLog {
  /** The query of the COPY, as the logs know it; undefined where they were not asked. */
  readonly queryId: string | undefined;
  /** Rows that were left out, within what is tolerated: as many of them as the log holds. */
  readonly rejects: readonly Reject[];
  /** Lines scanned by object url, of files that were loaded where they lie. */
  readonly lines: ReadonlyMap<string, number>;
  /** Why the log of load errors could not be read. */
  readonly unread: string | undefined;
  /** What the COPY changed; where it has replaced something, after the COMMIT only. */
  readonly changed: readonly ChangedValues[];
}

/** What the logs hold of one COPY, beside what it said itself. */
export interface LoggedLoad extends LoadLog {
  readonly source: SourceName;
  /** Those that lacked something too. */
  readonly rejected: number;
  /** Rows that COPY had loaded, and that lack what each row needs. */
  readonly lacking: Lacking | undefined;
  /** Rows in which it has replaced something; undefined where it may have, and did not say. */
  readonly replaced: number | undefined;
  /** What it has loaded, to find the place of a row that was left out. */
  readonly objects: readonly LoadedObject[];
}

/** Returns all rows of a load that are known to be left out, by file and line. */
export function rejectedRows({
  rejects,
  lacking,
}: Pick<LoggedLoad, "rejects" | "lacking">): readonly Reject[] {
  if (lacking?.found === undefined) return rejects;
  return [...rejects, ...lacking.found].toSorted((one, other) =>
    one.url === other.url ? one.line - other.line : one.url < other.url ? -1 : 1,
  );
}

/** For a log that holds nothing yet of a COPY that has left rows out. */
const LATE_MS = 2000;

/** Reads what the logs hold already of the COPY that was the last in the session, its lines where they are asked for; a fault of theirs is in the answer. @throws the signal's reason */
export async function readLoadLog(
  input: LogInput,
  objects: readonly LoadedObject[],
  {
    rejected,
    replaced,
    withLines,
  }: { readonly rejected: number; readonly replaced: number | undefined; readonly withLines: boolean },
): Promise<LoadLog> {
  const nothing = { queryId: undefined, rejects: [], lines: new Map(), unread: undefined, changed: [] };
  if (rejected === 0 && replaced === 0 && !withLines) return nothing;
  const { rows } = await input.session.execute("select pg_last_copy_id()");
  const queryId = rows[0]?.[0] ?? "-1";
  const lines = withLines
    ? await beside(input, (other) => readLines(other, objects, queryId))
    : nothing.lines;
  const rejects = rejected === 0 ? [] : await beside(input, (other) => readRows(other, objects, queryId));
  return {
    queryId,
    changed: [],
    lines: lines instanceof DwhError ? nothing.lines : lines,
    ...(rejects instanceof DwhError
      ? { rejects: [], unread: messageOf(rejects) }
      : { rejects, unread: undefined }),
  };
}

/**
 * Asks once more for the rejected rows that the log did not hold before the COMMIT, twice where it holds none, gives them their values, and
 * says what nobody can read of them. Throws nothing: what was loaded stays so.
 */
export async function completeLoads(
  input: LogInput,
  loads: readonly LoggedLoad[],
  copies: CopyOfSource,
): Promise<readonly LoggedLoad[]> {
  const complete: LoggedLoad[] = [];
  for (const load of loads) {
    const listed = await completeLoad(input, load).catch(() => load);
    const changed = await withReplaced(input.session, load);
    for (const message of sayChanged(changed)) input.onEvent({ type: "warning", message });
    complete.push({ ...(await withFound(input, listed, copies)), changed });
  }
  for (const { source, rejected, rejects, lacking, unread } of complete) {
    const logged = rejected - (lacking?.rows ?? 0);
    const unlisted = unread === undefined ? sayUnlisted(logged, rejects.length) : sayUnread(unread);
    if (unlisted !== undefined) input.onEvent({ type: "warning", message: `${source}: ${unlisted}` });
  }
  return complete;
}

/** Returns the loads with the rejected rows that their logs hold by now, which may be more than they did in the transaction. */
export async function askOnce<Load extends LoggedLoad>(
  input: LogInput,
  loads: readonly Load[],
): Promise<readonly Load[]> {
  const asked: Load[] = [];
  for (const load of loads) asked.push({ ...load, ...(await completeLoad(input, load).catch(() => load)) });
  return asked;
}

/** The load with what its files show of the rows that were left out, by COPY and behind it: each file is read once for both. */
async function withFound(input: LogInput, load: LoggedLoad, copies: CopyOfSource): Promise<LoggedLoad> {
  const { rejects, lacking, objects } = load;
  const all = await withValues(input.store, objects, copies, [...rejects, ...(lacking?.found ?? [])]);
  const found = lacking?.found && all.slice(rejects.length);
  return { ...load, rejects: all.slice(0, rejects.length), lacking: lacking && { ...lacking, found } };
}

/** What a COPY changed, with the places of what it has replaced; where they cannot be asked for, the number alone. */
async function withReplaced(session: Session, load: LoggedLoad): Promise<readonly ChangedValues[]> {
  const { source, replaced, queryId, objects, changed } = load;
  if (replaced === 0 || queryId === undefined) return changed;
  const found = await readReplaced(session, objects, { source, queryId, replaced }).catch(() =>
    replacedElsewhere(source, replaced ?? 0),
  );
  return [...found, ...changed];
}

async function completeLoad(input: LogInput, load: LoggedLoad): Promise<LoggedLoad> {
  const { objects, queryId } = load;
  if (load.rejects.length >= load.rejected - (load.lacking?.rows ?? 0) || queryId === undefined) return load;
  const ask = (): Promise<readonly Reject[] | DwhError> => caught(readRows(input.session, objects, queryId));
  let rejects = await ask();
  if (!(rejects instanceof DwhError) && rejects.length === 0) {
    await input.sleep(LATE_MS, input.signal);
    rejects = await ask();
  }
  if (rejects instanceof DwhError) return { ...load, unread: messageOf(rejects) };
  return {
    ...load,
    rejects: rejects.length > load.rejects.length ? rejects : load.rejects,
    unread: undefined,
  };
}

/** On a session of its own: of the warehouse's answer, or of why there is none. */
async function beside<T>(
  { warehouse, signal }: LogInput,
  ask: (other: Session) => Promise<T>,
): Promise<T | DwhError> {
  const answer = await caught(untilAborted(signal, warehouse.withSession(ask)));
  signal.throwIfAborted();
  return answer;
}

async function caught<T>(work: Promise<T>): Promise<T | DwhError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DwhError) return error;
    throw error;
  }
}

async function readRows(
  session: Session,
  objects: readonly LoadedObject[],
  queryId: string,
): Promise<readonly Reject[]> {
  return (await readRejects(session, objects, { of: "query", queryId })).rejects;
}

/** Lines by url. A large file is read in parts, each of which may have a row of its own. */
async function readLines(
  session: Session,
  objects: readonly LoadedObject[],
  queryId: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.execute(
    `select trim(file_name), sum(lines_scanned) from sys_load_detail where query_id = ${Number(queryId)} group by 1`,
  );
  const byName = byLoggedName(objects);
  return new Map(rows.map(([name, lines]) => [byName.get(name ?? "")?.url ?? "", Number(lines)]));
}
