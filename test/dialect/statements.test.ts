import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lex } from "../../src/dialect/lexer.ts";
import { splitStatements } from "../../src/dialect/statements.ts";

describe("splitting statements", () => {
  it("cuts at semicolons, and not at those in strings, names, comments and bodies of procedures", () => {
    const sql = `select ';', ";" -- ;\n; /* ; */ create procedure p() as $$ begin; end; $$ language plpgsql;; select 2`;
    expect(splitStatements(sql).statements.map(({ text }) => text)).toEqual([
      `select ';', ";"`,
      "create procedure p() as $$ begin; end; $$ language plpgsql",
      "select 2",
    ]);
  });

  it("gives positions in the source, and the comments of all of it", () => {
    const { statements, comments } = splitStatements("-- one\nselect 1;\n\n  -- two\n  select\n 2;");
    expect(statements).toMatchObject([
      { line: 2, column: 1, start: 7, end: 15 },
      { line: 5, column: 3 },
    ]);
    expect(statements[1]?.tokens[1]).toMatchObject({ text: "2", line: 6, column: 2 });
    expect(comments.map(({ text }) => text)).toEqual(["one", "two"]);
  });

  it("finds no statement in nothing, in comments and in semicolons", () => {
    for (const sql of ["", " \n", "-- a", ";;"]) expect(splitStatements(sql).statements).toEqual([]);
  });

  it("loses no token but the semicolons", () => {
    const token = fc.constantFrom("select", "1", "';'", "a", ";", "--;\n", "(", "$1");
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        const sql = tokens.join(" ");
        const { statements } = splitStatements(sql);
        expect(statements.flatMap((one) => one.tokens)).toEqual(
          lex(sql).tokens.filter(({ text }) => text !== ";"),
        );
        for (const { text, start, end } of statements) expect(sql.slice(start, end)).toBe(text);
      }),
    );
  });
});
