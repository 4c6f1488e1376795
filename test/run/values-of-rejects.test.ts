/** The values of rejected rows are looked up once nothing is locked any more, and each file is read once for all of them. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openFolderStore } from "../../src/store/folder-store.ts";
import type { Store } from "../../src/store/store.ts";
import { disturbed } from "../support/disturbed.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

/** Runs, and returns what was read of the events, and what of it behind the lock and before its end. */
async function runCounting(maxRejects: number, refuse = false) {
  const folder = openFolderStore({});
  const reads: string[] = [];
  let at = "before";
  const note = (url: string): void => void (url.includes("/events/") && reads.push(`${at} ${url.slice(-6)}`));
  const store: Store = {
    ...folder,
    read: (url) => {
      note(url);
      return folder.read(url);
    },
    readParts: (object) => {
      note(object.url);
      return folder.readParts(object);
    },
  };
  const result = await scratch.run({ maxRejects, store }, (warehouse) =>
    disturbed(warehouse, async (sql, execute) => {
      if (/^copy\s+staging_events/im.test(sql)) at = "locked";
      if (/^(commit|rollback)$/.test(sql)) at = "after";
      if (refuse && /^copy\s+staging_songs/im.test(sql)) throw new Error("no");
      return execute();
    }),
  );
  return { result, reads: reads.filter((one) => !one.startsWith("before")) };
}

const bad = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => play({ userId: `bad ${index}` }));

it("after the commit, the first hundred of a run", async () => {
  scratch.write("events/a.json", [play(), ...bad(70)]);
  const text = bad(50).map((row) => `${JSON.stringify(row)}\n`);
  scratch.write("events/b.json.gz", gzipSync(text.join("")));
  const { result, reads } = await runCounting(200);
  expect(result.error).toBeUndefined();
  expect(reads).toEqual(["after a.json", "after son.gz"]);
  expect(result.rejects).toHaveLength(120);
  const values = result.rejects.map(({ value }) => value);
  expect(values.slice(0, 70)).toEqual(Array.from({ length: 70 }, (_, index) => `bad ${index}`));
  expect(values.slice(70, 100)).toEqual(Array.from({ length: 30 }, (_, index) => `bad ${index}`));
  expect(values.slice(100).every((value) => value === undefined)).toBe(true);
});

it("after the rollback of a COPY that fails for them, and of a load behind them that does", async () => {
  scratch.write("events/a.json", [play(), ...bad(5)]);
  scratch.write("songs/a.json", [song()]);
  for (const [tolerated, refuse] of [
    [1, false],
    [9, true],
  ] as const) {
    const { result, reads } = await runCounting(tolerated, refuse);
    expect(result.status).not.toBe("succeeded");
    expect(reads).toEqual(["after a.json"]);
    expect(result.rejects[0]).toMatchObject({ line: 2, value: "bad 0" });
  }
});
