/** What the page tells of the files of `sql/`; pure. */
import { parseCreateTable } from "../dialect/create-table.ts";
import { kindOf } from "../dialect/statement-kind.ts";
import { splitStatements } from "../dialect/statements.ts";
import { TABLES } from "../names.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import type { StepFacts, TableFacts } from "../report/data.ts";

/** Returns the tables that the files of `sql/schema` declare, without the one that is only locked. */
export function definitionsIn(
  steps: readonly SqlFile[],
): readonly Omit<TableFacts, "rows" | "held" | "refused">[] {
  return (
    steps
      // Who reads that one waits for the run that holds it.
      .filter(({ kind, name }) => kind === "schema" && name !== TABLES.lock)
      .flatMap(({ path, source, title }) => {
        const { statements, comments } = splitStatements(source);
        return statements
          .filter((statement) => kindOf(statement) === "create_table")
          .map((statement) => {
            const definition = parseCreateTable(statement, comments);
            return { path, definition: { ...definition, comment: definition.comment ?? title } };
          });
      })
  );
}

/** Returns what the page tells of a step. */
export function stepFacts({ name, kind, path, title, variables, reads, writes }: SqlFile): StepFacts {
  const sources = variables.flatMap((variable) => /^(.+)_manifest$/.exec(variable)?.[1] ?? []);
  return { name, kind, path, title, sources, reads, writes };
}
