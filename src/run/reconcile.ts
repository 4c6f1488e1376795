/** Holds what was read against what arrived: rows read = rows loaded + rows rejected, and file by file as far as that is known. */
import { StepError } from "../errors.ts";
import type { LoadedObject } from "../sources/pack-map.ts";
import type { LedgerEntry } from "../records/ledger.ts";
import type { Reject } from "../records/result.ts";
import { countOf, formatCount } from "../text/amounts.ts";

/** What one COPY said, and what the system tables tell of it. */
export interface LoadFacts {
  /** The two numbers of COPY's own messages: they are what counts. */
  readonly loaded: number;
  readonly rejected: number;
  /** Lines scanned by object url, for objects whose rows this job did not count itself; not always the number of rows. */
  readonly lines: ReadonlyMap<string, number>;
  /** Rows that were counted by object url after the COPY, of objects that were not read before it. */
  readonly counted: ReadonlyMap<string, number>;
  /** The rejected rows that the log holds, which may be fewer. */
  readonly listed: readonly Reject[];
}

/** The files of a load that adds up. */
export interface Reconciled {
  readonly entries: readonly LedgerEntry[];
  /** Sentences on what is not known file by file. */
  readonly warnings: readonly string[];
}

/**
 * Gives every file its rows read, staged and rejected, undefined where it is not known. The rows of packs were counted when they were
 * made, and those of other files that were read and are as they should be. The others have the rest: one of them has all of it, several
 * what was counted in each, or else their lines, where that adds up to it. Lines are not rows (Database Developer Guide,
 * "SYS_LOAD_DETAIL"), in pretty-printed files least of all. How many rows of a file were rejected is known where the log holds all of
 * them, or where there is one file.
 * @param where the COPY: file and line
 * @throws StepError when rows were lost or invented, and nothing may be published.
 */
export function reconcile(
  objects: readonly LoadedObject[],
  { loaded, rejected, lines, counted, listed }: LoadFacts,
  where: string,
): Reconciled {
  const packs = objects.filter((object) => object.kind === "pack");
  const files = openFiles(objects, rejected);
  const known = knownRows(objects, files);
  const packed = sum(known.map(({ rows }) => rows));
  const rest = loaded + rejected - packed;
  if (files.length === 0 ? rest !== 0 : rest < 0) {
    throw new StepError(
      `the load does not add up: ${packed} rows read, ${rejected} rejected, ${loaded} staged`,
      { where, next: remedy(packs, listed, rejected) },
    );
  }
  const own = files.length === 1 ? [rest] : shareOut(files, { lines, counted }, rest);
  const listedIn = countByFile(listed);
  const fit =
    sum(own.map((rows) => rows ?? Number.NaN)) === rest &&
    files.every(({ file }, index) => (listedIn.get(file.url) ?? 0) <= (own[index] ?? 0));
  const read = [...known, ...files.map(({ file }, index) => ({ file, rows: fit ? own[index] : undefined }))];
  const rejectedOf = (url: string): number | undefined => {
    if (read.length === 1) return rejected;
    return listed.length === rejected ? (listedIn.get(url) ?? 0) : undefined;
  };
  return {
    entries: read.map(({ file, rows }) => entryOf(file, rows, rejectedOf(file.url))),
    warnings: fit ? [] : [sayUnknown(files, rest, own)],
  };
}

/**
 * What is done about rows that were lost or invented. Where some were rejected, a run would end so every time if COPY did not take each
 * object for a row: how many errors it counts of a line with several objects the guide does not say.
 */
function remedy(
  packs: readonly Extract<LoadedObject, { readonly kind: "pack" }>[],
  listed: readonly Reject[],
  rejected: number,
): string {
  const shared = rejected === 0 ? [] : packs.flatMap(sharedLines);
  const bad = new Set(listed.map(({ url }) => url));
  const first = shared.find((url) => bad.has(url)) ?? shared[0];
  if (first === undefined)
    return "nothing was published; a file may have changed while it was read: run again";
  return `nothing was published; ${countOf(shared.length, "file")} with several objects on a line ${shared.length === 1 ? "was" : "were"} among them, where COPY may count lines: fix the rejected rows, or write one object a line, starting with ${first}`;
}

