import { describe, expect, it } from "vitest";
import type { Token } from "../../src/dialect/lexer.ts";
import { parseMerge } from "../../src/dialect/merge.ts";
import { SqlError } from "../../src/errors.ts";
import { statementOf, thrownBy } from "./statement.ts";

const parse = (sql: string) => parseMerge(statementOf(sql));
const text = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join(" ");

const BOTH = "when matched then update set a = s.a when not matched then insert values (s.i, s.a)";

describe("MERGE", () => {
  it("is read with an update and an insert", () => {
    const merge = parse(
      `merge into dwh.t using s as q on t.i = q.i and (t.j = q.j)
       when matched then update set A = case when not q.x then 1 else f(q.a, 2) end, b = q.b
       when not matched then insert (i, a) values (q.i, coalesce(q.a, 0))`,
    );
    expect(merge).toMatchObject({
      kind: "upsert",
      target: { schema: "dwh", name: "t" },
      source: { schema: undefined, name: "s" },
      sourceAlias: "q",
    });
    expect(text(merge.on)).toBe("t . i = q . i and ( t . j = q . j )");
    if (merge.kind !== "upsert" || merge.update === "delete") throw new Error("another kind");
    expect(merge.update.map(({ column, value }) => [column, text(value)])).toEqual([
      ["a", "case when not q . x then 1 else f ( q . a , 2 ) end"],
      ["b", "q . b"],
    ]);
    expect(merge.insert.columns).toEqual(["i", "a"]);
    expect(merge.insert.values.map(text)).toEqual(["q . i", "coalesce ( q . a , 0 )"]);
  });

  it("is read with the clauses the other way round, a delete, and no columns", () => {
    const merge = parse(
      "merge into t using s q on t.i = q.i when not matched then insert values (q.i) when matched then delete",
    );
    expect(merge).toMatchObject({
      kind: "upsert",
      sourceAlias: "q",
      update: "delete",
      insert: { columns: [] },
    });
  });

  it("is read with REMOVE DUPLICATES", () => {
    const merge = parse("merge into t using s on t.i = s.i remove duplicates");
    expect(merge).toMatchObject({ kind: "remove duplicates", target: { name: "t" }, source: { name: "s" } });
    expect(merge).not.toHaveProperty("sourceAlias");
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
      'syntax error at or near "with"',
      "WITH",
      1,
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
      "merge into t using s on t.i = s.i when not matched then insert (a, b) values (1)",
      "more target columns",
      "",
      71,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when not matched then insert (a) values (1, 2)",
      "more expressions",
      "",
      68,
      "42601",
    ],
    [
      "merge into t using s on t.i = s.i when not matched then insert (a) values (1,)",
      "syntax error",
      "",
      79,
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
    const error = thrownBy(() => parse(sql)) as SqlError;
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain(message);
    expect(error.next ?? "").toContain(next);
    expect(error).toMatchObject({ sqlState, position: { line: 1, column } });
  });
});
