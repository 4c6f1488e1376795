/** A COMMIT whose client is gone, and which the server ends only while the next attempt is on its way. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StepError, UnreachableError, WarehouseError } from "../../src/errors.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { disturbed } from "../support/disturbed.ts";
import { withLateCommit, type Moment } from "../support/late-commit.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
  scratch.write("events/a.json", [play(), play()]);
  scratch.write("songs/a.json", [song()]);
});
afterEach(() => scratch.remove());

/** Whether the ledger holds anything, which an attempt asks first, and whether it is the same, which it asks under the lock. */
const LEDGER = /^select count\(\*\), max\(loaded_at\)/;
/** What the ledger holds of a source: not asked of one that holds nothing. */
const SUMS = /^select count\(\*\), mod\(/;
const SETTLE = /^select count\(\*\) from etl_files where run_id/;

const LOST: Partial<RunInput> = {
  classify: (error) => ({
    kind:
      error instanceof UnreachableError ? "lost" : error instanceof WarehouseError ? "transient" : "terminal",
    reason: "lost",
  }),
};

/** What the run says that began with such a COMMIT. */
const runWith = (moment: Moment, around: (warehouse: Warehouse) => Warehouse = (warehouse) => warehouse) =>
  scratch.run(LOST, (warehouse) => around(withLateCommit(warehouse, moment)));

/** What is in the warehouse: the record, files, plays. */
const stored = async () => [
  await scratch.query("select status, rows_staged from etl_runs"),
  await scratch.query("select count(*) from etl_files"),
  await scratch.query("select count(*) from songplays"),
];
/** One record, and the files of the first attempt once. */
const ONCE = [[["succeeded", "3"]], [["2"]], [["2"]]];
/** The first attempt's own facts. */
const LOADED = {
  status: "succeeded",
  exitCode: 0,
  error: undefined,
  sources: [{ files: 1, rowsStaged: 2 }, {}],
};

describe("a run whose COMMIT ends late is told as one that loaded, when it ends", () => {
  it.each<readonly [string, Moment]>([
    ["before the next attempt reads the ledger", { statement: LEDGER, when: "before" }],
    ["when that has read the ledger", { statement: LEDGER, when: "after" }],
    ["when that has asked what became of it", { statement: SETTLE, when: "after" }],
    ["while that waits for the lock", "somebody waits"],
  ])("%s", async (_, moment) => {
    expect(await runWith(moment)).toMatchObject(LOADED);
    expect(await stored()).toEqual(ONCE);
  });

  it.each(["before", "after"] as const)(
    "%s the next attempt asks what is known of a source, in a warehouse that holds files",
    async (when) => {
      await scratch.run();
      scratch.write("events/b.json", [play()]);
      expect(await runWith({ statement: SUMS, when })).toMatchObject({
        ...LOADED,
        sources: [{ files: 1, rowsStaged: 1 }, { files: 0 }],
      });
      expect(await stored()).toEqual([
        [
          ["succeeded", "3"],
          ["succeeded", "1"],
        ],
        [["3"]],
        [["3"]],
      ]);
    },
  );

  it("and with it nothing else is loaded that came meanwhile: the next run does", async () => {
    const result = await runWith({ statement: LEDGER, when: "before" }, (warehouse) =>
      disturbed(warehouse, (sql, execute) => {
        if (sql === "commit") scratch.write("events/b.json", [play({ userId: "3" })]);
        return execute();
      }),
    );
    expect(result).toMatchObject(LOADED);
    expect(await stored()).toEqual(ONCE);
    expect(await scratch.run()).toMatchObject({ status: "succeeded", sources: [{ files: 1 }, { files: 0 }] });
  });

  it("and the attempt after it, which is the last, failed", async () => {
    let lost = false;
    const moment: Moment = { statement: SETTLE, when: "after" };
    const result = await scratch.run(
      {
        ...LOST,
        onEvent: (event) => {
          if (lost && event.type === "stage" && event.stage === "pack") throw new StepError("no room left");
        },
      },
      (warehouse) =>
        disturbed(withLateCommit(warehouse, moment), (sql, execute) => {
          lost ||= sql === "commit";
          return execute();
        }),
    );
    expect(result).toMatchObject(LOADED);
    expect(await stored()).toEqual(ONCE);
  });

  it("and an attempt in between failed for another reason", async () => {
    let failed = false;
    const result = await runWith({ statement: SETTLE, when: "before" }, (warehouse) => {
      let lost = false;
      return disturbed(warehouse, async (sql, execute) => {
        if (lost && !failed && LEDGER.test(sql)) {
          failed = true;
          throw new WarehouseError("try again", { sqlState: "40001" });
        }
        lost ||= sql === "commit";
        return execute();
      });
    });
    expect(failed).toBe(true);
    expect(result).toMatchObject(LOADED);
    expect(await stored()).toEqual(ONCE);
    expect(result.retries).toBe(2);
  });
});
