import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { readRejects } from "../../src/records/rejects.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { withLocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { disturbed } from "../support/disturbed.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch(undefined, { shared: true });
});
afterEach(() => scratch.remove());

const MINUTE = 60_000;

describe("rows that were rejected", () => {
  it.each([-9, 0, 9])(
    "are found when this machine's clock is %i minutes ahead of the warehouse's",
    async (minutes) => {
      scratch.write("events/a.json", [play(), play({ ts: "soon" })]);
      const now = () => new Date(Date.now() + minutes * MINUTE);
      const result = await scratch.run({ now });
      expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
      expect(result.error).toMatchObject({ where: `${join(scratch.folder, "events/a.json")}:2` });
    },
  );

  it("are told in the order of their files and lines, each once, with the value in the source file", async () => {
    scratch.write("events/b.json", [play({ ts: "soon" }), play(), play({ userId: "x" })]);
    scratch.write("events/a.json", [play(), play({ ts: "late", userId: "y" })]);
    const { rejects } = await scratch.run({ maxRejects: 5 });
    expect(rejects.map(({ url, line, column, value }) => [url.slice(-6), line, column, value])).toEqual([
      ["a.json", 2, "ts", "late"],
      ["b.json", 1, "ts", "soon"],
      ["b.json", 3, "userid", "x"],
    ]);
  });

  it("are those of this run, and not those of an earlier one in the same file", async () => {
    scratch.write("events/a.json", [play(), play({ ts: "soon" }), play()]);
    expect((await scratch.run()).rejects.map(({ line }) => line)).toEqual([2]);
    scratch.write("events/a.json", [play(), play(), play({ ts: "late" })]);
    const result = await scratch.run({ maxRejects: 1 });
    expect(result.error).toBeUndefined();
    expect(result.rejects.map(({ line }) => line)).toEqual([3]);
  });

  it("are those of this session, though another one fails to load the same file a moment later", async () => {
    const url = scratch.write("events/a.json", [play(), play({ ts: "soon" })]);
    const store = openFolderStore({});
    const load = (session: Session, column: string): Promise<unknown> =>
      session.execute(
        `copy staging_events (${column}) from '${url}' iam_role default json 'auto' timeformat 'epochmillisecs'`,
      );
    const file = {
      url,
      etag: "1",
      size: 1,
      source: "events",
      compression: "",
      format: { kind: "json" },
    } as const;
    const copy = { of: "failed copy", startedAt: new Date(0), settled: [] } as const;
    const options = { path: join(scratch.folder, "warehouse.duckdb"), store, now: () => new Date() };
    const { rejects } = await withLocalWarehouse(options, (warehouse) =>
      warehouse.withSession((own) =>
        warehouse.withSession(async (other) => {
          await own.execute("create table staging_events (ts timestamp, song integer)");
          await expect(load(own, "ts")).rejects.toThrow(WarehouseError);
          await expect(load(other, "song")).rejects.toThrow(WarehouseError);
          return readRejects(own, [{ kind: "file", url, size: 1, file }], copy);
        }),
      ),
    );
    expect(rejects.map(({ line, column }) => [line, column])).toEqual([[2, "ts"]]);
  });

  it("do not stand for a COPY that failed by something else behind them", async () => {
    scratch.write("events/a.json", [play(), play({ ts: "soon" })]);
    scratch.write("songs/a.json", [song()]);
    const result = await scratch.run({ maxRejects: 1 }, (warehouse) =>
      disturbed(warehouse, (sql, execute) =>
        /copy\s+staging_songs/.test(sql)
          ? Promise.reject(new WarehouseError("the disk is full", { sqlState: "53100" }))
          : execute(),
      ),
    );
    expect(result).toMatchObject({ status: "failed", exitCode: 1 });
    expect(String(result.error)).toContain("step staging_songs failed: the disk is full");
    expect(result.rejects.map(({ source, line }) => [source, line])).toEqual([["events", 2]]);
  });

  it("may be as many as are allowed, and not one more", async () => {
    scratch.write("events/a.json", [play(), play({ ts: "soon" }), play({ ts: "late" })]);
    expect(await scratch.run({ maxRejects: 1 })).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(await scratch.run({ maxRejects: 2 })).toMatchObject({ status: "succeeded", exitCode: 0 });
  });
});
