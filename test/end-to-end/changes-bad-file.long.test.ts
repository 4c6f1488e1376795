/** docs/changes.md, "An invalid file at three in the morning", typed as it is there. */
import { readFileSync } from "node:fs";
import { afterAll, expect, it, vi } from "vitest";
import { parseCommandLine } from "../../src/cli/command-line.ts";
import type { Command } from "../../src/cli/context.ts";
import { loadConfig } from "../../src/config/load.ts";
import { EXIT } from "../../src/names.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { DECLARED } from "../support/sources.ts";

const PAGE = readFileSync(new URL("../../docs/changes.md", import.meta.url), "utf8");
const SECTION =
  /^## An invalid file at three in the morning\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(PAGE)?.[1] ?? "";
const BLOCKS = [...SECTION.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) =>
  block.split("\n").flatMap((line) => line.replace(/\s+#.*$/, "") || []),
);
const lines = (...rows: readonly object[]): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const production = await openProduction();
afterAll(async () => {
  vi.unstubAllEnvs();
  await production.close();
});

it("a bad file at three in the morning goes the way that the page tells", async () => {
  useAws(production.aws.endpoint);
  const exported: Record<string, string> = {};
  const typeLine = async (line: string): Promise<string> => {
    const [, name, value] = /^export (\w+)=(\S+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      exported[name] = value;
      return "";
    }
    const argv = line.split(" ").slice(2);
    const typed = parseCommandLine(argv, { version: "0", width: 80, declared: DECLARED });
    if (typed.kind !== "command") throw new Error(`${line}: ${typed.text}`);
    const { flags, settings, sourceFlags, args } = typed;
    const env = { ...jobEnvironment(production), ...exported };
    const config = loadConfig({ flags: settings, sourceFlags, env, declared: DECLARED });
    // The page has files of its own.
    const output = typed.name === "report" ? { output: "/dev/null" } : {};
    const context = fakeContext({
      config,
      flags: { ...flags, ...output },
      args,
      newId: () => `run ${Math.random()}`,
    });
    const { command } = (await import(`../../src/commands/${typed.name}.ts`)) as { command: Command };
    expect([line, await command(context)]).toEqual([line, EXIT.done]);
    return `${context.io.out()}${context.logged.join("\n")}`;
  };
  const typeBlock = async (index: number): Promise<readonly string[]> => {
    const said: string[] = [];
    for (const line of BLOCKS[index] ?? []) said.push(await typeLine(line));
    return said;
  };
  const ask = async (sql: string) =>
    production.inside(async (session) => (await session.execute(sql)).rows.flat());
  const waiting = () => ask("select split_part(url, '/', 5) from etl_quarantine order by 1");
  const write = (day: number, ...rows: readonly object[]) =>
    production.lake.write(`log_data/2018-11-0${day}-events.json`, lines(...rows));
  expect(BLOCKS).toHaveLength(5);

  write(1, play({ userId: "1" }));
  for (const day of [2, 3, 4]) write(day, play({ userId: `${day}` }), play({ ts: "soon" }));
  production.lake.write("song_data/1.json", lines(song()));
  await typeBlock(0);
  expect(await waiting()).toEqual([
    "2018-11-02-events.json",
    "2018-11-03-events.json",
    "2018-11-04-events.json",
  ]);
  expect(await ask("select user_id from users")).toEqual(["1"]);

  const [status, errors] = await typeBlock(1);
  expect(status).toContain("in quarantine: 3 files");
  expect(errors).toContain("2018-11-02-events.json");

  write(2, play({ userId: "2" }));
  await typeBlock(2);
  expect(await waiting()).toEqual(["2018-11-03-events.json", "2018-11-04-events.json"]);

  await typeBlock(3);
  expect(await waiting()).toEqual(["2018-11-04-events.json"]);
  expect(await ask("select user_id from users order by 1")).toEqual(["1", "2", "3"]);

  production.lake.remove("log_data/2018-11-04-events.json");
  await typeBlock(4);
  expect(await waiting()).toEqual([]);
});
