/** What keeps the answer to an analysis or a sum from being shown as its file asks for (sql/README.md). Pure. */
import type { ParsedStatement } from "../dialect/parsed.ts";
import { placeOf } from "../dialect/place.ts";
import type { QueryBody, SelectItem } from "../dialect/syntax/query.ts";
import type { SqlProblem } from "../errors.ts";

/** The columns of a sum: what it is about, and its two sides. */
const SUM_COLUMNS = ["what", "counted", "expected"];

/** Returns what is wrong with the columns of a sum. */
export function sumProblems(statements: readonly ParsedStatement[]): readonly SqlProblem[] {
  const [statement] = statements;
  if (statement?.tree.kind !== "query") return [];
  const items = itemsOf(statement.tree);
  const names = items.map(nameOf);
  if (names.length === SUM_COLUMNS.length && names.every((name, at) => name === SUM_COLUMNS[at])) return [];
  return [
    {
      message: `a sum must have the columns ${SUM_COLUMNS.join(", ")}, in this order`,
      next: `name them: select '…' as what, … as counted, … as expected`,
      ...placeOf(statement, items[0]?.span[0] ?? statement.tree.span[0]),
    },
  ];
}

/** Returns `20 %` as 0.2; undefined for a text that is not a share. */
export function parseLeast(text: string | undefined): number | undefined {
  const [, percent] = /^(\d{1,2}(?:\.\d{1,3})?|100) ?%$/.exec(text ?? "") ?? [];
  return percent === undefined ? undefined : Number(percent) / 100;
}

function leastProblems({ card, least }: Readonly<Record<string, string>>): readonly SqlProblem[] {
  if (least === undefined) return [];
  const place = { line: 1, column: 1 };
  if (parseLeast(least) === undefined)
    return [{ message: `least takes a share such as 20 %, not ${JSON.stringify(least)}`, ...place }];
  if (card !== undefined) return [];
  return [{ message: "least belongs to a card", next: "give the analysis a card", ...place }];
}

/** Returns what the keys of an analysis do not go together with: the tables that it reads, and each other. */
export function analysisProblems(
  values: Readonly<Record<string, string>>,
  reads: readonly string[],
): readonly SqlProblem[] {
  const { card, chart, total } = values;
  const problems: SqlProblem[] = [...leastProblems(values)];
  if (card !== undefined && (chart !== undefined || total !== undefined)) {
    const other = chart === undefined ? "total" : "chart";
    problems.push({
      message: `a card is one row, and has no ${other}`,
      next: "make a second analysis for it",
      line: 1,
      column: 1,
    });
  }
  if (total !== undefined && !reads.includes(total)) {
    problems.push({
      message: `total names ${JSON.stringify(total)}, which the analysis does not read`,
      next: reads.length === 0 ? "leave the key out" : `it reads ${reads.join(", ")}`,
      line: 1,
      column: 1,
    });
  }
  return problems;
}

/** The select list that names the columns: that of the first query, where several are put together. */
function itemsOf(body: QueryBody): readonly SelectItem[] {
  if (body.kind === "query") return itemsOf(body.body);
  return body.kind === "set_operation" ? itemsOf(body.first) : body.items;
}

/** The name that a column has without asking the warehouse. */
function nameOf({ alias, expression }: SelectItem): string | undefined {
  if (alias !== undefined) return alias.value;
  return expression.kind === "column" ? expression.parts.at(-1)?.value : undefined;
}
