/** `npm run test:mutants`, on a small project with a stand-in for vitest that fails where the source is wrong. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startChild } from "../support/children.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SOURCE = "one\ntwo $& three\n";

/** Fails with one test where the source says WRONG, without any where it says BROKEN, and where it says HANG never ends, which a socket tells. */
const VITEST = `
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
const source = readFileSync("src/a.ts", "utf8");
const out = process.argv.find((one) => one.startsWith("--outputFile=")).slice("--outputFile=".length);
const tests = process.argv.filter((one) => one.endsWith(".test.ts"));
const wrong = source.includes("WRONG") || (source.includes("SUBTLE") && tests.length === 0);
const assertionResults = [{ status: wrong ? "failed" : "passed", fullName: "a test" }];
const broken = source.includes("BROKEN");
const name = process.cwd() + "/test/a.test.ts";
const result = { name, startTime: 0, endTime: 9, message: "no such name", assertionResults: broken ? [] : assertionResults };
writeFileSync(out, JSON.stringify({ testResults: [result] }));
if (source.includes("HANG")) connect(Number(process.env.STAND_IN_PORT), "127.0.0.1");
else process.exitCode = wrong || broken ? 1 : 0;
`;

let folder = "";
/** Where the copies go. */
let copies = "";
beforeEach(() => {
  const both = mkdtempSync(join(tmpdir(), "dwh-mutants-test-"));
  onTestFinished(() => rmSync(both, { recursive: true, force: true }));
  folder = join(both, "project");
  copies = join(both, "tmp");
  mkdirSync(copies);
  for (const name of ["scripts/mutants.mjs", "scripts/mutant-list.mjs"]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    copyFileSync(join(ROOT, name), join(folder, name));
  }
  write("src/a.ts", SOURCE);
  write("test/a.test.ts", "");
  write("node_modules/vitest/vitest.mjs", VITEST);
});

function write(name: string, content: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** Mutants of the room `room`, each a text that goes and one that comes. */
function list(...mutants: readonly (readonly [find: string, put: string])[]): void {
  const listed = mutants.map(([find, put]) => ({ find, put, breaks: `${find} is ${put}.` }));
  write(
    "test/mutants/room.json",
    JSON.stringify([{ file: "src/a.ts", tests: ["test/a.test.ts"], mutants: listed }]),
  );
}

const start = () => ({ cwd: folder, env: { ...process.env, TMPDIR: copies } });
const SCRIPT = "scripts/mutants.mjs";

function run(...args: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    ...start(),
    encoding: "utf8",
  });
  return { code: status, said: stdout + stderr };
}

/** Nothing is left of the copy, and the checkout is as it was. */
function expectClean(): void {
  expect(readdirSync(copies)).toEqual([]);
  expect(readFileSync(join(folder, "src/a.ts"), "utf8")).toBe(SOURCE);
}

describe("the run of the mutants", () => {
  it("says which fault was noticed by which test, counts by room, and is content with nine of ten", () => {
    list(["one", "WRONG"], ["two $& three", "WRONG $1"]);
    const { code, said } = run();
    expect(said).toContain("killed    src/a.ts:1  one is WRONG. [a test]");
    expect(said).toContain("killed    src/a.ts:2  two $& three is WRONG $1.");
    expect(said).toMatch(/room +2 +0 +0 +0 +100\.0 %/);
    expect(code).toBe(0);
    expectClean();
  });

  it("ends with 1 when too many survive, each put in alone", () => {
    list(["one", "WRONG"], ["two", "2"]);
    const { code, said } = run();
    expect(said).toContain("survived  src/a.ts:2  two is 2.");
    expect(said).toMatch(/all +1 +0 +1 +0 +50\.0 %/);
    expect(code).toBe(1);
  });

  it("asks the whole suite about survivors when it is told to", () => {
    list(["one", "SUBTLE"]);
    expect(run().code).toBe(1);
    expect(run("--all-tests").code).toBe(0);
  });

  it("takes those of a room or a file that is named, and of a room all and nothing else", () => {
    list(["one", "WRONG"]);
    write("src/room/b.ts", SOURCE);
    const others = [{ find: "two", put: "2", breaks: "It is of another room." }];
    write(
      "test/mutants/other.json",
      JSON.stringify([{ file: "src/room/b.ts", tests: ["test/a.test.ts"], mutants: others }]),
    );
    expect(run("a.ts").said).toContain("killed");
    expect(run("room").said).not.toContain("another room");
    expect(run("src/room").said).toContain("survived  src/room/b.ts:2  It is of another room.");
    expect(run("src/b.ts")).toMatchObject({ code: 2, said: expect.stringContaining("src/b.ts") as string });
  });

  it.each([
    ["is not there", "four"],
    ["is there twice", "o"],
  ])("refuses a mutant whose text %s", (_, find) => {
    list(["one", "WRONG"], [find, "WRONG"]);
    for (const args of [[], ["--check"]]) {
      const { code, said } = run(...args);
      expect(code).toBe(2);
      expect(said).toContain(`${find} is WRONG.`);
      expect(said).not.toContain("killed");
    }
    expectClean();
  });

  it("refuses one with which no test runs at all, which would always be noticed, and goes on with the others", () => {
    list(["one", "BROKEN"], ["two", "WRONG"]);
    const { code, said } = run("--jobs", "1");
    expect(code).toBe(2);
    expect(said).toContain("broken    src/a.ts:1  one is BROKEN. [no test ran to its end: no such name]");
    expect(said).toContain("killed    src/a.ts:2");
    expect(said).toMatch(/room +1 +0 +0 +1 +50\.0 %/);
    expectClean();
  });

  it("refuses to judge by tests that fail by themselves", () => {
    write("src/a.ts", `${SOURCE}WRONG\n`);
    list(["one", "1"]);
    expect(run()).toMatchObject({ code: 2, said: expect.stringContaining("without any mutant") as string });
  });

  it("puts each into a copy of its own that no other has at the same time, and each once", () => {
    list(["one", "WRONG"], ["two", "2"], ["three", "3"], ["$&", "4"]);
    const { said } = run("--jobs", "3");
    expect(said.split("\n").filter((line) => /^(killed|survived)/.test(line))).toHaveLength(4);
    expect(said).toMatch(/all +1 +0 +3 +0 +25\.0 %/);
    expectClean();
  });

  it("leaves nothing behind when it is interrupted, no process either", async () => {
    list(["one", "HANG"]);
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { cwd, env } = start();
    const running = startChild(process.execPath, [SCRIPT], {
      cwd,
      env: { ...env, STAND_IN_PORT: String(port) },
    });
    const [hanging] = (await once(server, "connection")) as [Socket];
    hanging.on("error", () => undefined).resume();
    const gone = once(hanging, "close");
    running.child.kill("SIGTERM");
    expect((await running).code).toBe(143);
    await gone;
    expectClean();
  });
});

describe("the list of mutants", () => {
  it("fits the code: each can be put in, at one place", () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, SCRIPT), "--check"], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});
