/** What `sql/` holds, parsed, and how its problems are told. */
import { SqlFilesError } from "../errors.ts";
import type { SourceDeclaration } from "../config/declared-source.ts";
import type { FileProblem } from "./order.ts";
import type { SqlFile } from "./sql-file.ts";

/** The files of one warehouse. */
export interface SqlFolder {
  /** The steps of a run, in order. */
  readonly steps: readonly SqlFile[];
  readonly analyses: readonly SqlFile[];
  /** What the report shows as sums that must hold. */
  readonly sums: readonly SqlFile[];
  /** What the staging files load, by the name of the source. */
  readonly sources: readonly SourceDeclaration[];
}

/** Returns one error for all problems, each with file, line and column where it has them. */
export function problemsError(problems: readonly FileProblem[]): SqlFilesError {
  const lines = problems.map(({ path, line, column, message, next }) => {
    const place = line === undefined || column === undefined ? path : `${path}:${line}:${column}`;
    return `${place}: ${message}${next === undefined ? "" : `; ${next}`}`;
  });
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return new SqlFilesError(only);
  return new SqlFilesError(`${lines.length} problems in the SQL files:\n  ${lines.join("\n  ")}`);
}
