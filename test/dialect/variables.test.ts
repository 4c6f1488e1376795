import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lex } from "../../src/dialect/lexer.ts";
import { parseStatements } from "../../src/dialect/parsed.ts";
import { renderVariables, variablesIn, type VariableValue } from "../../src/dialect/variables.ts";
import { SqlError } from "../../src/errors.ts";
import { statementOf, thrownBy, treeOf } from "./statement.ts";

const render = (sql: string, values: Record<string, VariableValue>): string =>
  renderVariables(statementOf(sql), values);

describe("psql variables", () => {
  it("puts a literal, a name, a keyword and a number in their places and leaves the rest as it stands", () => {
    const sql = `copy :"t" ("x:a") -- :'a'\nfrom :'a' iam_role :role delimiter ':a' :kind :none maxerror :n`;
    expect(
      render(sql, {
        t: { kind: "name", value: 'My "t"' },
        a: { kind: "literal", value: "it's\\" },
        role: { kind: "literal", value: "arn:aws" },
        kind: { kind: "keyword", value: "gzip" },
        none: { kind: "keyword", value: "" },
        n: { kind: "integer", value: 3 },
      }),
    ).toBe(
      `copy "My ""t""" ("x:a") -- :'a'\nfrom 'it''s\\\\' iam_role 'arn:aws' delimiter ':a' gzip  maxerror 3`,
    );
  });

  it("renders one statement of a source alone", () => {
    const values: Record<string, VariableValue> = {
      a: { kind: "integer", value: 1 },
      b: { kind: "literal", value: "x" },
    };
    const { statements } = parseStatements("select :a;\n select :'b' ;");
    expect(statements.map((one) => renderVariables(one, values))).toEqual(["select 1", "select 'x'"]);
  });

  it("lets no literal end its own quotes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        fc.pre(!value.includes("\0"));
        const { tokens } = lex(render("select :'v', :v", { v: { kind: "literal", value } }));
        expect(tokens).toHaveLength(4);
        expect([tokens[1]?.value, tokens[3]?.value]).toEqual([value, value]);
      }),
    );
  });

  it("makes no comment of a minus before a negative number", () => {
    const { tokens } = lex(render("select 1 -:n", { n: { kind: "integer", value: -2 } }));
    expect(tokens.map(({ text }) => text)).toEqual(["select", "1", "-", "-", "2"]);
  });

  it("names the variables with their forms and places, each time they are used, in the order of the text", () => {
    const sql = `update :"c" set a = :'a'\n from :"s" where b = :b and d in (select :b from :"c")`;
    expect(variablesIn(treeOf(sql)).map(({ name, form, span }) => [name, form, sql.slice(...span)])).toEqual([
      ["c", "name", ':"c"'],
      ["a", "literal", ":'a'"],
      ["s", "name", ':"s"'],
      ["b", "bare", ":b"],
      ["b", "bare", ":b"],
      ["c", "name", ':"c"'],
    ]);
  });

  it.each<[string, VariableValue, string, string]>([
    ["select\n :other", { kind: "integer", value: 1 }, "unknown variable :other", "with a value here: v"],
    ["select\n :toString", { kind: "integer", value: 1 }, "unknown variable :toString", "v"],
    ["select\n :'v'", { kind: "integer", value: 1 }, ":'v' takes a literal", "write :v"],
    ["select\n :'v'", { kind: "keyword", value: "gzip" }, ":'v' takes a literal", "write :v"],
    ['select 1 from\n :"v"', { kind: "literal", value: "x" }, ':"v" takes a name', "write :'v'"],
    ["select\n :v", { kind: "name", value: "x" }, ":v takes a keyword", 'write :"v"'],
    [
      "select\n :v",
      { kind: "keyword", value: "; drop table t" },
      '"; drop table t" cannot be the value of :v',
      "gzip",
    ],
    ["select\n :v", { kind: "integer", value: 1.5 }, ":v takes a keyword", "write :v"],
  ])("refuses %j with %j and says where and what to do", (sql, value, message, next) => {
    const error = thrownBy(() => render(sql, { v: value })) as SqlError;
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain(message);
    expect(error.next).toContain(next);
    expect(error.position).toMatchObject({ line: 2, column: 2 });
  });

  it("says so when no variable has a value", () => {
    expect((thrownBy(() => render("select :a", {})) as SqlError).next).toContain("write the value itself");
  });
});
