/** What keeps a COPY of `sql/` from loading exactly what the ledger says. Pure. */
import type { ParsedStatement } from "../dialect/parsed.ts";
import { placeOf } from "../dialect/place.ts";
import type { Copy } from "../dialect/syntax/transfer.ts";
import { variablesIn } from "../dialect/variables.ts";
import type { SqlProblem } from "../errors.ts";
import { problemsOfOption } from "./copy-option-problems.ts";

/** The variables that a COPY has to use beside the manifest, and what would happen without. */
const NEEDED = {
  compression: "files with another compression than it names could not be read",
  copy_role: "it would log in to S3 with another role than the configured one",
  max_errors: "it would tolerate another number of rejected rows than the configured one",
} as const;

/**
 * Returns the problems of the COPY of a staging file: there is one, and it reads the manifest of its source.
 * @param statements those that can be read
 * @param isWhole whether these are all: of what cannot be read nobody knows that it loads nothing
 */
export function stagingProblems(
  statements: readonly ParsedStatement[],
  isWhole: boolean,
): readonly SqlProblem[] {
  const copies = copiesIn(statements);
  const [first, second] = copies;
  if (first === undefined) {
    if (!isWhole) return [];
    return [{ message: "the file loads nothing", next: "write a COPY from :'manifest'", line: 1, column: 1 }];
  }
  const problems = problemsOfCopy(first.statement, first.tree);
  if (second === undefined) return problems;
  const { line, column } = second.statement;
  const message = "a staging file has one COPY, since a second one would load the same files again";
  return [
    ...problems,
    { message, next: "put it into a file of its own, with a source of its own", line, column },
  ];
}

/** Returns a problem for every COPY that stands in no staging file. */
export function copyProblems(statements: readonly ParsedStatement[]): readonly SqlProblem[] {
  return copiesIn(statements).map(({ statement: { line, column } }) => ({
    message: "a COPY belongs in sql/staging: here its files are in no ledger, and every run loads them again",
    next: "make a staging file with a source of its own",
    line,
    column,
  }));
}

function copiesIn(
  statements: readonly ParsedStatement[],
): readonly { readonly statement: ParsedStatement; readonly tree: Copy }[] {
  return statements.flatMap((statement) =>
    statement.tree.kind === "copy" ? [{ statement, tree: statement.tree }] : [],
  );
}

function problemsOfCopy(statement: ParsedStatement, { source, options }: Copy): readonly SqlProblem[] {
  const used = new Set(variablesIn(statement.tree).map(({ name }) => name));
  const { line, column } = statement;
  const reads = source.kind === "variable" && source.name === "manifest";
  if (!reads || !options.some(({ name }) => name === "manifest")) {
    const message = "the COPY does not read the manifest of its source, so its files would be in no ledger";
    return [
      {
        message,
        next: "write from :'manifest' and the option manifest",
        ...placeOf(statement, source.span[0]),
      },
    ];
  }
  const isParquet = options.some(({ name }) => name === "parquet");
  const missing = Object.entries(NEEDED)
    .filter(([name]) => !used.has(name) && (!isParquet || name === "copy_role"))
    .map(([name, without]) => ({
      message: `the COPY does not use the variable ${name}: ${without}`,
      next: "put it back; sql/README.md lists the variables",
      line,
      column,
    }));
  return [...missing, ...options.flatMap((option) => problemsOfOption(statement, option, isParquet))];
}
