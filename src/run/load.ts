/** What a COPY did: held against what was read when it worked, told by its rows when it did not. */
import { RejectsError, StepError, UnreachableError, WarehouseError } from "../errors.ts";
import type { LoadedObject } from "../sources/pack-map.ts";
import type { Prepared } from "../sources/pack.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import type { LedgerEntry } from "../records/ledger.ts";
import { countRead, reconcile } from "./reconcile.ts";
import { byLoggedName, readRejects, type LoggedLoad } from "../records/rejects.ts";
import type { Reject } from "../records/result.ts";
import type { Store } from "../store/store.ts";
import type { PreparedSource } from "./prepare.ts";

/** What is asked after a load, and what the values of rejected rows are read from. */
export interface LoadInput {
  readonly session: Session;
  readonly store: Store;
  /** When this attempt began. */
  readonly startedAt: Date;
}

/** A load that adds up. */
export interface SettledLoad {
  readonly entries: readonly LedgerEntry[];
  /** Rows that were left out, within what is tolerated. */
  readonly rejects: readonly Reject[];
}

/**
 * Asks what a COPY scanned and rejected, and holds it against what was read.
 * @param where the COPY: file and line
 * @throws StepError when the sums do not meet
 */
export async function settleLoad(
  input: LoadInput,
  source: PreparedSource & { readonly prepared: Prepared },
  result: Result,
  where: string,
): Promise<SettledLoad> {
  const { objects } = source.prepared;
  // The rows of packs were counted when they were made; only files that are loaded where they lie have to be asked for.
  const unread = objects.some(({ kind }) => kind === "file");
  const scanned = unread ? await readScanned(input.session, objects) : new Map<string, number>();
  const read = countRead(objects, scanned);
  const rejects =
    read === result.rowCount ? [] : await readRejects(input.session, input.store, loggedLoad(input, source));
  const facts = { rowsLoaded: result.rowCount, scanned, rejects };
  return { entries: reconcile(objects, facts, where), rejects };
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

/** Returns why a staging step failed, told by its rows: which file, which line, what is wrong with it. */
export async function explainLoad(
  input: LoadInput & { readonly maxRejects: number },
  sources: readonly PreparedSource[],
  error: unknown,
): Promise<{ readonly error: unknown; readonly rejects: readonly Reject[] }> {
  if (!(error instanceof StepError) || !(error.cause instanceof WarehouseError))
    return { error, rejects: [] };
  if (error.cause.cause instanceof UnreachableError) return { error: error.cause.cause, rejects: [] };
  if (isMissingObject(error.cause)) {
    const gone = new UnreachableError(error.message, {
      where: error.where,
      next: "a file went away between listing and loading: run again",
      cause: error,
    });
    return { error: gone, rejects: [] };
  }
  const rejects: Reject[] = [];
  for (const source of sources) {
    rejects.push(...(await readRejects(input.session, input.store, loggedLoad(input, source))));
  }
  const [first] = rejects;
  if (first === undefined) return { error, rejects };
  const more = rejects.length === 1 ? "" : ` and ${rejects.length - 1} more`;
  const column = first.column === undefined ? "" : ` in ${first.column}`;
  const rejected = new RejectsError(
    `rows were rejected and nothing was loaded: ${first.reason}${column}${more}`,
    { where: `${first.url}:${first.line}`, next: advice(first, input.maxRejects), cause: error },
  );
  return { error: rejected, rejects };
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

function loggedLoad({ startedAt }: LoadInput, { source, prepared }: PreparedSource): LoggedLoad {
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
