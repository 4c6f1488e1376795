/** The record of rows whose values no COPY takes, and one that is not complete: nothing of it is lost unsaid. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UnreachableError, WarehouseError } from "../../src/errors.ts";
import { readLoadErrors } from "../../src/records/read-load-errors.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { disturbed } from "../support/disturbed.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
  scratch.write("songs/a.json", [song()]);
});
afterEach(() => scratch.remove());

/** Four plays, one a line: the first is good, the second and the last are bad, and the third is so where its title cannot be loaded. */
const lines = (text: string): string =>
  [
    JSON.stringify(play()),
    JSON.stringify(play({ userId: "x" })),
    JSON.stringify(play({ song: "HERE" })).replace("HERE", text),
    JSON.stringify(play({ length: "y" })),
  ]
    .map((line) => `${line}\n`)
    .join("");

describe("the record of a run", () => {
  it.each([
    ["the first half of a pair", String.raw`cut \ud83c`, "cut \\ud83c"],
    ["the second half of a pair", String.raw`\udf89 cut`, "\\udf89 cut"],
    ["two second halves and a whole pair", String.raw`\udf89\udf89 🎉`, "\\udf89\\udf89 🎉"],
    ["a NUL", String.raw`cut \u0000`, "cut \\u0000"],
  ])("holds a rejected value with %s, and the other rejects", async (_, text, value) => {
    scratch.write("events/1.json", lines(text));
    const result = await scratch.run({ maxRejects: 9 });
    expect(result).toMatchObject({ status: "succeeded", error: undefined });
    expect(await scratch.query("select line_number, value from etl_rejects order by 1")).toEqual([
      ["2", "x"],
      ["3", value],
      ["4", "y"],
    ]);
    expect(await scratch.query("select rows_rejected from etl_runs")).toEqual([["3"]]);
    expect(result.events.filter(({ type }) => type === "warning")).toEqual([]);
  });

  it("cuts a key that no column takes to its column, halves of pairs and all", async () => {
    const key = "\ud83c".repeat(200);
    scratch.write("events/1.json", [play({ [key]: 1 })]);
    const result = await scratch.run();
    expect(result.events.filter(({ type }) => type === "warning")).toEqual([]);
    expect(await scratch.query("select name from etl_columns where kind = 'key'")).toEqual([
      [String.raw`\ud83c`.repeat(86).slice(0, 512)],
    ]);
  });

  it("that cannot take its rejected rows is kept without them, and says what is missing and why", async () => {
    scratch.write("events/1.json", lines("whole"));
    const result = await scratch.run({ maxRejects: 9 }, (warehouse) =>
      disturbed(warehouse, async (sql, execute) => {
        if (!sql.startsWith("copy etl_rejects")) return execute();
        await execute();
        throw new WarehouseError("permission denied for relation etl_rejects", { sqlState: "42501" });
      }),
    );
    const sentence =
      "etl_rejects lacks all 2 rejected rows of it: permission denied for relation etl_rejects";
    expect(result).toMatchObject({ status: "succeeded", unstored: sentence });
    expect(result.events).toContainEqual({
      type: "warning",
      message: `the record of the run is not complete: ${sentence}`,
    });
    expect(await scratch.query("select rows_rejected, error from etl_runs")).toEqual([["2", sentence]]);
    expect(await scratch.query("select * from etl_rejects")).toEqual([]);
    const errors = await scratch.look((session) => readLoadErrors(session, undefined, 10));
    expect(errors).toMatchObject({ rejected: 2, listed: 0, unread: sentence });
  });

  it("whose rejected rows cannot even be written down for COPY is kept without them too", async () => {
    const store = openFolderStore({});
    scratch.write("events/1.json", lines("whole"));
    const result = await scratch.run({
      maxRejects: 9,
      store: {
        ...store,
        write: async (url, content) => {
          if (url.endsWith("etl_rejects.json")) throw new UnreachableError("no space left");
          await store.write(url, content);
        },
      },
    });
    expect(result.unstored).toBe("etl_rejects lacks all 2 rejected rows of it: no space left");
    expect(await scratch.query("select rows_rejected from etl_runs")).toEqual([["2"]]);
  });

  it("is there whole or not at all: where a step cannot be stored, no row of the run is", async () => {
    scratch.write("events/1.json", [play()]);
    await scratch.run();
    scratch.write("events/2.json", [play()]);
    const result = await scratch.run({}, (warehouse) =>
      disturbed(warehouse, async (sql, execute) => {
        if (sql.startsWith("insert into etl_steps"))
          throw new WarehouseError("disk full", { sqlState: "53100" });
        return execute();
      }),
    );
    expect(result.events.filter(({ type }) => type === "warning")).toEqual([
      {
        type: "warning",
        message: "the record of the run could not be stored, nor its steps, tables, keys: disk full",
      },
    ]);
    for (const table of ["etl_runs", "etl_tables", "etl_steps"])
      expect(await scratch.query(`select count(distinct run_id) from ${table}`)).toEqual([["1"]]);
  });
});
