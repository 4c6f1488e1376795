/** The commands as functions: what a program gets that imports the package. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  check,
  ConfigError,
  EXIT,
  files,
  forget,
  migrate,
  plan,
  query,
  rebuild,
  report,
  reset,
  retry,
  run,
  SqlError,
  status,
} from "../src/index.ts";
import { play, song } from "./support/records.ts";

const ROOT = resolve(import.meta.dirname, "..");

let folder: string;
let settings: { readonly warehouse: string };
let sources: Readonly<Record<string, string | readonly string[]>>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-"));
  settings = { warehouse: join(folder, "warehouse.duckdb") };
  sources = { events: join(folder, "events"), songs: [join(folder, "songs")] };
  for (const [source, rows] of [
    ["events", [play(), play()]],
    ["songs", [song()]],
  ] as const) {
    mkdirSync(join(folder, source));
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
    writeFileSync(join(folder, source, "a.json"), lines.join(""));
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the package, as a program uses it", () => {
  it("plans without making a warehouse, runs, tells events, and finds nothing new the second time", async () => {
    const { sources: found, plan: steps } = await plan({ settings, sources });
    expect(found.map(({ newFiles }) => newFiles.length)).toEqual([1, 1]);
    expect(existsSync(settings.warehouse)).toBe(false);
    const seen: string[] = [];
    const first = await run({ settings, sources, onEvent: ({ type }) => seen.push(type) });
    expect(first).toMatchObject({ status: "succeeded", exitCode: EXIT.done, error: undefined });
    expect(first.steps).toHaveLength(steps.steps.length);
    expect(seen).toContain("step finished");
    expect(await run({ settings, sources })).toMatchObject({ status: "nothing new" });
    expect(await rebuild(["songs"], { settings, sources })).toMatchObject({ status: "succeeded" });
    expect(await run({ settings, sources, reload: join(folder, "events") })).toMatchObject({
      status: "succeeded",
    });
    expect((await check({ settings, select: ["songs__song_id__unique"] })).map(({ name }) => name)).toEqual([
      "songs__song_id__unique",
    ]);
  });

  it("takes the warehouse of the working folder, as the commands do, unless the settings name one", async () => {
    cpSync(join(ROOT, "sql"), join(folder, "sql"), { recursive: true });
    const staging = join(folder, "sql/staging/staging_events.sql");
    writeFileSync(staging, readFileSync(staging, "utf8").replace("source: events", "source: happenings"));
    const { events = "", ...others } = sources;
    const own = { happenings: events, ...others };
    const names = async (from: typeof sources, more: object = {}) =>
      (await plan({ settings: { ...settings, ...more }, sources: from })).sources.map(
        ({ source }) => source.name,
      );
    const heard: string[] = [];
    const here = vi.spyOn(process, "cwd").mockReturnValue(folder);
    try {
      expect(await names(own)).toEqual(["happenings", "songs"]);
      expect(await names(sources, { sqlDir: join(ROOT, "sql") })).toEqual(["events", "songs"]);
      const ignore = (): undefined => undefined;
      const log = {
        error: ignore,
        warn: ignore,
        debug: ignore,
        info: (text: string) => void heard.push(text),
      };
      await plan({ settings, sources: own, log });
    } finally {
      here.mockRestore();
    }
    expect(heard).toContain("the SQL is that of the working folder");
    expect(await names(sources)).toEqual(["events", "songs"]);
  });

  it("asks, checks, reports and resets", async () => {
    await run({ settings, sources });
    const [counted] = await query("select count(*) as plays from songplays", { settings });
    expect(counted).toMatchObject({ columns: [{ name: "plays" }], rows: [["2"]] });
    expect((await check({ settings })).filter((one) => "error" in one || one.count > 0)).toEqual([]);
    expect(await status({ settings, sources })).toMatchObject({ runCount: 1, lastError: undefined });
    const { tables } = await report({ settings });
    expect(tables.find(({ definition }) => definition.name === "songplays")).toMatchObject({ rows: 2 });
    expect(await reset({ settings })).toContain("songplays");
    expect((await query("select count(*) from songplays", { settings }))[0]?.rows).toEqual([["0"]]);
  });

  it("says which file brought a row, has it loaded again, and tries a file again that was left out", async () => {
    const bad = join(folder, "events", "bad.json");
    writeFileSync(bad, "{ no JSON\n");
    const tolerant = { ...settings, onBadFile: "quarantine" } as const;
    expect(await run({ settings: tolerant, sources })).toMatchObject({ status: "succeeded" });
    const url = join(folder, "events", "a.json");
    const { rows, origins } = await files({ table: "songplays" }, { settings });
    expect(rows).toBe(2);
    expect(JSON.stringify(origins)).toContain(url);
    expect(await retry(bad, { settings })).toMatchObject({ files: [{ url: bad }] });
    expect(await forget(url, { settings })).toMatchObject({ url });
    expect(await forget(url, { settings }).catch((error: unknown) => error)).toBeInstanceOf(ConfigError);
    expect(
      (await status({ settings, sources })).pending.find(({ source }) => source === "events"),
    ).toMatchObject({
      files: 2,
    });
  });

  it("tells what is not as declared, and changes it when it is told to", async () => {
    await run({ settings, sources });
    expect(await migrate({ settings })).toMatchObject({ differences: [], done: false });
    await query("alter table users drop column run_id", { settings });
    expect((await migrate({ settings })).differences).toHaveLength(1);
    expect(await migrate({ settings, yes: true })).toMatchObject({ done: true });
    expect((await migrate({ settings })).differences).toEqual([]);
  });

  it("throws what is wrong as the errors that it exports", async () => {
    const missing = join(folder, "nowhere");
    await expect(run({ settings, sources: { events: missing } })).rejects.toBeInstanceOf(ConfigError);
    await expect(query("select 'open", { settings })).rejects.toMatchObject({
      exitCode: EXIT.usage,
      cause: expect.any(SqlError) as SqlError,
    });
    await expect(plan({ env: { DWH_MAX_REJECTS: "many" } })).rejects.toBeInstanceOf(ConfigError);
  });

  it("is what `import` of the built package gives, with its types", () => {
    const script = 'import * as dwh from "sparkify-dwh"; console.log(Object.keys(dwh).sort().join(" "));';
    const names = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: ROOT,
      encoding: "utf8",
    });
    for (const name of [
      "check",
      "files",
      "forget",
      "migrate",
      "plan",
      "query",
      "rebuild",
      "report",
      "reset",
      "retry",
      "run",
      "status",
      "DwhError",
      "EXIT",
    ])
      expect(names.trim().split(" ")).toContain(name);
    expect(existsSync(join(ROOT, "dist/index.d.ts"))).toBe(true);
  });
});
