/** docs/output.schema.json, held against what the commands print. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS, type CommandName } from "../../src/cli/declarations.ts";
import { type Flags } from "../../src/cli/flags.ts";
import { outputSchema } from "../../src/cli/output-schema.ts";
import type { Command } from "../../src/cli/context.ts";
import { fakeContext } from "../support/context.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { written } from "../support/written.ts";

const schema = { ...outputSchema(), $id: "output" };
// `date-time` is an annotation here: the pattern beside it is what is held.
const ajv = new Ajv2020({ allErrors: true, strictTypes: false, formats: { "date-time": true } }).addSchema(
  schema,
);
/** Moments that tell no zone, wherever they stand. */
const zoneless = (value: unknown): readonly string[] =>
  (JSON.stringify(value) ?? "").match(/"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?"/g) ?? [];
const faultsOf = (name: string, value: unknown) => {
  if (zoneless(value).length > 0) return zoneless(value);
  const validate = ajv.getSchema(`output#/$defs/${name}`);
  if (validate === undefined) return [`no definition of ${name}`];
  return validate(value) === true ? [] : (validate.errors ?? []);
};

const load: Readonly<Partial<Record<CommandName, () => Promise<{ readonly command: Command }>>>> = {
  run: () => import("../../src/commands/run.ts"),
  plan: () => import("../../src/commands/plan.ts"),
  check: () => import("../../src/commands/check.ts"),
  query: () => import("../../src/commands/query.ts"),
  status: () => import("../../src/commands/status.ts"),
  report: () => import("../../src/commands/report.ts"),
  reset: () => import("../../src/commands/reset.ts"),
  files: () => import("../../src/commands/files.ts"),
  forget: () => import("../../src/commands/forget.ts"),
  generate: () => import("../../src/commands/generate.ts"),
  config: () => import("../../src/commands/config.ts"),
  init: () => import("../../src/commands/init.ts"),
};

let scratch: Scratch;
beforeAll(() => {
  scratch = openScratch(undefined, { shared: true });
});
afterAll(() => scratch.remove());

let asked = 0;
async function printed(
  name: CommandName,
  flags: Partial<Flags> = {},
  args: readonly string[] = [],
): Promise<unknown> {
  asked += 1;
  const context = fakeContext(
    {
      flags: { format: "json", ...flags },
      args,
      now: () => new Date(),
      newId: () => `00000000-0000-4000-8000-${String(asked).padStart(12, "0")}`,
    },
    {
      DWH_WAREHOUSE: join(scratch.folder, "warehouse.duckdb"),
      DWH_EVENTS: join(scratch.folder, "events"),
      DWH_SONGS: join(scratch.folder, "songs"),
      DWH_LOG_LEVEL: "error",
    },
  );
  const loaded = await load[name]?.();
  if (loaded === undefined) throw new Error(`${name} is not asked here`);
  await loaded.command(context);
  return JSON.parse(context.io.out()) as unknown;
}

describe("the schema of what is printed as JSON", () => {
  it("has every command that prints JSON", () => {
    const commands = Object.entries(COMMANDS).filter(([, { formats }]) =>
      (formats as readonly string[]).includes("json"),
    );
    expect(Object.keys(schema["$defs" as keyof typeof schema] ?? {})).toEqual(
      expect.arrayContaining(commands.map(([name]) => name)),
    );
  });

  it("refuses keys in camel case, keys that it does not name, and moments without a zone", () => {
    const one = { variable: "A", value: null, origin: "flag", otherwise: null };
    expect(faultsOf("config", [one])).toEqual([]);
    expect(faultsOf("config", [{ ...one, comesFrom: "x" }])).toHaveLength(1);
    const table = { name: "t", counted_at: "2026-01-02 03:04:05", before: 1, after: 2 };
    const inRun = { name: "t", counted_at: "2026-01-02T03:04:05Z", before: 1, after: 2 };
    const validate = ajv.compile({ $ref: "output#/$defs/run/properties/tables" });
    expect([validate([table]), validate([inRun])]).toEqual([false, true]);
  });

  it("is what the commands print: with nothing there, behind a run that was refused, and behind one that loaded", async () => {
    const look = async (...names: readonly CommandName[]): Promise<void> => {
      for (const name of names) expect([name, faultsOf(name, await printed(name))]).toEqual([name, []]);
    };
    scratch.write("songs/a.json", [song()]);
    scratch.write("events/_SUCCESS", "");
    scratch.write("events/a.json", [{ ...play(), odd: 1 }, "broken" as unknown as object]);
    await look("config", "plan", "status");
    const refused = await printed("run");
    expect(refused).toMatchObject({ status: "rejected", rows_rejected: 1, published: false });
    expect(faultsOf("run", refused)).toEqual([]);
    await look("status", "report");
    expect(faultsOf("status_errors", await printed("status", { errors: true }))).toEqual([]);
    const url = scratch.write("events/a.json", [{ ...play(), odd: 1, ts: 1 }, play()]);
    const done = await printed("run");
    expect(done).toMatchObject({ status: "succeeded", published: true });
    expect(faultsOf("run", done)).toEqual([]);
    await look("plan", "check", "status", "report");
    const rows = await printed("query", {}, [
      'select 1 as "Up", count(*) as plays, min(start_time) as first from songplays',
    ]);
    expect(rows).toEqual([{ up: 1, plays: 2, first: "1970-01-01T00:00:00.001Z" }]);
    expect(faultsOf("query", rows)).toEqual([]);
    for (const [name, flags, args] of [
      ["files", {}, ["songplays"]],
      ["forget", {}, [url]],
      ["generate", { eventCount: 10, songCount: 2, days: 1 }, [join(scratch.folder, "made")]],
      ["init", { source: [`songs=${join(scratch.folder, "songs")}`] }, [join(scratch.folder, "mine")]],
      ["reset", { yes: true }, []],
    ] as const)
      expect([name, faultsOf(name, await printed(name, flags, args))]).toEqual([name, []]);
  });

  it("is what the log says", async () => {
    const at = new Date("2026-01-02T03:04:05Z");
    const line = await written({ json: true, color: false, level: "info", now: () => at }, (log) =>
      log.warn("m", { run_id: "r", rowsRead: 1, startedAt: at, reasons: [{ isHidden: true }] }),
    );
    const told = JSON.parse(line) as object;
    expect(told).toMatchObject({
      rows_read: 1,
      started_at: "2026-01-02T03:04:05.000Z",
      reasons: [{ is_hidden: true }],
    });
    expect(faultsOf("log_line", told)).toEqual([]);
  });
});
