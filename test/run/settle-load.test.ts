/** How a load is settled on a warehouse whose messages do not arrive, or whose system tables are late. */
import { describe, expect, it } from "vitest";
import { StepError, WarehouseError } from "../../src/errors.ts";
import { settleLoad, type LoadInput } from "../../src/run/settle-load.ts";
import { completeLoads } from "../../src/run/load-log.ts";
import type { PreparedSource } from "../../src/run/prepare.ts";
import type { LoadedObject } from "../../src/sources/pack-map.ts";
import type { SourceFile } from "../../src/sources/source.ts";
import type { Result, Row, Session, Warehouse } from "../../src/warehouse/warehouse.ts";
import { memoryBucket } from "../support/fake-aws/bucket.ts";
import { memoryStore } from "../support/memory-store.ts";
import { sourceAt } from "../support/sources.ts";

const file: SourceFile = {
  url: "s3://lake/a.json",
  etag: "1",
  size: 9,
  source: "events",
  compression: "",
  format: { kind: "json" },
};
const PACK: LoadedObject = {
  kind: "pack",
  url: "s3://lake/work/1.json",
  size: 9,
  members: [{ file, firstLine: 1, lines: 5, objects: 5, skipped: 0 }],
};
const LIE: readonly LoadedObject[] = ["b", "c"].map((name) => {
  const url = `s3://lake/${name}.json`;
  return { kind: "file", url, size: 9, file: { ...file, url } };
});

const LAST = "select pg_last_copy_id()";

