/** The columns that the header of a staging file requires (sql/README.md, "Keys and columns"). Pure. */
import { parseStatements } from "../dialect/parsed.ts";
import { refusalsOf } from "../dialect/refuse/refusals.ts";
import { variablesIn } from "../dialect/variables.ts";
import { SqlError, type SqlProblem } from "../errors.ts";
import type { SqlFile } from "./sql-file.ts";

type Values = Readonly<Record<string, string>>;

/** Returns the required columns, and the condition of the rows that have to hold something in them; undefined is all rows. */
export function requiredIn(values: Values): Pick<SqlFile, "required" | "requiredWhere"> {
  const required = (values["required"] ?? "").split(",").flatMap((name) => name.trim() || []);
  return { required, requiredWhere: values["required-where"] };
}

/** Returns a problem for every required column that the COPY beside it does not fill, as far as it lists its columns, and for a condition that is not one. */
export function requiredProblems(
  values: Values,
  statements: readonly { readonly tree: SqlFile["statements"][number]["tree"] }[],
): readonly SqlProblem[] {
  const { required, requiredWhere } = requiredIn(values);
  const copy = statements.flatMap(({ tree }) => (tree.kind === "copy" ? [tree] : []))[0];
  const columns = copy?.columns.map(({ value }) => value) ?? [];
  // What a COPY without a list fills stands in another file: staging-tables.ts.
  const problems = columns.length === 0 ? [] : [...unfilledProblems(required, columns)];
  if (requiredWhere === undefined) return problems;
  if (required.length === 0)
    problems.push(problem("required-where is given without required", "add -- required:"));
  const wrong = faultOf(requiredWhere);
  if (wrong !== undefined)
    problems.push(
      problem(
        `required-where is not a condition: ${wrong}`,
        "write a condition on the table's columns, such as: kind = 'sale'",
      ),
    );
  return problems;
}

/** Returns a problem for every required column that is none of those that the COPY fills. */
export function unfilledProblems(
  required: readonly string[],
  columns: readonly string[],
): readonly SqlProblem[] {
  return required
    .filter((name) => !columns.includes(name))
    .map((name) =>
      problem(`the required column ${name} is not one that the COPY fills`, `it fills ${columns.join(", ")}`),
    );
}

/** What keeps a text from being one condition. */
function faultOf(condition: string): string | undefined {
  try {
    const [statement, second] = parseStatements(`select 1 where (${condition})`).statements;
    if (statement?.tree.kind !== "query" || second !== undefined) return "it is more than one statement";
    if (variablesIn(statement.tree).length > 0) return "it may not use variables";
    return refusalsOf(statement)[0]?.message;
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}

function problem(message: string, next: string): SqlProblem {
  return { message, next, line: 1, column: 1 };
}
