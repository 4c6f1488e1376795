import { describe, expect, it } from "vitest";
import { locate } from "../../src/job/locate.ts";
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
    expect(facts(locate(onFirst, sql, second))).toEqual({
      message: "no such column",
      where: "a.sql:2:10\n  select x\n         ^",
      next: "look",
      exitCode: 2,
    });
    const onLater = new SqlError("no such table", { line: 2, column: 8 });
    expect(facts(locate(onLater, sql, second)).where).toBe("a.sql:3:8\n  from y\n       ^");
  });

  it("points to the statement when the warehouse told no position, and keeps detail and hint", () => {
    const error = new WarehouseError("refused", { sqlState: "42501", detail: "not yours", hint: "ask" });
    expect(facts(locate(error, sql, second))).toEqual({
      message: "refused\nnot yours",
      where: "a.sql:2:3\n  select x\n  ^",
      next: "ask",
      exitCode: 1,
    });
  });

  it("leaves an error alone that is not about SQL", () => {
    const error = new UnreachableError("gone");
    expect(locate(error, sql, second)).toBe(error);
  });
});
