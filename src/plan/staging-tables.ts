/** What only the files of a folder together tell of its staging tables. Pure. */
import { tablesOf } from "../dialect/tables-of.ts";
import type { FileProblem } from "./order.ts";
import { columnsOf } from "./planned-copy.ts";
import { unfilledProblems } from "./required.ts";
import type { SqlFile } from "./sql-file.ts";

/**
 * Returns a problem for each staging file whose table another one fills too, since the rows of a load are counted in its table; and for
 * each required column that the table of a COPY without a list of columns has not.
 */
export function stagingTableProblems(files: readonly SqlFile[]): readonly FileProblem[] {
  const loads = files.flatMap((file) =>
    file.statements.flatMap(({ tree, line, column }) =>
      file.kind === "stage" && tree.kind === "copy"
        ? [{ file, table: tablesOf(tree).writes[0] ?? "", lists: tree.columns.length > 0, line, column }]
        : [],
    ),
  );
  return loads.flatMap(({ file, table, lists, line, column }, at): readonly FileProblem[] => {
    const { path, required } = file;
    const twin = loads.slice(0, at).find((other) => other.table === table);
    const columns = lists ? [] : columnsOf(table, files);
    const unfilled = columns.length === 0 ? [] : unfilledProblems(required, columns);
    return [
      ...(twin === undefined
        ? []
        : [
            {
              path,
              message: `${twin.file.path} fills ${table} already`,
              next: "give this source a table of its own",
              line,
              column,
            },
          ]),
      ...unfilled.map((problem) => ({ path, ...problem })),
    ];
  });
}
