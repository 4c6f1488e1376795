/** MERGE of the Database Developer Guide. */
import { ParseError } from "../parse-error.ts";
import type { Assignment, Merge, MergeClauses } from "../syntax/change.ts";
import type { Expression } from "../syntax/expression.ts";
import type { Name } from "../syntax/node.ts";
import { alias } from "./alias.ts";
import { assignments, valueList } from "./change.ts";
import type { Cursor } from "./cursor.ts";
import { nameList, qualifiedName } from "./names.ts";

const STAGE = "put the rows into a table first, as in: create temp table … as select …; then merge from that";
const SINGLE =
  "add the other WHEN clause; to insert only, write INSERT … SELECT … WHERE NOT EXISTS, to change only, UPDATE … FROM, " +
  "to delete only, DELETE … USING";
const ONE_EACH = "MERGE takes one WHEN MATCHED and one WHEN NOT MATCHED, without conditions of their own";

/** Reads MERGE. */
export function merge(cursor: Cursor): Merge {
  const { start } = cursor;
  cursor.expect("merge", "into");
  const target = qualifiedName(cursor, "a table");
  if (cursor.word() !== "using")
    throw cursor.error("USING, since Redshift's MERGE takes no alias for the target");
  cursor.expect("using");
  if (cursor.symbol() === "(")
    throw cursor.errorAt(cursor.at, `the source of Redshift's MERGE is a table; ${STAGE}`);
  const source = qualifiedName(cursor, "a table");
  if (cursor.symbol() === "(")
    throw cursor.errorAt(cursor.at, `the source of Redshift's MERGE is a table; ${STAGE}`);
  const called = alias(cursor);
  cursor.expect("on");
  const on = cursor.rules.expression(cursor);
  return {
    kind: "merge",
    target,
    source,
    alias: called,
    on,
    action: action(cursor),
    span: cursor.span(start),
  };
}

function action(cursor: Cursor): Merge["action"] {
  const { start } = cursor;
  if (cursor.accept("remove", "duplicates")) {
    if (!cursor.atEnd) throw cursor.errorAt(cursor.at, "REMOVE DUPLICATES goes with no WHEN clause");
    return { kind: "remove_duplicates", span: cursor.span(start) };
  }
  const first = cursor.peek();
  if (first === undefined || cursor.word() !== "when") throw cursor.error("WHEN or REMOVE DUPLICATES");
  let matched: "delete" | readonly Assignment[] | undefined;
  let missing: Inserted | undefined;
  while (cursor.word() === "when") {
    const head = cursor.at;
    cursor.expect("when");
    const not = cursor.accept("not");
    cursor.expect("matched");
    if ((not ? missing : matched) !== undefined) throw cursor.errorAt(head, ONE_EACH);
    if (cursor.word() === "and" || cursor.word() === "by")
      throw cursor.errorAt(cursor.at, `${ONE_EACH}; filter the rows in the source table`);
    cursor.expect("then");
    if (not) missing = inserted(cursor);
    else matched = changed(cursor);
  }
  if (matched === undefined || missing === undefined) {
    throw new ParseError("MERGE statement with a single WHEN clause is not enabled.", first, {
      sqlState: "0A000",
      next: SINGLE,
    });
  }
  return { kind: "merge_clauses", matched, ...missing, span: cursor.span(start) } satisfies MergeClauses;
}

interface Inserted {
  readonly columns: readonly Name[];
  readonly values: readonly Expression[];
}

function changed(cursor: Cursor): "delete" | readonly Assignment[] {
  if (cursor.accept("delete")) return "delete";
  if (!cursor.accept("update")) throw cursor.error("UPDATE SET … or DELETE");
  return assignments(cursor);
}

function inserted(cursor: Cursor): Inserted {
  if (!cursor.accept("insert")) throw cursor.error("INSERT … VALUES …");
  const columns = cursor.symbol() === "(" ? nameList(cursor) : [];
  cursor.expect("values");
  return { columns, values: valueList(cursor) };
}
