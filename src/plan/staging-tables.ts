/** What only the files of a folder together tell of its staging tables. Pure. */
import { tablesOf } from "../dialect/tables-of.ts";
import type { FileProblem } from "./order.ts";
import { columnsOf, textColumnsOf } from "./planned-copy.ts";
import { unfilledProblems } from "./required.ts";
import { unknownNeeds } from "./row-needs.ts";
import type { SqlFile } from "./sql-file.ts";

/**
 * Returns a problem for each staging file whose table another one fills too, since the rows of a load are counted in its table; and for
 * each required column that the table of a COPY without a list of columns has not; and for what each row needs and the COPY does not fill.
 */
export function stagingTableProblems(files: readonly SqlFile[]): readonly FileProblem[] {
  const loads = files.flatMap((file) =>
    file.statements.flatMap(({ tree, line, column }) =>
      file.kind === "stage" && tree.kind === "copy"
        ? [
            {
              file,
              table: tablesOf(tree).writes[0] ?? "",
              listed: tree.columns.map(({ value }) => value),
              line,
              column,
            },
          ]
        : [],
    ),
  );
  return loads.flatMap(({ file, table, listed, line, column }, at): readonly FileProblem[] => {
    const { path, required, rowNeeds } = file;
    const twin = loads.slice(0, at).find((other) => other.table === table);
    const columns = columnsOf(table, files);
    const unfilled = columns.length === 0 || listed.length > 0 ? [] : unfilledProblems(required, columns);
    const filled = listed.length > 0 ? listed : columns;
    const texts = columns.length === 0 ? undefined : textColumnsOf(table, files);
    const unknown = filled.length === 0 ? [] : unknownNeeds(rowNeeds, filled, texts);
    return [
      ...(twin === undefined
        ? []
        : [
            {
              path,
              message: `${twin.file.path} already fills ${table}`,
              next: "give this source a table of its own",
              line,
              column,
            },
          ]),
      ...[...unfilled, ...unknown].map((problem) => ({ path, ...problem })),
    ];
  });
}
