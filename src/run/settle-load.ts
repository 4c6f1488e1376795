/** Settles a load: when its COPY worked, by holding its numbers against what was read; when it failed, by finding out which rows were bad. */
import { BadFilesError, RejectsError, StepError, UnreachableError, WarehouseError } from "../errors.ts";
import { brokenFiles } from "../sources/broken-files.ts";
import { filesOf, type LoadedObject } from "../sources/pack-map.ts";
import type { PreparedObjects } from "../sources/pack.ts";
import type { Result } from "../warehouse/warehouse.ts";
import { countFiles, filesToCount } from "../sources/count-files.ts";
import { openFiles, reconcile, type Reconciled } from "./reconcile.ts";
import { readRejects, type FailedCopy } from "../records/rejects.ts";
import { withValues, type CopyOfSource } from "../records/reject-values.ts";
import { adviseOn, isTooLarge, remedyOf } from "../records/remedy.ts";
import { countOf } from "../text/amounts.ts";
import { placeOf } from "../text/place.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { ChangedValues, Reject } from "../records/result.ts";
import { seekLacking, takeOut, type Lacking } from "./leave-out.ts";
import { readLoadLog, rejectedRows, type LoggedLoad, type LogInput } from "./load-log.ts";
import type { PreparedSource } from "./prepare.ts";
import { rejectOfScan } from "./scan-error.ts";

/** What is asked after a load, and what the values of rejected rows are read from. */
export interface LoadInput extends LogInput {
  /** When this attempt began. */
  readonly startedAt: Date;
  /** How many rows a run may leave out, */
  readonly maxRejects: number;
  /** and a COPY of it: more where the files that are bad are found so. */
  readonly copyRejects: number;
}

/** A load that adds up. */
export interface SettledLoad extends Reconciled, LoggedLoad {
  /** COPY's own numbers. */
  readonly loaded: number;
}

/** A COPY that ended well. */
export interface EndedCopy {
  readonly result: Result;
  /** The table that held nothing before; undefined where the step writes several. */
  readonly table: string | undefined;
  /** How many rows that table holds now; undefined where nobody asked. */
  readonly held: number | undefined;
  /** File and line. */
  readonly where: string;
  /** What of it lacks what each row needs. */
  readonly lacking: Lacking | undefined;
  /** Whether it replaces characters that are not UTF-8; */
  readonly replaces: boolean;
  /** and what it may have cut. */
  readonly cut: readonly ChangedValues[];
}

/**
 * Leaves out the rows that lack something, unless they are more than are tolerated, and holds what a COPY says that it loaded and left out
 * against what was read on the way to it, and against what its table holds.
 * @throws StepError when the sums do not meet
 */
export async function settleLoad(
  input: LoadInput,
  source: PreparedSource & { readonly prepared: PreparedObjects },
  { result, table, held, where, lacking: lacks, replaces, cut }: EndedCopy,
): Promise<SettledLoad> {
  const { objects } = source.prepared;
  if (table !== undefined && held !== undefined) holdAgainstTable(held, result, { table, where });
  const left = await countRejected(input, result, where);
  const replaced = replaces ? result.replaced : 0;
  const loaded = result.rowCount - (lacks?.rows ?? 0);
  const rejected = left + (lacks?.rows ?? 0);
  const open = openFiles(objects, rejected);
  const counted = await countFiles(input.store, filesToCount(open, rejected), input.signal);
  // Lines are of use where several files are left: one has what the others have not.
  const withLines = open.length > 1 && open.some((one) => one.counted === undefined && !counted.has(one.url));
  const log = await readLoadLog(input, objects, { rejected: left, replaced, withLines });
  let lacking = lacks;
  if (lacks !== undefined && rejected <= input.maxRejects) {
    await takeOut(input.session, lacks, where);
    lacking = { ...lacks, found: await seekLacking(input.store, source, lacks, log.rejects) };
  }
  const listed = rejectedRows({ rejects: log.rejects, lacking });
  const sums = { loaded, rejected, lines: log.lines, counted, listed };
  let { entries, warnings } = reconcile(objects, sums, where);
  if (warnings.length > 0 && counted.size === 0) {
    // Lines are not rows there: the files are read after all.
    const all = await countFiles(input.store, filesToCount(open, Number.POSITIVE_INFINITY), input.signal);
    ({ entries, warnings } = reconcile(objects, { ...sums, counted: all }, where));
  }
  const barren = sayBarren(entries);
  const { name } = source.source;
  return {
    source: name,
    loaded,
    rejected,
    replaced,
    objects,
    ...log,
    lacking,
    changed: cut,
    entries,
    warnings: [...warnings, ...barren].map((one) => `${name}: ${one}`),
  };
}

/** A sentence on files of which no row was loaded though they have some: whatever was tolerated, that was not meant. */
function sayBarren(entries: Reconciled["entries"]): readonly string[] {
  const [first, ...more] = entries.filter(({ rowsRead = 0, rowsStaged }) => rowsRead > 0 && rowsStaged === 0);
  if (first === undefined) return [];
  const others = more.length === 0 ? "" : `, and so of ${countOf(more.length, "more file")}`;
  const rows = countOf(first.rowsRead ?? 0, "row");
  return [`no row of a file could be loaded; all ${rows} were rejected (${first.file.url})${others}`];
}

function holdAgainstTable(
  held: number,
  { rowCount }: Result,
  { table, where }: { readonly table: string; readonly where: string },
): void {
  if (held === rowCount) return;
  throw new StepError(`the load does not add up: COPY loaded ${rowCount} rows, and ${table} holds ${held}`, {
    where,
    next: "nothing was published; does anything else write to the table? Run again",
  });
}

