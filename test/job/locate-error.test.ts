import { describe, expect, it } from "vitest";
import { locateError } from "../../src/job/locate-error.ts";
import { splitStatements } from "../../src/dialect/statements.ts";
import { DwhError, SqlError, UnreachableError, WarehouseError } from "../../src/errors.ts";

const sql = { name: "a.sql", text: "select 1;\n  select x\n  from y" };
const [, second] = splitStatements(sql.text).statements;
const facts = (error: unknown) => {
  expect(error).toBeInstanceOf(DwhError);
  const { message, where, next, exitCode } = error as DwhError;
  return { message, where, next, exitCode };
};

describe("locate", () => {
  it("turns a position in the statement into one in the text", () => {
    const onFirst = new SqlError("no such column", { line: 1, column: 8 }, { next: "look" });
    expect(facts(locateError(onFirst, sql, second))).toEqual({
      message: "no such column",
      where: "a.sql:2:10\n  select x\n         ^",
      next: "look",
      exitCode: 2,
    });
    const onLater = new SqlError("no such table", { line: 2, column: 8 });
    expect(facts(locateError(onLater, sql, second)).where).toBe("a.sql:3:8\n  from y\n       ^");
  });

  it("points to the statement when the warehouse told no position, and keeps detail and hint", () => {
    const error = new WarehouseError("refused", { sqlState: "42501", detail: "not yours", hint: "ask" });
    expect(facts(locateError(error, sql, second))).toEqual({
      message: "refused\nnot yours",
      where: "a.sql:2:3\n  select x\n  ^",
      next: "ask",
      exitCode: 1,
    });
  });

  it("tells the quoted spelling where a server refuses a reserved word and does not say so", () => {
    const text = "select 1;\nselect open from t";
    const [, statement] = splitStatements(text).statements;
    const refused = new WarehouseError('syntax error at or near "open"', { sqlState: "42601" });
    expect(facts(locateError(refused, { name: "a.sql", text }, statement)).next).toContain('write "open"');
    const other = new WarehouseError('syntax error at or near "x"', { sqlState: "42601" });
    expect(facts(locateError(other, sql, second)).next).toBeUndefined();
  });

  it("leaves an error alone that is not about SQL", () => {
    const error = new UnreachableError("gone");
    expect(locateError(error, sql, second)).toBe(error);
  });
});
