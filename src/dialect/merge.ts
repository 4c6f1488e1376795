/** MERGE as a value, within what Redshift takes (Database Developer Guide, "MERGE"). */
import { SqlError } from "../errors.ts";
import { isSymbol, isWord, type Token } from "./lexer.ts";
import type { Statement } from "./statements.ts";
import { spellQualifiedName, type QualifiedName } from "./table-name.ts";
import { isName, splitAt, syntaxError, TokenReader } from "./token-reader.ts";

interface MergeAssignment {
  readonly column: string;
  readonly value: readonly Token[];
}

interface MergeInsert {
  /** Without columns the values are for all of the target's, in order. */
  readonly columns: readonly string[];
  readonly values: readonly (readonly Token[])[];
}

interface MergeSides {
  readonly target: QualifiedName;
  readonly source: QualifiedName;
  readonly sourceAlias?: string;
  readonly on: readonly Token[];
}

/** A MERGE: its tables, its condition, and what becomes of rows that meet and of those that do not. */
export type Merge = MergeSides &
  (
    | {
        readonly kind: "upsert";
        /** What happens to a row of the target that the source has. */
        readonly update: readonly MergeAssignment[] | "delete";
        readonly insert: MergeInsert;
      }
    | { readonly kind: "remove duplicates" }
  );

const STAGE = "put the rows into a table first, as in: create temp table … as select …; then merge from that";
const ONE_EACH = "Redshift's MERGE takes one WHEN MATCHED and one WHEN NOT MATCHED, without conditions";
const SINGLE =
  "add the other WHEN clause; to insert only, write INSERT … SELECT … WHERE NOT EXISTS, to change only, UPDATE … FROM, " +
  "to delete only, DELETE … USING";

/**
 * Reads a MERGE whole, and returns it as a value.
 * @throws SqlError for what Redshift does not take, in its words where they are known: an alias of the target, a source
 * that is no table, a single WHEN clause, several of them, conditions in them, a source that is the target.
 */
export function parseMerge(statement: Pick<Statement, "tokens">): Merge {
  const reader = new TokenReader(statement.tokens);
  if (isWord(reader.peek(), "with")) throw reader.error(`Redshift's MERGE takes no WITH; ${STAGE}`);
  reader.expect("merge", "into");
  const target = reader.qualifiedName();
  if (!isWord(reader.peek(), "using")) {
    throw reader.error(
      `Redshift's MERGE takes no alias for the target; write ${spellQualifiedName(target)} in its place`,
    );
  }
  reader.expect("using");
  if (isSymbol(reader.peek(), "(")) throw reader.error(`the source of Redshift's MERGE is a table; ${STAGE}`);
  const sourceAt = reader.peek();
  const source = reader.qualifiedName();
  if (isSymbol(reader.peek(), "(")) throw reader.error(`the source of Redshift's MERGE is a table; ${STAGE}`);
  if (sourceAt !== undefined && spellQualifiedName(source) === spellQualifiedName(target)) {
    throw new SqlError("the source table and the target table of MERGE are the same", sourceAt, {
      sqlState: "0A000",
      next: STAGE,
    });
  }
  const as = reader.accept("as");
  const aliased = as || (isName(reader.peek()) && !isWord(reader.peek(), "on"));
  const sourceAlias = aliased ? reader.name() : undefined;
  const on = readOn(reader);
  const sides: MergeSides = { target, source, on, ...(sourceAlias === undefined ? {} : { sourceAlias }) };
  if (reader.accept("remove", "duplicates")) {
    if (!reader.atEnd) throw reader.error("REMOVE DUPLICATES goes with no WHEN clause");
    return { kind: "remove duplicates", ...sides };
  }
  return { kind: "upsert", ...sides, ...readClauses(reader) };
}