/**
 * How many rows the COPY left out: as it says itself. Where its messages do not arrive it is asked for, unless none is tolerated: then
 * a COPY that ends well has left none out.
 */
async function countRejected(
  { session, copyRejects }: LoadInput,
  { rejected }: Result,
  where: string,
): Promise<number> {
  if (rejected !== undefined) return rejected;
  if (copyRejects === 0) return 0;
  const silent = (cause?: unknown): StepError =>
    new StepError("COPY did not say how many rows it rejected", {
      where,
      next: "allow messages of level INFO (client_min_messages), or set DWH_MAX_REJECTS to 0",
      cause,
    });
  const { rows } = await session
    .execute("select error_count from sys_load_history where query_id = pg_last_copy_id()")
    .catch((error: unknown) => {
      throw isStatementFault(error) ? silent(error) : error;
    });
  const errors = rows[0]?.[0];
  if (typeof errors !== "string") throw silent();
  return Number(errors);
}

/**
 * Returns why a staging step failed, explained by its rows: which file, which line, what is wrong with it. Their files are read for it, so that no
 * transaction may be open.
 */
export async function explainLoad(
  input: LoadInput & Pick<FailedCopy, "settled"> & { readonly copies: CopyOfSource },
  sources: readonly PreparedSource[],
  error: unknown,
): Promise<{ readonly error: unknown; readonly rejects: readonly Reject[] }> {
  if (!(error instanceof StepError) || !(error.cause instanceof WarehouseError))
    return { error, rejects: [] };
  if (error.cause.cause instanceof UnreachableError) return { error: error.cause.cause, rejects: [] };
  if (isMissingObject(error.cause)) {
    const gone = new UnreachableError(error.message, {
      where: error.where,
      next: "a file disappeared between listing and loading: run again",
      cause: error,
    });
    return { error: gone, rejects: [] };
  }
  const objects = sources.flatMap(({ prepared }) => prepared?.objects ?? []);
  const scanned = rejectOfScan(error.cause, objects);
  const log = readRejects(input.session, objects, { of: "failed copy", ...input });
  const { rejects: found } = await log.catch((unread: unknown) => {
    if (scanned === undefined) throw unread;
    return { rejects: [] };
  });
  const logged = found.length > 0 || scanned === undefined ? found : [scanned];
  const ofFile = logged.find(isFaultOfFile);
  if (ofFile !== undefined) return { error: brokenFile(ofFile, objects) ?? error, rejects: [] };
  const rejects = await withValues(input.store, objects, input.copies, logged);
  const unfit = rejects.find(isUnfit);
  if (unfit !== undefined) return { error: unfitFile(unfit), rejects: [] };
  // The one that ended the COPY, where one row alone does.
  const first = rejects.find(isTooLarge) ?? rejects[0];
  if (first === undefined) return { error, rejects };
  const atLeast = countAtLeast(error.cause, rejects, input.copyRejects);
  const more = rejects.length === 1 ? "" : ` and ${rejects.length - 1} more`;
  const column = first.column === undefined ? "" : ` in ${first.column}`;
  const unlisted =
    atLeast > rejects.length ? "; the warehouse's log of load errors does not hold them all" : "";
  const rejected = new RejectsError(
    `at least ${countOf(atLeast, "row")} ${atLeast === 1 ? "was" : "were"} rejected and nothing was loaded: ${first.reason}${column}${more}${unlisted}`,
    {
      where: placeOf(first),
      next: adviseOn(first, input.maxRejects),
      cause: error,
      atLeast,
    },
  );
  return { error: rejected, rejects };
}

/**
 * How many rows are bad at least. Beyond those in the log: COPY fails once it has found as many as MAXERROR says, one more than are
 * tolerated, and then points at its log ("Data load operations"); how many there are behind, nobody has counted. An object of more than
 * 4 MB ends it at once.
 */
function countAtLeast({ message }: Error, rejects: readonly Reject[], tolerated: number): number {
  const stopped = /stl_load_errors|sys_load_error_detail/i.test(message) && !rejects.some(isTooLarge);
  return Math.max(rejects.length, stopped ? tolerated + 1 : 1);
}

/** By the words of the local warehouse; those of Redshift are written nowhere. */
function isFaultOfFile({ reason }: Reject): boolean {
  return /^not a .* file, or a truncated one/.test(reason);
}

/** Whether no row is meant, but a file of Parquet as a whole: it is none, is cut off, or has other columns than the table. */
function isUnfit({ seen, line }: Reject): boolean {
  return seen?.kind === "no parquet" || (seen?.kind === "parquet" && line === 0);
}

function unfitFile(unfit: Reject): BadFilesError {
  const { meaning, next } = remedyOf(unfit);
  const reason = `${meaning}: ${unfit.reason}`;
  return new BadFilesError(`a file cannot be loaded: ${reason}`, {
    where: unfit.url,
    next: `nothing was loaded; ${next}`,
    files: [{ url: unfit.url, reason, next }],
  });
}

/** A file that was whole when it was made ready, and is not any more. */
function brokenFile({ url, line }: Reject, objects: readonly LoadedObject[]): BadFilesError | undefined {
  const file = objects.flatMap(filesOf).find((one) => one.url === url);
  return file && brokenFiles([{ file, fault: { kind: "damaged" }, lines: line, pointer: false }]);
}

/**
 * An object that is not there, told by its words: code 8001 stands for all that S3 refuses, a role that may not read too. A
 * bucket does not go away between listing and loading.
 */
function isMissingObject({ message, detail = "" }: WarehouseError): boolean {
  const text = `${message}\n${detail}`;
  return /\b(prefix|key|file)\b.*does not exist|NoSuchKey/i.test(text) && !/NoSuchBucket/.test(text);
}
