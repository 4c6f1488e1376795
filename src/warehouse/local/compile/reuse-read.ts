/** Statements of the files of `sql/` are not read again when they are sent: the trees that were made when the folder was read are used. */
import type { ParsedStatement } from "../../../dialect/parsed.ts";
import { refusalsOf } from "../../../dialect/refuse/refusals.ts";
import type { CheckedStatement, Compiler } from "./compiler.ts";
import { filledIn, templateOf, type Template } from "./fill-in.ts";

/** Statements that are planned from their tree alone: neither from their words nor from the comments beside them. */
const OF_TREE: ReadonlySet<string> = new Set([
  "query",
  "insert",
  "update",
  "delete",
  "merge",
  "create_table_as",
  "drop",
]);

const EXPLAIN = "explain ";

/**
 * Returns a compiler that uses the tree of a statement that was read before, also for EXPLAIN of it, and passes everything else to the compiler that is
 * given. A statement with variables is found by what stands around them.
 * @param statements of whole files, in which nothing is refused; their offsets are those in the file
 */
export function reuseRead(statements: readonly ParsedStatement[], compiler: Compiler): Compiler {
  const known = new Map<string, ParsedStatement>();
  const templates: Template[] = [];
  for (const statement of statements) {
    if (!OF_TREE.has(statement.tree.kind)) continue;
    const template = templateOf(statement);
    if (template === undefined) known.set(statement.text, statement);
    else templates.push(template);
  }
  const statementOf = (sql: string): ParsedStatement | undefined => {
    const itself = known.get(sql);
    if (itself !== undefined) return itself;
    for (const template of templates) {
      const filled = filledIn(template, sql);
      // What is filled in may be refused where it stands: the words for that come from the text, read again.
      if (filled !== undefined) return refusalsOf(filled).length === 0 ? filled : undefined;
    }
    return undefined;
  };
  const placedInFile = new WeakSet<CheckedStatement>();
  const find = (sql: string): CheckedStatement | undefined => {
    const itself = statementOf(sql);
    const found = itself ?? (sql.startsWith(EXPLAIN) ? statementOf(sql.slice(EXPLAIN.length)) : undefined);
    if (found === undefined) return undefined;
    const read = {
      statement: itself === undefined ? explainOf(found) : placedAlone(found, 0),
      comments: [],
    };
    placedInFile.add(read);
    return read;
  };
  return {
    read: (sql, signal) => compiler.read(sql, signal),
    check: async (sql, signal) => find(sql) ?? compiler.check(sql, signal),
    plan: async (checked, facts, describes, signal) => {
      try {
        return await compiler.plan(checked, facts, describes, signal);
      } catch (error) {
        if (!placedInFile.has(checked)) throw error;
        // What is wrong was told at its offset in the file. The client knows the statement alone.
        const alone = await compiler.check(facts.source, signal);
        if (alone === undefined) throw error;
        return compiler.plan(alone, facts, describes, signal);
      }
    },
  };
}

/**
 * Returns a statement whose words have the lines and columns that they have without the text around them; their offsets stay, since those of the tree do.
 * @param before how much stands before it in its first line, in UTF-16 units
 */
function placedAlone(statement: ParsedStatement, before: number): ParsedStatement {
  const { text, tree, start, end, line, column } = statement;
  return {
    text,
    tree,
    start,
    end,
    // Asked for where DuckDB refuses the statement, and hardly one is.
    get tokens() {
      return statement.tokens.map((token) => ({
        ...token,
        line: token.line - line + 1,
        column: token.line === line ? token.column - column + 1 + before : token.column,
      }));
    },
    line: 1,
    column: 1,
  };
}

function explainOf(statement: ParsedStatement): ParsedStatement {
  const { tree } = statement;
  const explain = { kind: "explain", verbose: false, statement: tree, span: tree.span } as const;
  return placedAlone({ ...statement, tree: explain }, EXPLAIN.length);
}
