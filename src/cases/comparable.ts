/** Answers as lines that can be compared. Pure. */
import type { Select } from "./selects.ts";
import type { AnsweredRow } from "./sql-case.ts";

/**
 * Returns rows as lines: those of an analysis in their order, all others in any. Of a table only the columns count that the first expected
 * row names (run-sql-case.ts asks for no others); of a check, an analysis or a sum, all.
 */
export function comparable(
  tables: Readonly<Record<string, readonly AnsweredRow[]>>,
  selects: readonly Select[],
): Readonly<Record<string, readonly string[]>> {
  const inOrder = new Set(selects.flatMap(({ name, kind }) => (kind === "analysis" ? name : [])));
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => {
      const lines = rows.map((row) =>
        JSON.stringify(
          Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))),
        ),
      );
      return [name, inOrder.has(name) ? lines : lines.sort()];
    }),
  );
}