/** Settles a COPY of these objects; `answers` has the rows of each system table, where it has any. */
async function settle(
  objects: readonly LoadedObject[],
  copy: { readonly rowCount: number; readonly rejected?: number; readonly maxRejects: number },
  answers: Record<string, readonly Row[] | WarehouseError> = {},
  contents: Readonly<Record<string, string>> = {},
) {
  const asked: string[] = [];
  const resultOf = (rows: readonly Row[]): Result => ({
    command: "SELECT",
    rowCount: rows.length,
    columns: [],
    rows,
    notices: [],
  });
  /** Notes what is asked where; one whose table has an error for an answer fails as a transaction does, once and for all. */
  const sessionOf = (where: string): Session => {
    let aborted = false;
    return {
      execute: async (sql: string) => {
        const table = /from (sys_\w+)/.exec(sql)?.[1] ?? sql;
        asked.push(`${where}${table}`);
        const answer = sql === LAST ? [["7"]] : (answers[table] ?? []);
        if (aborted) throw new WarehouseError("current transaction is aborted", { sqlState: "25P02" });
        aborted = answer instanceof WarehouseError;
        if (answer instanceof WarehouseError) throw answer;
        return resultOf(answer);
      },
      cancel: async () => undefined,
    };
  };
  const session = sessionOf("");
  const warehouse: Warehouse = {
    kind: "redshift",
    name: "fake",
    withSession: (use) => use(sessionOf("beside: ")),
  };
  const bucket = memoryBucket();
  for (const [key, content] of Object.entries(contents)) bucket.write(key, Buffer.from(content));
  const store = memoryStore("lake", bucket);
  const source: PreparedSource = {
    source: sourceAt("events", "s3://lake/"),
    newFiles: [],
    heldBack: [],
    knownFiles: 0,
    pack: { compression: "", packs: [], asTheyLie: [], away: undefined },
    passedOver: [],
    keys: 0,
    listingMs: 0,
    warnings: [],
    prepared: undefined,
    sample: [],
    jsonpaths: undefined,
  };
  const warnings: string[] = [];
  const input: LoadInput = {
    session,
    warehouse,
    store,
    startedAt: new Date(0),
    maxRejects: copy.maxRejects,
    copyRejects: copy.maxRejects,
    signal: new AbortController().signal,
    sleep: () => Promise.resolve(),
    onEvent: (event) => void (event.type === "warning" && warnings.push(event.message)),
  };
  const prepared = { manifestUrl: "s3://lake/work/manifest", objects, headers: [] };
  const result = { ...resultOf([]), command: "COPY", rowCount: copy.rowCount, rejected: copy.rejected };
  const where = "sql/staging/staging_events.sql:5";
  const counted = answers["select count(*) from t"];
  const held = Array.isArray(counted) ? Number(counted[0]?.[0]) : undefined;
  const load = await settleLoad(
    input,
    { ...source, prepared },
    { result, table: "t", held, where, lacking: undefined, replaces: false, cut: [] },
  );
  return { load, asked, warnings, complete: async () => (await completeLoads(input, [load], new Map()))[0] };
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
    const { load, complete, warnings } = await settle([PACK, ...LIE], copy, {
      "select count(*) from t": [["8"]],
    });
    expect(load.entries.map(({ rowsRead }) => rowsRead)).toEqual([5, undefined, undefined]);
    expect(load.warnings).toEqual([
      expect.stringContaining("events: 2 files that are not in packs hold 4 rows together"),
    ]);
    expect(await complete()).toMatchObject({ rejects: [] });
    expect(warnings).toEqual([
      "events: 1 row was rejected, and the warehouse's log of load errors holds none of them",
    ]);
  });

  it("asks for the lines of large files where all went well, and counts them itself where rows were rejected", async () => {
    const large = LIE.map((one): LoadedObject => ({ ...one, size: 40 * 1024 * 1024 }));
    const answers = {
      sys_load_detail: LIE.map(({ url }, index): Row => [url, String(3 + index)]),
      sys_load_error_detail: [[LIE[0]?.url ?? "", "1", "ts", "timestamp", "1206", "no time", "7"]],
    };
    const good = await settle(large, { rowCount: 7, rejected: 0, maxRejects: 9 }, answers);
    expect(good.load.entries.map(({ rowsRead }) => rowsRead)).toEqual([3, 4]);
    expect(good.asked).toEqual([LAST, "beside: sys_load_detail"]);
    const contents = { "b.json": "{}{}\n", "c.json": "{}\n\n{}" };
    // Pretty-printed: lines are not rows.
    const pretty = await settle(large, { rowCount: 4, rejected: 0, maxRejects: 9 }, answers, contents);
    expect(pretty.load.entries.map(({ rowsRead, rowsStaged }) => [rowsRead, rowsStaged])).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(pretty.load.warnings).toEqual([]);
    const bad = await settle(large, { rowCount: 3, rejected: 1, maxRejects: 9 }, answers, contents);
    expect(bad.load.entries.map(({ rowsRead, rowsRejected }) => [rowsRead, rowsRejected])).toEqual([
      [2, 1],
      [2, 0],
    ]);
    expect(bad.asked).toEqual([LAST, "beside: sys_load_error_detail"]);
  });

  it("takes the rows of a log that is late once it has them, behind the COMMIT", async () => {
    const answers: Record<string, readonly Row[]> = {};
    const { load, asked, complete, warnings } = await settle(
      [PACK],
      { rowCount: 4, rejected: 1, maxRejects: 1 },
      answers,
    );
    expect(load).toMatchObject({ rejects: [], entries: [{ rowsRead: 5, rowsStaged: 4, rowsRejected: 1 }] });
    answers["sys_load_error_detail"] = [[PACK.url, "1", "ts", "timestamp", "1206", "no time", "7"]];
    expect(await complete()).toMatchObject({ rejects: [{ line: 1, reason: "no time" }] });
    expect(warnings).toEqual([]);
    expect(asked).toEqual([LAST, "beside: sys_load_error_detail", "sys_load_error_detail"]);
  });

  it("is none the worse for logs that cannot be read: a refusal would abort the transaction, and they are asked beside it", async () => {
    const refused = new WarehouseError("permission denied for relation", { sqlState: "42501" });
    const { load, asked, complete, warnings } = await settle(
      LIE,
      { rowCount: 8, rejected: 1, maxRejects: 1 },
      {
        "select count(*) from t": [["8"]],
        sys_load_error_detail: refused,
        sys_load_detail: refused,
      },
    );
    expect(load).toMatchObject({
      loaded: 8,
      rejected: 1,
      rejects: [],
      unread: "permission denied for relation",
    });
    expect(asked.filter((table) => table.startsWith("sys_"))).toEqual([]);
    expect(await complete()).toMatchObject({ rejected: 1, rejects: [] });
    expect(warnings).toEqual([
      "events: the log of load errors cannot be read: permission denied for relation",
    ]);
  });

  it("says that COPY's count is what it lacks where that is refused", async () => {
    const refused = new WarehouseError("permission denied for relation", { sqlState: "42501" });
    const settling = settle([PACK], { rowCount: 3, maxRejects: 2 }, { sys_load_history: refused });
    await expect(settling).rejects.toMatchObject({
      message: "COPY did not say how many rows it rejected",
      cause: refused,
    });
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