/** The files of a pack that have more rows than lines. */
function sharedLines({ members }: Extract<LoadedObject, { readonly kind: "pack" }>): readonly string[] {
  return members.flatMap(({ file, lines, objects }) => (objects > lines ? [file.url] : []));
}

type FileObject = Extract<LoadedObject, { readonly kind: "file" }>;

/**
 * Returns the files of which nobody knows yet how many rows COPY has read in them: they were not looked into, or not all of it is as it
 * should be; and where rows were rejected, all that are not in packs, since nothing says that COPY counts an error for every object of a line.
 */
export function openFiles(objects: readonly LoadedObject[], rejected: number): readonly FileObject[] {
  return objects.filter(
    (object): object is FileObject =>
      object.kind === "file" && (rejected > 0 || object.counted?.whole !== true),
  );
}

/** The rows of the files of which they are known; those of one that was unpacked may be in several packs. */
function knownRows(
  objects: readonly LoadedObject[],
  open: readonly FileObject[],
): readonly { readonly file: LedgerEntry["file"]; readonly rows: number }[] {
  const known = new Map<LedgerEntry["file"], number>();
  const add = (file: LedgerEntry["file"], rows: number): void =>
    void known.set(file, (known.get(file) ?? 0) + rows);
  for (const object of objects) {
    if (object.kind === "pack") for (const { file, objects: rows } of object.members) add(file, rows);
    else if (!open.includes(object)) add(object.file, object.counted?.rows ?? 0);
  }
  return [...known].map(([file, rows]) => ({ file, rows }));
}

/**
 * What was counted in each file, or else its lines, by the first way to count lines that adds up: as they are reported; without those of the
 * header; with one more for the last line of each, which needs no newline. Whether a header and such a line are counted the guide does not say.
 */
function shareOut(
  files: readonly FileObject[],
  { lines, counted }: Pick<LoadFacts, "lines" | "counted">,
  rest: number,
): readonly (number | undefined)[] {
  const shared = [false, true].flatMap((isOpen) =>
    [false, true].map((hasHeader) =>
      files.map(({ url, file: { format }, counted: read }) => {
        const own = read?.rows ?? counted.get(url);
        const told = lines.get(url);
        if (own !== undefined || told === undefined) return own;
        const header = hasHeader && format.kind === "delimited" ? format.headerLines : 0;
        return Math.max(0, told - header + (isOpen ? 1 : 0));
      }),
    ),
  );
  return shared.find((one) => sum(one.map((count) => count ?? Number.NaN)) === rest) ?? shared[0] ?? [];
}

/** Nothing is known of a file half: staged and rejected go together, and neither is known without what was read. */
function entryOf(
  file: LedgerEntry["file"],
  rowsRead: number | undefined,
  rowsRejected: number | undefined,
): LedgerEntry {
  if (rowsRead === undefined) return { file, rowsRead, rowsStaged: undefined, rowsRejected: undefined };
  const rowsStaged = rowsRejected === undefined ? -1 : rowsRead - rowsRejected;
  // More rejected than read: then a line of the log was taken for that of another file.
  if (rowsStaged < 0) return { file, rowsRead, rowsStaged: undefined, rowsRejected: undefined };
  return { file, rowsRead, rowsStaged, rowsRejected };
}

function countByFile(listed: readonly Reject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { url } of listed) counts.set(url, (counts.get(url) ?? 0) + 1);
  return counts;
}

function sayUnknown(
  files: readonly LoadedObject[],
  rows: number,
  told: readonly (number | undefined)[],
): string {
  const counts = told.every((one) => one !== undefined)
    ? `${countOf(sum(told), "line or row", "lines or rows")} were counted in them`
    : "the warehouse does not give the lines of each";
  const [first] = files;
  return (
    `${formatCount(files.length)} files that are not in packs hold ${countOf(rows, "row")} together, and ${counts}: ` +
    `how many rows each of them holds is not known, and null in etl_files (${first?.url ?? ""} …)`
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
