import { describe, expect, it } from "vitest";
import { printStatement } from "../../src/dialect/print/print.ts";
import { refusalsOf, refuse } from "../../src/dialect/refuse/refusals.ts";
import type { Merge } from "../../src/dialect/syntax/change.ts";
import { SqlError } from "../../src/errors.ts";
import { statementOf, thrownBy, treeOf } from "./statement.ts";

const BOTH = "when matched then update set a = s.a when not matched then insert values (s.i, s.a)";

function read(sql: string): Merge {
  const tree = treeOf(sql);
  if (tree.kind !== "merge") throw new Error("no MERGE");
  return tree;
}

describe("MERGE", () => {
  it("is read with an update and an insert", () => {
    const merge = read(
      `merge into dwh.t using s as q on t.i = q.i and (t.j = q.j)
       when matched then update set A = case when not q.x then 1 else f(q.a, 2) end, b = q.b
       when not matched then insert (i, a) values (q.i, coalesce(q.a, 0))`,
    );
    expect(printStatement(merge)).toBe(
      "merge into dwh.t using s as q on t.i = q.i and t.j = q.j when matched then update set a = case when not q.x then 1 " +
        "else f(q.a, 2) end, b = q.b when not matched then insert (i, a) values (q.i, coalesce(q.a, 0))",
    );
  });

  it("is read with the clauses the other way round, a delete, and no columns", () => {
    const { alias, action } = read(
      "merge into t using s q on t.i = q.i when not matched then insert values (q.i) when matched then delete",
    );
    expect(alias?.name.value).toBe("q");
    expect(action).toMatchObject({ kind: "merge_clauses", matched: "delete", columns: [] });
  });

  it("is read with REMOVE DUPLICATES", () => {
    const merge = read("merge into t using s on t.i = s.i remove duplicates");
    expect(merge).toMatchObject({ alias: undefined, action: { kind: "remove_duplicates" } });
  });

  it.each([
    "merge into t using s on t.i = s.i and t.j > s.j remove duplicates",
    "merge into t using s on (coalesce(t.i, 0) = s.i) remove duplicates",
    "merge into a.t using b.t on a.t.i = b.t.i remove duplicates",
  ])("is taken: %s", (sql) => {
    expect(refusalsOf(statementOf(sql))).toEqual([]);
  });

  it.each([
    [
      `merge into t as x using s on x.i = s.i ${BOTH}`,
      'syntax error at or near "as"',
      "no alias for the target",
      14,
      "42601",
    ],
    [
      `merge into t x using s on x.i = s.i ${BOTH}`,
      'syntax error at or near "x"',
      "no alias for the target",
      14,
      "42601",
    ],
    [
      `merge into t using (select 1) s on t.i = s.i ${BOTH}`,
      'syntax error at or near "("',
      "create temp table",
      20,
      "42601",
    ],
    [
      `merge into t using f(1) s on t.i = s.i ${BOTH}`,
      'syntax error at or near "("',
      "create temp table",
      21,
      "42601",
    ],
    [
      `with s as (select 1) merge into t using s on t.i = s.i ${BOTH}`,
      'syntax error at or near "merge"',
      "create temp table",
      22,
      "42601",
    ],
    [`merge into t using t on t.i = t.i ${BOTH}`, "are the same", "create temp table", 20, "0A000"],
    [
      "merge into t using s on t.i = s.i when matched then update set a = 1",
      "MERGE statement with a single WHEN clause is not enabled.",
      "add the other",
      35,
      "0A000",
    ],
    [
      "merge into t using s on t.i = s.i when not matched then insert values (s.i)",
      "MERGE statement with a single WHEN clause is not enabled.",
      "WHERE NOT EXISTS",
      35,
      "0A000",
    ],
    [
      "merge into t using s on t.i = s.i when matched and s.x then delete",
      'at or near "and"',
      "without conditions",
      48,
      "42601",
    ],
    [
      `merge into t using s on t.i = s.i when matched then delete ${BOTH}`,
      'at or near "when"',
      "one WHEN MATCHED",
      60,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when not matched then insert values (1) when not matched then insert values (2)",
      'at or near "when"',
      "one WHEN NOT MATCHED",
      75,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when not matched by source then delete",
      'at or near "by"',
      "one WHEN",
      52,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when matched then update set t.a = 1",
      'at or near "."',
      "without its table",
      65,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when matched then do nothing",
      'at or near "do"',
      "DELETE",
      53,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when matched then update set a =",
      "at end of input",
      "",
      67,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when matched then delete when not matched then insert (a, b) values (1)",
      "more target columns",
      "as many columns",
      93,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when matched then delete when not matched then insert (a) values (1, 2)",
      "more expressions",
      "as many columns",
      104,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when matched then delete when not matched then insert (a) values (1,)",
      "syntax error",
      "",
      103,
      "42601",
    ],
    [`merge into t using s on t.i > s.i ${BOTH}`, "compares no column with =", "t", 25, "0A000"],
    [`merge into t using s on ${BOTH}`, 'at or near "when"', "", 25, "42601"],
    ["merge into t using s on t.i = s.i", "at end of input", "", 34, "42601"],
    [
      `merge into t using s on t.i = s.i remove duplicates ${BOTH}`,
      'at or near "when"',
      "no WHEN",
      53,
      "42601",
    ],
    [`merge into t using s on t.i = s.i ${BOTH} returning *`, 'at or near "returning"', "", 119, "42601"],
  ])("refuses %s", (sql, message, next, column, sqlState) => {
    const error = thrownBy(() => {
      refuse(statementOf(sql));
    }) as SqlError;
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain(message);
    expect(error.next ?? "").toContain(next);
    expect(error).toMatchObject({ sqlState, position: { line: 1, column } });
  });
});
