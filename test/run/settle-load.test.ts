/** How a load is settled on a warehouse whose messages do not arrive, or whose system tables are late. */
import { describe, expect, it } from "vitest";
import { StepError } from "../../src/errors.ts";
import { settleLoad } from "../../src/run/settle-load.ts";
import type { PreparedSource } from "../../src/run/prepare.ts";
import type { LoadedObject } from "../../src/sources/pack-map.ts";
import type { SourceFile } from "../../src/sources/source.ts";
import type { Result, Row } from "../../src/warehouse/warehouse.ts";
import { memoryBucket } from "../support/fake-aws/bucket.ts";
import { memoryStore } from "../support/memory-store.ts";

const file: SourceFile = { url: "s3://lake/a.json", etag: "1", size: 9, source: "events", compression: "" };
const PACK: LoadedObject = {
  kind: "pack",
  url: "s3://lake/work/1.json",
  size: 9,
  members: [{ file, firstLine: 1, objects: 5 }],
};
const LIE: readonly LoadedObject[] = ["b", "c"].map((name) => {
  const url = `s3://lake/${name}.json`;
  return { kind: "file", url, size: 9, file: { ...file, url } };
});

/** Settles a COPY of these objects; `answers` has the rows of each system table, where it has any. */
async function settle(
  objects: readonly LoadedObject[],
  copy: { readonly rowCount: number; readonly rejected?: number; readonly maxRejects: number },
  answers: Readonly<Record<string, readonly Row[]>> = {},
) {
  const asked: string[] = [];
  const resultOf = (rows: readonly Row[]): Result => ({
    command: "SELECT",
    rowCount: rows.length,
    columns: [],
    rows,
    notices: [],
  });
  const session = {
    execute: async (sql: string) => {
      const table = /from (sys_\w+)/.exec(sql)?.[1] ?? sql;
      asked.push(table);
      return resultOf(answers[table] ?? []);
    },
    cancel: async () => undefined,
  };
  const store = memoryStore("lake", memoryBucket());
  const source: PreparedSource = {
    source: { name: "events", url: "s3://lake/" },
    newFiles: [],
    knownFiles: 0,
    pack: { compression: "", packs: [], asTheyLie: [], away: undefined },
    passedOver: 0,
    prepared: undefined,
  };
  const input = { session, store, startedAt: new Date(0), maxRejects: copy.maxRejects };
  const prepared = { manifestUrl: "s3://lake/work/manifest", objects };
  const result = { ...resultOf([]), command: "COPY", rowCount: copy.rowCount, rejected: copy.rejected };
  const where = "sql/staging/staging_events.sql:5";
  const load = await settleLoad(input, { ...source, prepared }, { result, table: "t", where });
  return { load, asked };
}

describe("a load", () => {
  it("asks nothing where the job counted all rows itself and COPY left none out", async () => {
    const { load, asked } = await settle([PACK], { rowCount: 5, rejected: 0, maxRejects: 9 });
    expect(asked).toEqual([]);
    expect(load).toMatchObject({ loaded: 5, rejected: 0, rejects: [], warnings: [] });
  });

  it("asks how many rows were left out where no message tells, unless none may be", async () => {
    const silent = { rowCount: 3, maxRejects: 2 };
    const { load } = await settle([PACK], silent, { sys_load_history: [["2"]] });
    expect(load).toMatchObject({ loaded: 3, rejected: 2 });
    const none = await settle([PACK], { ...silent, rowCount: 5, maxRejects: 0 });
    expect(none.asked).toEqual([]);
    await expect(settle([PACK], silent)).rejects.toThrow(StepError);
  });

  it("goes on where the system tables are late, and says what is not known", async () => {
    const copy = { rowCount: 8, rejected: 1, maxRejects: 1 };
    const { load } = await settle([PACK, ...LIE], copy, { "select count(*) from t": [["8"]] });
    expect(load.entries.map(({ rowsRead }) => rowsRead)).toEqual([5, undefined, undefined]);
    expect(load.warnings).toEqual([
      expect.stringContaining("events: 2 files that were loaded where they lie hold 4 rows together"),
      "events: 1 row was rejected, and the warehouse's log of load errors holds 0 of them",
    ]);
  });

  it("does not add up where the table holds other than COPY says of files that the job did not read", async () => {
    const copy = { rowCount: 8, rejected: 0, maxRejects: 0 };
    const settling = settle(LIE, copy, { "select count(*) from t": [["7"]] });
    await expect(settling).rejects.toThrow("COPY loaded 8 rows, and t holds 7");
  });

  it("does not take the errors of another COPY for its own", async () => {
    const row = (url: string, query: string): Row => [url, "1", "ts", "timestamp", "1206", "no time", query];
    const { load } = await settle(
      [PACK],
      { rowCount: 4, rejected: 1, maxRejects: 1 },
      {
        sys_load_error_detail: [row(PACK.url, "7"), row(PACK.url, "6")],
      },
    );
    expect(load).toMatchObject({ rejects: [{ line: 1 }], queryId: "7" });
  });
});