/** The condition, up to the first WHEN or REMOVE DUPLICATES. */
function readOn(reader: TokenReader): readonly Token[] {
  reader.expect("on");
  const from = reader.at;
  while (!reader.atEnd && !isClause(reader) && !isRemove(reader)) stepOver(reader);
  const on = reader.tokens.slice(from, reader.at);
  if (on.length === 0) throw reader.error();
  if (!on.some((token) => isSymbol(token, "="))) {
    throw new SqlError("the condition of MERGE compares no column with =", on[0] as Token, {
      sqlState: "0A000",
      next: "join source and target on equal keys: target.id = source.id",
    });
  }
  return on;
}

function readClauses(reader: TokenReader) {
  const first = reader.peek();
  let update: readonly MergeAssignment[] | "delete" | undefined;
  let insert: MergeInsert | undefined;
  while (!reader.atEnd) {
    const head = reader.at;
    reader.expect("when");
    const missing = reader.accept("not");
    reader.expect("matched");
    if ((missing ? insert : update) !== undefined) throw syntaxError(reader.tokens, head, ONE_EACH);
    if (isWord(reader.peek(), "and", "by"))
      throw reader.error(`${ONE_EACH}; filter the rows in the source table`);
    reader.expect("then");
    if (missing) insert = readInsert(reader);
    else update = readUpdate(reader);
    if (!reader.atEnd && !isClause(reader)) throw reader.error();
  }
  if (first === undefined) throw reader.error();
  if (update === undefined || insert === undefined) {
    throw new SqlError("MERGE statement with a single WHEN clause is not enabled.", first, {
      sqlState: "0A000",
      next: SINGLE,
    });
  }
  return { update, insert };
}

function readUpdate(reader: TokenReader): readonly MergeAssignment[] | "delete" {
  if (reader.accept("delete")) return "delete";
  if (!isWord(reader.peek(), "update")) throw reader.error("WHEN MATCHED THEN takes UPDATE SET … or DELETE");
  reader.expect("update", "set");
  const from = reader.at;
  while (!reader.atEnd && !isClause(reader)) stepOver(reader);
  const assignments = splitAt(reader.tokens.slice(from, reader.at), ",");
  let at = from;
  return assignments.map((tokens) => {
    const one = new TokenReader(reader.tokens, at);
    at += tokens.length + 1;
    const column = one.name();
    if (isSymbol(one.peek(), ".")) throw one.error("name the column alone, without its table");
    one.expectSymbol("=");
    const value = reader.tokens.slice(one.at, at - 1);
    if (value.length === 0) throw one.error();
    return { column, value };
  });
}

function readInsert(reader: TokenReader): MergeInsert {
  if (!isWord(reader.peek(), "insert")) throw reader.error("WHEN NOT MATCHED THEN takes INSERT … VALUES …");
  reader.expect("insert");
  const columns = isSymbol(reader.peek(), "(") ? reader.nameList() : [];
  const valuesAt = reader.peek();
  reader.expect("values");
  const values = splitAt(reader.group(), ",");
  if (values.some((value) => value.length === 0)) throw reader.error();
  if (valuesAt !== undefined && columns.length > 0 && columns.length !== values.length) {
    const more =
      columns.length > values.length ? "target columns than expressions" : "expressions than target columns";
    throw new SqlError(`INSERT has more ${more}`, valuesAt);
  }
  return { columns, values };
}

function isClause(reader: TokenReader): boolean {
  const ahead = isWord(reader.peek(1), "not") ? 2 : 1;
  return isWord(reader.peek(), "when") && isWord(reader.peek(ahead), "matched");
}

function isRemove(reader: TokenReader): boolean {
  return isWord(reader.peek(), "remove") && isWord(reader.peek(1), "duplicates");
}

/** One token, or a bracket or a CASE with all that is in it. */
function stepOver(reader: TokenReader): void {
  if (isSymbol(reader.peek(), "(")) {
    reader.group();
  } else if (reader.accept("case")) {
    while (!isWord(reader.peek(), "end")) stepOver(reader);
    reader.take();
  } else {
    reader.take();
  }
}
