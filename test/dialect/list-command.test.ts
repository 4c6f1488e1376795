import { describe, expect, it } from "vitest";
import { parseListCommand } from "../../src/dialect/list-command.ts";

describe("what psql lists", () => {
  it.each([String.raw`\d`, String.raw` \dt `, String.raw`\d+;`])("is all tables: %s", (text) => {
    expect(parseListCommand(text)).toMatchObject({ table: undefined });
  });

  it("is the columns of a table, whatever its case, its name quoted", () => {
    expect(parseListCommand(String.raw`\d Users`)).toMatchObject({
      table: "Users",
      sql: expect.stringContaining("table_name = 'users'") as string,
    });
    expect(parseListCommand(String.raw`\d mart.o'x`)?.sql).toContain(
      "table_name = 'o''x' and table_schema = 'mart'",
    );
  });

  it.each(["select 1", String.raw`\d a b`, String.raw`\dx`, "d", String.raw`\d; select 1`])(
    "is not %j",
    (text) => {
      expect(parseListCommand(text)).toBeUndefined();
    },
  );
});
