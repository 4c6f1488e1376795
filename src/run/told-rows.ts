/**
 * Which of the rows that lack something are those that COPY has loaded: the others it has left out itself, for another reason. Its errors tell
 * a line, and on one line several rows may stand. Pure.
 */
import type { Reject } from "../records/result.ts";

/** A row of the files that lacks something. */
export interface FoundRow {
  readonly reject: Reject;
  /** The errors of COPY that may be about it. */
  readonly errors: readonly Reject[];
  /** Whether it is the only row that they may be about. */
  readonly isAlone: boolean;
}

/** What an error about one of several rows on a line leaves open. */
type Line = { readonly rows: Reject[]; readonly errors: Set<Reject> };

/**
 * Returns so many of the rows, in order: those that COPY has loaded. None where the files do not tell, since there are fewer, or the
 * errors may be about rows of several lines.
 */
export function loadedRows(found: readonly FoundRow[], rows: number): readonly Reject[] {
  const sure = found.filter(({ errors }) => errors.length === 0).map(({ reject }) => reject);
  const open = linesOf(found.filter(({ errors, isAlone }) => errors.length > 0 && !isAlone));
  const waiting = open.reduce((total, line) => total + line.rows.length, 0);
  const left = sure.length + waiting - rows;
  if (left < 0) return [];
  if (left === 0) return inOrder(found, [...sure, ...open.flatMap((line) => line.rows)]);
  const most = open.map((line) => Math.min(line.rows.length, line.errors.size));
  const isAll = left === most.reduce((total, one) => total + one, 0);
  if (!isAll && (open.length !== 1 || left > (most[0] ?? 0))) return [];
  const kept = open.flatMap((line, index) => keptOf(line.rows, isAll ? (most[index] ?? 0) : left));
  return inOrder(found, [...sure, ...kept]);
}

function linesOf(found: readonly FoundRow[]): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const { reject, errors } of found) {
    const key = `${reject.url}\n${reject.line}`;
    const line = lines.get(key) ?? { rows: [], errors: new Set() };
    lines.set(key, line);
    line.rows.push(reject);
    for (const error of errors) line.errors.add(error);
  }
  return [...lines.values()];
}

/** The rows of a line without so many of them. Which those are nobody knows: a column is told where it is the same for all. */
function keptOf(rows: readonly Reject[], left: number): readonly Reject[] {
  const [first] = rows;
  const isSame = rows.every(({ column, reason }) => column === first?.column && reason === first?.reason);
  const kept = rows.slice(left);
  return isSame ? kept : kept.map((one) => ({ ...one, column: undefined }));
}

function inOrder(found: readonly FoundRow[], kept: readonly Reject[]): readonly Reject[] {
  const places = new Map(found.map(({ reject }, index) => [`${reject.url}\n${reject.line}`, index]));
  const placeOf = ({ url, line }: Reject): number => places.get(`${url}\n${line}`) ?? 0;
  return kept.toSorted((one, other) => placeOf(one) - placeOf(other));
}
