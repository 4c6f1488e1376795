/** What the header of a staging file says that each row has to hold (sql/README.md, "Keys and columns"). Pure. */
import type { SqlProblem } from "../errors.ts";
import type { RowNeed } from "../sources/row-need.ts";
import { columnsIn } from "../sources/row-need.ts";

const NAME = String.raw`[a-z_][a-z0-9_$]*`;
/** Columns with commas between, and of which rows that is asked: `price, currency where kind = 'sale'`. */
const NEED = new RegExp(
  String.raw`^(${NAME}(?:\s*,\s*${NAME})*)(?:\s+where\s+(${NAME})\s*=\s*'((?:[^']|'')*)')?$`,
);
/** What a semicolon ends; one in a text is not an end. */
const CLAUSE = /(?:'[^']*'|[^';])+/g;

/** Returns what `-- row-needs:` asks; undefined where it cannot be read. */
export function parseRowNeeds(text: string): readonly RowNeed[] | undefined {
  const needs: RowNeed[] = [];
  for (const clause of text.match(CLAUSE) ?? []) {
    const [, names, column, value = ""] = NEED.exec(clause.trim()) ?? [];
    if (names === undefined) return undefined;
    const where = column === undefined ? undefined : { column, value: value.replaceAll("''", "'") };
    needs.push({ columns: names.split(",").map((name) => name.trim()), where });
  }
  return needs.length === 0 || text.split("'").length % 2 === 0 ? undefined : needs;
}

/** Returns the problem of a `-- row-needs:` that cannot be read. */
export function rowNeedsProblems(text: string | undefined): readonly SqlProblem[] {
  if (text === undefined || parseRowNeeds(text) !== undefined) return [];
  return [
    problem(
      `row-needs is not a list of columns: ${JSON.stringify(text)}`,
      "write columns, with a condition where needed, separated by semicolons: id; price, currency where kind = 'sale'",
    ),
  ];
}

/**
 * Returns a problem for each column that each row needs and that the COPY does not fill, and for a condition on one that holds no text.
 * @param columns those that the COPY fills
 * @param texts those of them that hold text; undefined where that is not known
 */
export function unknownNeeds(
  needs: readonly RowNeed[],
  columns: readonly string[],
  texts: readonly string[] | undefined,
): readonly SqlProblem[] {
  const unknown = columnsIn(needs)
    .filter((name) => !columns.includes(name))
    .map((name) =>
      problem(
        `the column ${name} of row-needs is not one that the COPY fills`,
        `it fills ${columns.join(", ")}`,
      ),
    );
  if (unknown.length > 0 || texts === undefined) return unknown;
  return needs.flatMap(({ where }) =>
    where === undefined || texts.includes(where.column)
      ? []
      : [
          problem(
            `row-needs compares ${where.column} with a text, but the column does not hold text`,
            "use a text column, or write a check",
          ),
        ],
  );
}

function problem(message: string, next: string): SqlProblem {
  return { message, next, line: 1, column: 1 };
}
