import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { command as check } from "../../src/commands/check.ts";
import { command as files } from "../../src/commands/files.ts";
import { command as forget } from "../../src/commands/forget.ts";
import { command as migrate } from "../../src/commands/migrate.ts";
import { command as query } from "../../src/commands/query.ts";
import { command as reset } from "../../src/commands/reset.ts";
import { command as retry } from "../../src/commands/retry.ts";
import { command as report } from "../../src/commands/report.ts";
import { command as status } from "../../src/commands/status.ts";
import { fakeContext } from "../support/context.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-nothing-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a command that only looks, where there is no warehouse", () => {
  it.each([
    ["status", status, []],
    ["check", check, []],
    ["query", query, ["select 1 as one"]],
    ["forget", forget, ["s3://lake/a.json"]],
    ["report", report, []],
    ["migrate", migrate, []],
    ["files", files, ["users"]],
  ] as const)("leaves no file behind: %s", async (_, command, args) => {
    const warehouse = join(folder, "new/warehouse.duckdb");
    const context = fakeContext({ args, flags: { format: "json" } }, { DWH_WAREHOUSE: warehouse });
    await command(context).catch(() => undefined);
    expect(existsSync(warehouse)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    expect(context.logged).toContain("the warehouse does not exist yet: this command sees an empty one");
  });

  it.each([
    ["reset, of who does not say yes", reset, [], "nothing was deleted"],
    ["retry", retry, ["s3://lake/a.json"], "there is no warehouse yet"],
  ] as const)(
    "is not alone: one that is refused leaves no file either: %s",
    async (_, command, args, said) => {
      const warehouse = join(folder, "new/warehouse.duckdb");
      const context = fakeContext({ args, flags: { format: "json" } }, { DWH_WAREHOUSE: warehouse });
      await expect(command(context)).rejects.toThrow(said);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it("calls it by the name of the file that is not there", async () => {
    const context = fakeContext({ flags: { format: "text" } }, { DWH_WAREHOUSE: join(folder, "new.duckdb") });
    await migrate(context);
    expect(context.io.out()).toBe(
      `no table of ${join(folder, "new.duckdb")} differs from what sql/schema declares; a run creates those that are missing\n`,
    );
  });
});
