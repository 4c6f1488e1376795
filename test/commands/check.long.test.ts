import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "../../src/commands/check.ts";
import { fakeContext } from "../support/context.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

describe("dwh check", () => {
  let scratch: Scratch;
  /** The checks that come with the program, and one that asks for a column that is not there. */
  let broken: string;
  beforeAll(async () => {
    scratch = openScratch(undefined, { shared: true });
    scratch.write("events/a.json", [play()]);
    scratch.write("songs/a.json", [song()]);
    expect((await scratch.run()).error).toBeUndefined();
    broken = join(scratch.folder, "sql");
    cpSync(SQL_DIR, broken, { recursive: true });
    writeFileSync(
      join(broken, "checks/a__broken.sql"),
      "-- A column that is not there.\nselect nobody from users;\n",
    );
  });
  afterAll(() => scratch.remove());

  const check = async (sqlDir: string, format: "text" | "json" = "text", warehouse = "warehouse.duckdb") => {
    const env = { DWH_WAREHOUSE: join(scratch.folder, warehouse) };
    const context = fakeContext({ flags: { format }, sqlDir }, env);
    const code = await command(context);
    return { code, out: context.io.out() };
  };

  it("says of each that it holds", async () => {
    const { code, out } = await check(SQL_DIR);
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => line !== "" && !line.startsWith("ok     "))).toEqual([]);
  });

  it("tells of one that cannot be run, asks the others, and ends with 1", async () => {
    const { code, out } = await check(broken);
    expect(code).toBe(1);
    expect(out).toContain(
      'failed a__broken: could not be run (sql/checks/a__broken.sql)\n  column "nobody" does not exist',
    );
    expect(out).toContain("ok     users__user_id__unique");
  });

  it("has it in JSON too, and a missing table is told so where the others have theirs", async () => {
    writeFileSync(
      join(broken, "checks/b__gone.sql"),
      "-- A table that is not there.\nselect 1 as one from gone;\n",
    );
    const { code, out } = await check(broken, "json");
    const results = JSON.parse(out) as {
      name: string;
      count?: number;
      error: { message: string; next: string } | null;
    }[];
    expect(code).toBe(1);
    const failed = results.filter(({ error }) => error !== null);
    expect(failed.sort((one, other) => (one.name < other.name ? -1 : 1))).toMatchObject([
      { name: "a__broken", error: { message: expect.stringContaining("nobody") as string } },
      { name: "b__gone", error: { message: expect.stringContaining("gone") as string } },
    ]);
    expect(results.find(({ name }) => name === "users__user_id__unique")).toMatchObject({
      count: 0,
      rows: [],
    });
  });

  it("ends with 3 when one found rows, since that is known of the data", async () => {
    await scratch.query("insert into users (user_id) values (1)");
    const { code, out } = await check(broken);
    expect(code).toBe(3);
    expect(out).toContain("could not be run");
    expect(out).toContain("users__user_id__unique: Every user is one row. 1 failing row");
  });

  it("says that there has been no run when no table is there", async () => {
    await expect(check(SQL_DIR, "text", "empty.duckdb")).rejects.toMatchObject({
      exitCode: 2,
      next: "the tables do not exist yet: `dwh run --source events=<path> --source songs=<path>` makes and fills them",
    });
  });
});
