/** What the page tells of the files of `sql/`; pure. */
import { TABLES } from "../names.ts";
import { declaredTables } from "../plan/declared-tables.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import type { StepFacts, TableFacts } from "../report/data.ts";

/** Returns the tables that the files of `sql/schema` declare, without the one that is only locked. */
export function definitionsIn(
  steps: readonly SqlFile[],
): readonly Omit<TableFacts, "rows" | "held" | "refused">[] {
  return (
    steps
      // Whoever reads that one waits for the run that holds it.
      .filter(({ kind, name }) => kind === "schema" && name !== TABLES.lock)
      .flatMap((file) =>
        declaredTables(file).map((definition) => ({
          path: file.path,
          scope: file.scope,
          definition: { ...definition, comment: describe(definition.comment, file.title) },
        })),
      )
  );
}

/** What the file says of the table: the comment above its statement, which is the header with its keys where the statement is the first. */
function describe(comment: string | undefined, title: string): string {
  return comment === undefined || comment.startsWith(title) ? title : comment;
}

/** Returns what the page tells of a step. */
export function stepFacts({ name, kind, path, title, source, reads, writes }: SqlFile): StepFacts {
  const sources = source === undefined ? [] : [source.name];
  return { name, kind, path, title, sources, reads, writes };
}
