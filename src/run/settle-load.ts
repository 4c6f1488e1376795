/** Settles a load: when its COPY worked, by holding its numbers against what was read; when it failed, by telling which rows were bad. */
import { RejectsError, StepError, UnreachableError, WarehouseError } from "../errors.ts";
import { brokenFiles } from "../sources/broken-files.ts";
import { filesOf, type LoadedObject } from "../sources/pack-map.ts";
import type { PreparedObjects } from "../sources/pack.ts";
import type { Result } from "../warehouse/warehouse.ts";
import { countFiles, filesToCount } from "../sources/count-files.ts";
import { openFiles, reconcile, type Reconciled } from "./reconcile.ts";
import { readRejects, type FailedCopy } from "../records/rejects.ts";
import { countOf } from "../text/amounts.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Reject } from "../records/result.ts";
import { readLoadLog, type LoggedLoad, type LogInput } from "./load-log.ts";
import type { PreparedSource } from "./prepare.ts";

/** What is asked after a load, and what the values of rejected rows are read from. */
export interface LoadInput extends LogInput {
  /** When this attempt began. */
  readonly startedAt: Date;
  /** How many rows a COPY may leave out. */
  readonly maxRejects: number;
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
}

/**
 * Holds what a COPY says that it loaded and left out against what was read on the way to it, and against what its table holds.
 * @throws StepError when the sums do not meet
 */
export async function settleLoad(
  input: LoadInput,
  source: PreparedSource & { readonly prepared: PreparedObjects },
  { result, table, held, where }: EndedCopy,
): Promise<SettledLoad> {
  const { objects } = source.prepared;
  if (table !== undefined && held !== undefined) holdAgainstTable(held, result, { table, where });
  const loaded = result.rowCount;
  const rejected = await countRejected(input, result, where);
  const open = openFiles(objects, rejected);
  const counted = await countFiles(input.store, filesToCount(open, rejected), input.signal);
  // Lines are of use where several files are left: one has what the others have not.
  const withLines = open.length > 1 && open.some((one) => one.counted === undefined && !counted.has(one.url));
  const log = await readLoadLog(input, objects, { rejected, withLines });
  const { lines, rejects: listed } = log;
  const { entries, warnings } = reconcile(objects, { loaded, rejected, lines, counted, listed }, where);
  const barren = sayBarren(entries);
  const { name } = source.source;
  return {
    source: name,
    loaded,
    rejected,
    objects,
    ...log,
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
  return [`no row of a file could be loaded, all ${rows} of it rejected (${first.file.url})${others}`];
}

function holdAgainstTable(
  held: number,
  { rowCount }: Result,
  { table, where }: { readonly table: string; readonly where: string },
): void {
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
  const silent = (cause?: unknown): StepError =>
    new StepError("COPY did not say how many rows it left out", {
      where,
      next: "let messages of level INFO through (client_min_messages), or set DWH_MAX_REJECTS to 0",
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
  const { rejects } = await readRejects(input.session, objects, { of: "failed copy", ...input });
  const [first] = rejects;
  if (first === undefined) return { error, rejects };
  const ofFile = rejects.find(isFaultOfFile);
  if (ofFile !== undefined) return { error: brokenFile(ofFile, objects) ?? error, rejects: [] };
  const atLeast = countAtLeast(error.cause, rejects, input.maxRejects);
  const more = rejects.length === 1 ? "" : ` and ${rejects.length - 1} more`;
  const column = first.column === undefined ? "" : ` in ${first.column}`;
  const unlisted =
    atLeast > rejects.length ? "; the warehouse's log of load errors does not hold them all" : "";
  const rejected = new RejectsError(
    `at least ${countOf(atLeast, "row")} ${atLeast === 1 ? "was" : "were"} rejected and nothing was loaded: ${first.reason}${column}${more}${unlisted}`,
    {
      where: `${first.url}:${first.line}`,
      next: advice(first, sources, input.maxRejects),
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
function countAtLeast({ message }: Error, rejects: readonly Reject[], maxRejects: number): number {
  const stopped = /stl_load_errors|sys_load_error_detail/i.test(message) && !rejects.some(isTooLarge);
  return Math.max(rejects.length, stopped ? maxRejects + 1 : 1);
}

/** By the words of the local warehouse; those of Redshift are written nowhere. */
function isFaultOfFile({ reason }: Reject): boolean {
  return /^not a .* file, or a truncated one/.test(reason);
}

/** A file that was whole when it was made ready, and is not any more. */
function brokenFile({ url, line }: Reject, objects: readonly LoadedObject[]): StepError | undefined {
  const file = objects.flatMap(filesOf).find((one) => one.url === url);
  return file && brokenFiles([{ file, fault: { kind: "damaged" }, lines: line }]);
}

function isTooLarge({ reason }: Reject): boolean {
  return reason.includes("more than 4 MB");
}

function advice(reject: Reject, sources: readonly PreparedSource[], maxRejects: number): string {
  // COPY of Parquet has no MAXERROR ("COPY from columnar data formats").
  if (sources.some(({ source }) => source.name === reject.source && source.format.kind === "parquet"))
    return "mend the file, or the columns of the staging table: one error fails a load of Parquet, whatever DWH_MAX_REJECTS says";
  if (isTooLarge(reject))
    return "shorten the object or leave it out: COPY takes none of this size, whatever DWH_MAX_REJECTS says";
  const list = reject.reason.includes("Member is not an object");
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
