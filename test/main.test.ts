/** What only a process can show: exit codes, streams, signals. */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dwh } from "./support/dwh.ts";

const cwd = mkdtempSync(join(tmpdir(), "dwh-main-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** Node runs this before the program; it makes faults that nobody could cause from outside. */
const before = (script: string) => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
});

describe("the program", () => {
  it("tells its version on standard output", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(await dwh(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("does not load what --version does not need", async () => {
    const report = `
      process.on("exit", () => {
        const loaded = Object.keys(process.getBuiltinModule("module")._cache).join();
        process.stderr.write(/convict|winston|duckdb|string-width|aws-sdk/.test(loaded) ? loaded : "light");
      });`;
    expect(await dwh(["--version"], { env: before(report) })).toMatchObject({ code: 0, stderr: "light" });
  });

  it("prints the data of a command and ends with its exit code", async () => {
    const { code, stdout, stderr } = await dwh(["config", "--format", "json"], { env: { DWH_SONGS: "s" } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ variable: "DWH_SONGS", value: "s" }));
  });

  it("ends with 2 and a suggestion for a flag that does not exist", async () => {
    const { code, stdout, stderr } = await dwh(["run", "--evens", "x"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    // No terminal is there: the log's own shape, as for every other error.
    expect(JSON.parse(stderr)).toMatchObject({
      level: "error",
      message: "unknown option '--evens'",
      where: "command line of `dwh run`",
      next: expect.stringContaining("did you mean --events?"),
      exit_code: 2,
    });
  });

  it("writes an error as one JSON line where no terminal is", async () => {
    const { code, stdout, stderr } = await dwh(["config"], { env: { DWH_EVENT: "x", DWH_MAX_REJECTS: "y" } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(JSON.parse(stderr)).toMatchObject({
      level: "error",
      message: expect.stringMatching(/^2 problems.*DWH_MAX_REJECTS.*did you mean DWH_EVENTS/s),
      where: "flags and environment",
      next: expect.any(String),
      exit_code: 2,
    });
  });

  it("writes an error for a person where a terminal is", async () => {
    const terminal = before("process.stderr.isTTY = true");
    const { stderr } = await dwh(["config"], { env: { ...terminal, DWH_EVENT: "x" } });
    expect(stderr).toBe(
      "error: there is no variable DWH_EVENT; did you mean DWH_EVENTS?\n  flags and environment\n" +
        "  next: correct these settings; `dwh config --help` lists the flags, docs/configuration.md everything\n",
    );
  });

  it("calls what nobody foresaw a bug, with its stack, and ends with 70", async () => {
    const env = before(`Array.prototype.toReversed = () => { throw new TypeError("boom") }`);
    const { code, stderr } = await dwh(["config"], { env: { ...env, DWH_DEADLINE: "45m" } });
    expect(code).toBe(70);
    expect(JSON.parse(stderr)).toMatchObject({
      message: "boom",
      next: expect.stringContaining("this is a bug"),
      stack: expect.stringContaining("at formatDurationSetting"),
      exit_code: 70,
    });
  });

  it("goes on quietly when nobody reads its output any more", async () => {
    // It starts when its standard input ends.
    const wait = "for await (const _ of process.stdin);";
    const running = dwh(["config"], { cwd, env: before(wait), input: null });
    const closed = once(running.child.stdout, "close");
    running.child.stdout.destroy();
    await closed;
    running.child.stdin.end();
    expect(await running).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("a signal", () => {
  /** Starts a query that waits for standard input, which never ends, and returns it when it waits. */
  async function startWaiting(faults: string) {
    const tell = `process.stdin.on("newListener", (name) => { if (name === "readable") process.stderr.write("waiting\\n") })`;
    const running = dwh(["query"], { cwd, env: before(`${tell}; ${faults}`), input: null });
    await running.says(/waiting/);
    return { running };
  }

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s asks for a clean end with %i", async (signal, code) => {
    const { running } = await startWaiting("");
    running.child.kill(signal);
    const ended = await running;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(
      `"message":"interrupted by ${signal}; what was not committed is rolled back"`,
    );
  });

  it("ends the process at once when it comes a second time", async () => {
    const { running } = await startWaiting(
      // A command that does not listen: its standard input survives the first signal.
      `process.stdin.destroy = () => process.stdin; process.on("SIGTERM", () => process.stderr.write("heard"))`,
    );
    running.child.kill("SIGTERM");
    await running.says(/heard/);
    running.child.kill("SIGTERM");
    expect((await running).code).toBe(143);
  });
});
