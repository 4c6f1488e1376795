/** The order of the steps, from the tables that they read and write. */
import type { Position, SqlProblem } from "../errors.ts";
import { TABLES } from "../names.ts";
import { shownBy } from "./change.ts";
import { isCheck, type FileKind, type SqlFile } from "./sql-file.ts";

const RANK: Readonly<Record<FileKind, number>> = {
  schema: 0,
  stage: 2,
  transform: 3,
  check: 1,
  audit: 4,
  analysis: 5,
  sum: 6,
};

/** A problem of a file, for the one list of all problems; one of the file as a whole has no place in it. */
export interface FileProblem extends Omit<SqlProblem, keyof Position>, Partial<Position> {
  readonly path: string;
}

/**
 * Orders steps: tables are made first; then whatever reads a table comes after all that write it; a check runs as soon
 * as what it reads is complete, so that a run that is going to fail fails early; audits, which take longer, come last. Among steps that could be next the kind
 * decides, then the name, so that the order is the same on every machine.
 */
export function orderSteps(
  files: readonly SqlFile[],
): { readonly steps: readonly SqlFile[] } | { readonly problems: readonly FileProblem[] } {
  const read = readsOfFiles(files);
  /** Whose turn comes before that of each file, as far as it has not been yet. */
  const awaited = new Map(
    files.map((file) => {
      const reads = read.get(file) ?? file.reads;
      return [file, new Set(files.filter((other) => isBefore(other, file, reads)))];
    }),
  );
  const steps: SqlFile[] = [];
  while (awaited.size > 0) {
    const ready = [...awaited].flatMap(([file, before]) => (before.size === 0 ? [file] : []));
    const next = ready.sort(compare)[0];
    if (next === undefined)
      return {
        problems: [...awaited]
          .sort(([one], [other]) => compare(one, other))
          .map(([file, before]) => inCycle(file, [...before])),
      };
    awaited.delete(next);
    for (const before of awaited.values()) before.delete(next);
    steps.push(next);
  }
  return { steps };
}

/** Returns the tables that each file reads: whoever reads a view reads what it shows. */
export function readsOfFiles(files: readonly SqlFile[]): ReadonlyMap<SqlFile, readonly string[]> {
  const views = new Map(files.flatMap(({ statements }) => statements.flatMap(({ tree }) => shownBy(tree))));
  return new Map(files.map((file) => [file, throughViews(file, views)]));
}

function isBefore(first: SqlFile, second: SqlFile, reads: readonly string[]): boolean {
  if (first === second) return false;
  if (first.kind === "schema" && second.kind !== "schema") return true;
  if (second.kind === "schema" && first.kind !== "schema") return false;
  if (first.writes.some((table) => reads.includes(table))) return true;
  // The ledger is written after the last load, and whoever reads it is to see this run's files.
  if (first.kind === "stage" && reads.includes(TABLES.files)) return true;
  // Two steps that fill one table: staging before transforms, then by name.
  return (
    !isCheck(first.kind) &&
    compare(first, second) < 0 &&
    first.writes.some((one) => second.writes.includes(one))
  );
}

/** The tables that a file reads, those behind views too. A file that makes tables has none to wait for but those that it names. */
function throughViews(
  { kind, reads }: SqlFile,
  views: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (kind === "schema") return reads;
  const all = new Set(reads);
  // A set is walked through what is added meanwhile.
  for (const table of all) for (const shown of views.get(table) ?? []) all.add(shown);
  return [...all];
}

function compare(one: SqlFile, other: SqlFile): number {
  return RANK[one.kind] - RANK[other.kind] || (one.name < other.name ? -1 : 1);
}

function inCycle(file: SqlFile, others: readonly SqlFile[]): FileProblem {
  const before = others.map(({ path }) => path);
  return {
    path: file.path,
    line: file.statements[0]?.line ?? 1,
    column: file.statements[0]?.column ?? 1,
    message: `the steps wait for each other in a circle: ${file.path} waits for ${before.join(" and ")}`,
    next: "remove the read from one of them",
  };
}
