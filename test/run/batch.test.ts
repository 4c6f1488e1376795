import { beforeAll, describe, expect, it } from "vitest";
import type { DwhError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { planRebuild } from "../../src/plan/partly.ts";
import { planRun } from "../../src/plan/plan.ts";
import { parseSqlFile, type SqlFile } from "../../src/plan/sql-file.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { cutBatch } from "../../src/run/batch.ts";
import type { Discovered } from "../../src/run/discover.ts";
import { besideDigest, planBeside } from "../../src/run/plan-beside.ts";
import { planPacks } from "../../src/sources/pack-plan.ts";
import { parseBytes } from "../../src/text/parse-bytes.ts";
import { sayUnderWay } from "../../src/text/under-way.ts";
import { SQL_DIR, sourceAt } from "../support/sources.ts";

describe("the size of a batch", () => {
  it.each([
    ["50GB", 50e9],
    ["1.5 tb", 1.5e12],
    ["500 MB", 500e6],
    ["1b", 1],
  ])("is read: %s", (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(["", "50", "GB", "-1GB", "0GB", "0.1b", "1e3MB", "5 GiB", "99999999TB"])("is none: %s", (text) =>
    expect(parseBytes(text)).toBeUndefined(),
  );

  const found = (name: string, ...sizes: readonly number[]): Discovered => {
    const source = sourceAt(name, `/${name}/`);
    const newFiles = sizes.map((size, at) => ({
      source: name,
      url: `/${name}/${at}.json`,
      etag: "e",
      size,
      compression: "" as const,
      format: { kind: "json" } as const,
    }));
    return {
      source,
      newFiles,
      knownFiles: 0,
      keys: sizes.length,
      listingMs: 0,
      passedOver: [],
      warnings: [],
      heldBack: [],
      pack: planPacks(newFiles, undefined),
    };
  };
  const sizesIn = (batch: readonly Discovered[]): readonly (readonly number[])[] =>
    batch.map(({ newFiles }) => newFiles.map(({ size }) => size));

  it("is not exceeded, but for a file that is larger and comes alone", () => {
    const all = [found("events", 4, 3, 2), found("songs", 1, 9)];
    expect(sizesIn(cutBatch(all, 7))).toEqual([[4, 3], []]);
    expect(sizesIn(cutBatch(all, 10))).toEqual([[4, 3, 2], [1]]);
    expect(sizesIn(cutBatch(all, 3))).toEqual([[4], []]);
    expect(sizesIn(cutBatch([found("events"), found("songs", 9, 1)], 3))).toEqual([[], [9]]);
    // What is packed is what is loaded.
    expect(cutBatch(all, 7).map(({ pack }) => pack.packs.flat().length)).toEqual([2, 0]);
  });

  it("is no end where files are empty", () => {
    expect(sizesIn(cutBatch([found("events", 0, 0, 0)], 2))).toEqual([[0, 0]]);
  });
});

describe("what is done beside the star", () => {
  let sql: SqlFolder;
  beforeAll(async () => {
    sql = await loadSql(SQL_DIR);
  });

  const file = (path: string, kind: "schema" | "transform", text: string): SqlFile => {
    const parsed = parseSqlFile(path, kind, text);
    if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
    return parsed.file;
  };
  /** A table that nothing of the star has to do with. */
  const heard = (): readonly SqlFile[] => [
    file(
      "sql/schema/heard.sql",
      "schema",
      "-- Users.\ncreate table if not exists heard (user_id integer, events bigint);",
    ),
    file(
      "sql/transform/heard.sql",
      "transform",
      "-- Counts.\ninsert into heard (user_id, events) select userid, count(*) from staging_events group by userid;",
    ),
  ];
  const planned = (words: readonly string[], ...more: readonly SqlFile[]) => {
    const steps = [...sql.steps, ...more];
    return planBeside({ steps }, planRebuild(steps, { select: words, exclude: [] }));
  };
  const digestOf = (words: readonly string[], ...more: readonly SqlFile[]): string => {
    const steps = [...sql.steps, ...more];
    const rebuild = planRebuild(steps, { select: words, exclude: [] });
    const plan = planRun({ ...sql, steps }, WITHOUT_LOADS);
    return besideDigest(planBeside({ steps }, rebuild), plan.steps, rebuild, [
      sourceAt("events", "/events/"),
    ]);
  };

  it("is all that steps fill, what tells of one run too; audits are for the exchange, and checks for the batches", () => {
    const { schema, batch, exchange, tables } = planned([]);
    const declared = sql.steps.filter(({ kind, name }) => kind === "schema" && !name.startsWith("etl_"));
    expect(schema.map(({ name }) => name)).toEqual(declared.map(({ name }) => name));
    expect(tables.map(({ name }) => name)).toEqual([
      "artists",
      "songplays",
      "songs",
      "time",
      "user_levels",
      "users",
    ]);
    // An identity counts on by itself.
    expect(tables.find(({ name }) => name === "songplays")?.columns).not.toContain("songplay_id");
    const audits = sql.steps.filter(({ kind }) => kind === "audit").map(({ name }) => `audit ${name}`);
    expect([...batch.keys()].sort()).toEqual(audits.sort());
    expect([...exchange.keys()].every((key) => !key.startsWith("audit "))).toBe(true);
  });

  it("leaves a table that nobody fills where it is, and shows a view of the new rows", () => {
    const lookup = file(
      "sql/schema/regions.sql",
      "schema",
      "-- By hand.\ncreate table if not exists regions (id integer);",
    );
    const view = file(
      "sql/schema/loud.sql",
      "schema",
      "-- A view.\ncreate or replace view loud as select level from songplays;",
    );
    const { schema, batch } = planned([], lookup, view);
    expect(batch.get("schema regions")).toBe("its tables are read where they are");
    expect(schema.map(({ name }) => name)).toContain("loud");
  });

  it("is refused of tables that read others of the star, which a run in between would change: all that it takes is named", () => {
    for (const words of ["time", "users", "songs", "songplays"])
      expect(() => planned([words])).toThrow(
        / reads .*, which would not be rebuilt: a run between two batches could change it$/,
      );
    const next = (words: readonly string[], ...more: readonly SqlFile[]): unknown => {
      try {
        return planned(words, ...more);
      } catch (error) {
        return (error as DwhError).next;
      }
    };
    expect(next(["time"])).toMatch(/`dwh rebuild --batch-size …`/);
    expect(next(["users"], ...heard())).toMatch(
      /`dwh rebuild artists songplays songs time user_levels users --batch-size …`/,
    );
  });

  it("is some tables where these read none of the others, which stay where they are", () => {
    const { schema, tables, batch, exchange } = planned(["heard"], ...heard());
    expect(tables).toEqual([{ name: "heard", columns: ["user_id", "events"] }]);
    expect(schema.map(({ name }) => name).sort()).toEqual(["heard", "staging_events"]);
    expect(batch.get("schema songplays")).toBe("its tables are read where they are");
    expect(batch.get("transform users")).toBe("it is not rebuilt");
    expect(exchange.get("transform heard")).toBe("done in the batches");
  });

  it("is refused of SQL that names a schema", () => {
    const table = file(
      "sql/schema/extra.sql",
      "schema",
      "-- A table.\ncreate table if not exists mart.extra (id integer);",
    );
    const transform = file(
      "sql/transform/extra.sql",
      "transform",
      "-- Fills it.\ninsert into mart.extra (id) select userid from staging_events;",
    );
    expect(() => planned([], table, transform)).toThrow(
      "names a schema, and batches create their tables in another one",
    );
  });

  it("is of use as long as the SQL says the same, whatever its comments", () => {
    const users = sql.steps.find(({ kind, name }) => kind === "transform" && name === "users") as SqlFile;
    const again = file(users.path, "transform", `${users.text}\n-- A word more.\n`);
    const other = file(
      users.path,
      "transform",
      users.text.replace("nullif(staging_events.lastname, '')", "staging_events.lastname"),
    );
    const steps = sql.steps;
    const put = (one: SqlFile): string => {
      sql = { ...sql, steps: steps.map((step) => (step === users ? one : step)) };
      const digest = digestOf([]);
      sql = { ...sql, steps };
      return digest;
    };
    expect(put(again)).toBe(digestOf([]));
    expect(put(other)).not.toBe(digestOf([]));
  });
});

describe("a rebuild that is under way", () => {
  const startedAt = new Date("2018-11-30T03:00:00Z");
  const one = {
    tables: ["songs", "users"],
    startedAt,
    files: 5000,
    loaded: { files: 1200, batches: 3 },
    failed: undefined,
  };

  it("says how far it is, what is in force meanwhile, and how it ends", () => {
    expect(sayUnderWay(one)).toBe(
      "a rebuild of songs, users began 2018-11-30 03:00:00 UTC and is not finished: 3 batches with 1,200 of 5,000 files are loaded beside the star; until it is, readers see the old tables, with what runs bring; `dwh rebuild songs users --batch-size <size>` continues it, `dwh rebuild --abandon` abandons it",
    );
  });

  it("says what it does not know", () => {
    expect(sayUnderWay({ ...one, loaded: undefined })).toContain("this user may not see its progress");
    expect(sayUnderWay({ ...one, files: undefined, loaded: { files: 0, batches: 0 } })).toContain(
      "its first batch is not loaded yet",
    );
    expect(sayUnderWay({ ...one, failed: "no room" })).toContain("; its newest batch failed: no room; ");
  });
});
