/** Columns that a file of sql/schema lets go: `-- drops: nick, "Full Name"` in its header. Pure. */
import { declareTable } from "../dialect/declare/table.ts";
import type { Comment } from "../dialect/lexer.ts";
import type { ParsedStatement } from "../dialect/parsed.ts";
import { parseTableName } from "../dialect/table-name.ts";
import { SqlError, type SqlProblem } from "../errors.ts";

/** Returns the columns, folded and without quotes; none where the header does not say. */
export function parseDrops(value: string | undefined): readonly string[] {
  return (value ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => nameOf(name) ?? "")
    .filter((name) => name !== "");
}

/** Returns what is wrong with them: what is not a name, and a column that the file declares all the same. */
export function dropsProblems(
  value: string | undefined,
  statements: readonly ParsedStatement[],
  comments: readonly Comment[],
): readonly SqlProblem[] {
  if (value === undefined) return [];
  const place = { line: 1, column: 1 };
  const names = value.split(",").map((name) => name.trim());
  const wrong = names.find((name) => name === "" || nameOf(name) === undefined);
  if (wrong !== undefined)
    return [
      {
        message: `drops takes column names separated by commas, and ${JSON.stringify(wrong)} is not one`,
        next: "such as -- drops: nick, age",
        ...place,
      },
    ];
  const declared = new Set(statements.flatMap((statement) => columnsOf(statement, comments)));
  return parseDrops(value)
    .filter((name) => declared.has(name))
    .map((name) => ({
      message: `the file both declares and drops the column ${name}`,
      next: "remove one of the two",
      ...place,
    }));
}

/** Undefined for a text that is not a name, or one with a schema. */
function nameOf(text: string): string | undefined {
  try {
    const { schema, name } = parseTableName(text);
    return schema === undefined ? name : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof SqlError) return undefined;
    throw error;
  }
}

function columnsOf(statement: ParsedStatement, comments: readonly Comment[]): readonly string[] {
  const { tree } = statement;
  return tree.kind === "create_table"
    ? declareTable(tree, statement, comments).columns.map(({ name }) => name)
    : [];
}
