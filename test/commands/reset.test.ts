import { describe, expect, it } from "vitest";
import { command } from "../../src/commands/reset.ts";
import { fakeContext } from "../support/context.ts";

const env = { DWH_WAREHOUSE: ":memory:" };

describe("dwh reset", () => {
  it("says which tables are empty now, as json too", async () => {
    const context = fakeContext({ flags: { format: "json", yes: true } }, env);
    expect(await command(context)).toBe(0);
    const { warehouse, tables } = JSON.parse(context.io.out()) as { warehouse: string; tables: string[] };
    expect(warehouse).toBe(":memory:");
    expect(tables).toEqual(expect.arrayContaining(["songplays", "users", "etl_files"]));
  });

  it("drops nothing without a yes", async () => {
    const context = fakeContext({ flags: { format: "text" } }, env);
    await expect(command(context)).rejects.toMatchObject({ exitCode: 2 });
  });
});
