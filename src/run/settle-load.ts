/** Settles a load: when its COPY worked, by holding its numbers against what was read; when it failed, by telling which rows were bad. */
import { RejectsError, StepError, UnreachableError, WarehouseError } from "../errors.ts";
import type { LoadedObject } from "../sources/pack-map.ts";
import type { PreparedObjects } from "../sources/pack.ts";
import type { SourceName } from "../sources/source.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import { reconcile, type Reconciled } from "./reconcile.ts";
import { byLoggedName, readRejects, type FailedCopy } from "../records/rejects.ts";
import { sayUnlisted } from "../text/unlisted.ts";
import type { Reject } from "../records/result.ts";
import type { Store } from "../store/store.ts";
import type { PreparedSource } from "./prepare.ts";

/** What is asked after a load, and what the values of rejected rows are read from. */
export interface LoadInput {
  readonly session: Session;
  readonly store: Store;
  /** When this attempt began. */
  readonly startedAt: Date;
  /** How many rows a COPY may leave out. */
  readonly maxRejects: number;
}

/** A load that adds up. */
export interface SettledLoad extends Reconciled {
  readonly source: SourceName;
  /** COPY's own numbers. */
  readonly loaded: number;
  readonly rejected: number;
  /** Rows that were left out, within what is tolerated: as many of them as the warehouse's log holds. */
  readonly rejects: readonly Reject[];
  /** The query of the COPY, as the log knows it; undefined where the log was not asked. */
  readonly queryId: string | undefined;
}

/** A COPY that ended well. */
export interface EndedCopy {
  readonly result: Result;
  /** The table that held nothing before; undefined where the step writes several. */
  readonly table: string | undefined;
  /** File and line. */
  readonly where: string;
}

/**
 * Holds what a COPY says that it loaded and left out against what was read into packs, and, where it read files that this job did not,
 * against what its table holds.
 * @throws StepError when the sums do not meet
 */
export async function settleLoad(
  input: LoadInput,
  source: PreparedSource & { readonly prepared: PreparedObjects },
  { result, table, where }: EndedCopy,
): Promise<SettledLoad> {
  const { objects } = source.prepared;
  const unread = objects.some(({ kind }) => kind === "file");
  if (unread && table !== undefined) await holdAgainstTable(input.session, result, { table, where });
  const { session, store } = input;
  const loaded = result.rowCount;
  const rejected = await countRejected(input, result, where);
  const log =
    rejected === 0
      ? { rejects: [], queryId: undefined }
      : await readRejects(session, store, objects, { of: "last copy" });
  const { name } = source.source;
  const unlisted = sayUnlisted(rejected, log.rejects.length);
  const lines = await readLines(session, objects);
  const { entries, warnings } = reconcile(objects, { loaded, rejected, lines, listed: log.rejects }, where);
  return {
    source: name,
    loaded,
    rejected,
    ...log,
    entries,
    warnings: [...warnings, ...(unlisted === undefined ? [] : [unlisted])].map((one) => `${name}: ${one}`),
  };
}

async function holdAgainstTable(
  session: Session,
  { rowCount }: Result,
  { table, where }: { readonly table: string; readonly where: string },
): Promise<void> {
  const { rows } = await session.execute(`select count(*) from ${table}`);
  const held = Number(rows[0]?.[0]);
  if (held === rowCount) return;
  throw new StepError(`the load does not add up: COPY loaded ${rowCount} rows, and ${table} holds ${held}`, {
    where,
    next: "nothing was published; does anything else write to the table? run again",
  });
}

/**
 * How many rows the COPY left out: as it says itself. Where its messages do not arrive it is asked for, unless none is tolerated: then
 * a COPY that ends well has left none out.
 */
async function countRejected(
  { session, maxRejects }: LoadInput,
  { rejected }: Result,
  where: string,
): Promise<number> {
  if (rejected !== undefined) return rejected;
  if (maxRejects === 0) return 0;
  const { rows } = await session.execute(
    "select error_count from sys_load_history where query_id = pg_last_copy_id()",
  );
  const errors = rows[0]?.[0];
  if (typeof errors === "string") return Number(errors);
  throw new StepError("COPY did not say how many rows it left out", {
    where,
    next: "let messages of level INFO through (client_min_messages), or set DWH_MAX_REJECTS to 0",
  });
}

/**
 * Lines that the last COPY scanned, by url, where they are of use: one file alone has what the packs have not. A large file is read in
 * parts, each of which may have a row of its own.
 */
async function readLines(
  session: Session,
  objects: readonly LoadedObject[],
): Promise<ReadonlyMap<string, number>> {
  const files = objects.filter(({ kind }) => kind === "file");
  if (files.length < 2) return new Map();
  const { rows } = await session.execute(
    "select trim(file_name), sum(lines_scanned) from sys_load_detail where query_id = pg_last_copy_id() group by 1",
  );
  const byName = byLoggedName(objects);
  return new Map(rows.map(([name, lines]) => [byName.get(name ?? "")?.url ?? "", Number(lines)]));
}

/** Returns why a staging step failed, told by its rows: which file, which line, what is wrong with it. */
export async function explainLoad(
  input: LoadInput & Pick<FailedCopy, "settled">,
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
  const objects = sources.flatMap(({ prepared }) => prepared?.objects ?? []);
  const { rejects } = await readRejects(input.session, input.store, objects, { of: "failed copy", ...input });
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

/**
 * An object that is not there, told by its words: code 8001 stands for all that S3 refuses, a role that may not read too. A
 * bucket does not go away between listing and loading.
 */
function isMissingObject({ message, detail = "" }: WarehouseError): boolean {
  const text = `${message}\n${detail}`;
  return /\b(prefix|key|file)\b.*does not exist|NoSuchKey/i.test(text) && !/NoSuchBucket/.test(text);
}
