import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { command } from "../../src/commands/plan.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { memoryBucket } from "../support/fake-aws/bucket.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";
import { play } from "../support/records.ts";
import { SQL_DIR } from "../support/sources.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("dwh plan", () => {
  it("lists the new files and the steps, and touches nothing, not even a warehouse that is not there", async () => {
    writeFileSync(join(folder, "a.json"), JSON.stringify(play()));
    const env = { DWH_EVENTS: folder, DWH_WAREHOUSE: join(folder, "made/w.duckdb") };
    const context = fakeContext({ flags: { format: "json" } }, env);
    expect(await command(context)).toBe(0);
    const { sources, steps } = JSON.parse(context.io.out()) as {
      sources: { new_files: { url: string }[] }[];
      steps: { name: string }[];
    };
    expect(sources[0]?.new_files.map(({ url }) => url)).toEqual([join(folder, "a.json")]);
    expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(["staging_events", "songplays"]));
    expect(existsSync(join(folder, "made"))).toBe(false);
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  it("tells large files whose rows are taken out of an array apart from those that are loaded where they lie", async () => {
    const own = mkdtempSync(join(tmpdir(), "dwh-plan-"));
    const sqlDir = join(own, "sql");
    cpSync(SQL_DIR, sqlDir, { recursive: true });
    const staging = join(sqlDir, "staging/staging_events.sql");
    writeFileSync(
      staging,
      readFileSync(staging, "utf8").replace("-- source: events", "$&\n-- unpack: array"),
    );
    mkdirSync(join(own, "events"));
    const pad = " ".repeat(1_100_000);
    for (const [name, content] of [
      ["list", `[${JSON.stringify(play())}]${pad}`],
      ["plain", `${JSON.stringify(play())}${pad}`],
    ])
      writeFileSync(join(own, `events/${name}.json`), content ?? "");
    const env = {
      DWH_EVENTS: join(own, "events"),
      DWH_WAREHOUSE: join(own, "w.duckdb"),
      DWH_SQL_DIR: sqlDir,
    };
    const data = fakeContext({ flags: { format: "json" }, sqlDir }, env);
    const text = fakeContext({ sqlDir }, env);
    try {
      expect(await command(data)).toBe(0);
      expect((JSON.parse(data.io.out()) as { sources: object[] }).sources[0]).toMatchObject({
        as_they_lie: [join(own, "events/plain.json")],
        unpacked: [join(own, "events/list.json")],
      });
      expect(await command(text)).toBe(0);
      expect(text.io.out()).toContain(
        `1 file of events with an array around the rows, which are unpacked: ${join(own, "events/list.json")}\n`,
      );
    } finally {
      rmSync(own, { recursive: true });
    }
  });

  describe("with sources in another region than the work prefix", () => {
    let aws: FakeAws;
    beforeEach(async () => {
      aws = await startFakeAws();
      useAws(aws.endpoint);
      const far = memoryBucket({ region: "eu-north-1" });
      far.write("log_data/a.json", Buffer.from(JSON.stringify(play())));
      far.write("paths.json", Buffer.from("{}"));
      aws.buckets.set("far", far).set("home", memoryBucket());
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      await aws.close();
    });
    const env = {
      DWH_EVENTS: "s3://far/log_data/",
      DWH_EVENTS_JSONPATHS: "s3://far/paths.json",
      DWH_WORK_URL: "s3://home/work",
      DWH_WAREHOUSE: join(folder, "made/w.duckdb"),
    };

    it("tells what is carried over, and from where; names the copies, and makes none", async () => {
      const data = fakeContext({ flags: { format: "json" } }, env);
      expect(await command(data)).toBe(0);
      const { sources, steps } = JSON.parse(data.io.out()) as {
        sources: object[];
        steps: { name: string; statements: string[] }[];
      };
      expect(sources[0]).toMatchObject({
        as_they_lie: [],
        carried_over: ["s3://far/log_data/a.json"],
        other_region: "eu-north-1",
      });
      const load = steps.find(
        ({ name, statements }) => name === "staging_events" && /^copy/m.test(statements.join("")),
      );
      expect(load?.statements.join("")).toContain("'s3://home/work/dwh-run-<run id>/1/events.jsonpaths'");
      const text = fakeContext({}, env);
      await command(text);
      expect(text.io.out()).toContain(
        "events carried over from eu-north-1, which COPY cannot read: 1 as copies",
      );
      expect(aws.calls.filter((call) => /Put|Get|Upload/.test(call))).toEqual([]);
    });
  });
});
