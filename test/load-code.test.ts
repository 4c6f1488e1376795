/** What V8 compiled is kept beside the program, and is never believed: whatever is wrong with it, the program says what its files say. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

const LAUNCH = join(import.meta.dirname, "../dist/dwh.cjs");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-load-code-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(LAUNCH, join(folder, "dwh.cjs"));
  write("main.cjs", `console.log(require("./word.cjs").word, require("node:path").basename(__filename));`);
  word("one");
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** Texts of one length: V8 itself compares no more. */
function word(said: "one" | "two"): void {
  write("word.cjs", `exports.word = (() => "${said}")();`);
}

function run(env: NodeJS.ProcessEnv = {}, args: readonly string[] = []): string {
  const { NODE_V8_COVERAGE: _, ...inherited } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, [...args, join(folder, "dwh.cjs")], {
    env: { ...inherited, ...env },
    encoding: "utf8",
  });
  return stdout + stderr;
}

const kept = (): string => join(folder, "dwh.code");
/** Whether a run wrote it anew: it is a new file then. */
function renews(work: () => void): boolean {
  const before = statSync(kept()).ino;
  work();
  return statSync(kept()).ino !== before;
}

describe("the code that is kept", () => {
  it("is written by the first process, and read by the next one, which writes nothing", () => {
    expect(run()).toBe("one main.cjs\n");
    expect(existsSync(kept())).toBe(true);
    expect(renews(() => expect(run()).toBe("one main.cjs\n"))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(["dwh.cjs", "dwh.code", "main.cjs", "word.cjs"]);
  });

  it("is not run for another text, of the same length", () => {
    run();
    // V8 knows what it compiled by the length alone: with a digest that lies, the old text would speak.
    const { length } = readFileSync(kept());
    word("two");
    expect(run()).toBe("two main.cjs\n");
    expect(Math.abs(readFileSync(kept()).length - length)).toBeLessThan(64);
  });

  it("grows by what another command loads", () => {
    run();
    write("more.cjs", "");
    write("main.cjs", `require("./more.cjs"); console.log(require("./word.cjs").word, "");`);
    run();
    write("main.cjs", `require("./more.cjs");`);
    expect(renews(() => run())).toBe(true);
    expect(renews(() => run())).toBe(false);
  });

  it.each<readonly [string, (bytes: Buffer) => Buffer]>([
    ["cut off", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["empty", () => Buffer.alloc(0)],
    ["torn", (bytes) => Buffer.concat([bytes.subarray(0, -100), Buffer.alloc(100)])],
    ["something else", () => Buffer.from("no code at all, and longer than a digest")],
  ])("is written anew when it is %s", (_, damage) => {
    run();
    writeFileSync(kept(), damage(readFileSync(kept())));
    expect(run()).toBe("one main.cjs\n");
    expect(renews(() => expect(run()).toBe("one main.cjs\n"))).toBe(false);
  });

  it("of a V8 with other flags is written anew", () => {
    run();
    expect(renews(() => expect(run({}, ["--no-opt"])).toBe("one main.cjs\n"))).toBe(true);
  });

  it.each([["NODE_DISABLE_COMPILE_CACHE"], ["NODE_V8_COVERAGE"]])("is none with %s", (name) => {
    const value = name === "NODE_V8_COVERAGE" ? join(folder, "coverage") : "1";
    expect(run({ [name]: value })).toBe("one main.cjs\n");
    expect(existsSync(kept())).toBe(false);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "is none where the folder may not be written, and nobody hears of it (skipped on Windows and for root)",
    () => {
      chmodSync(folder, 0o555);
      onTestFinished(() => chmodSync(folder, 0o755));
      expect(run()).toBe("one main.cjs\n");
      expect(existsSync(kept())).toBe(false);
    },
  );

  it("keeps nothing, and says nothing, where its place is taken", () => {
    rmSync(kept(), { force: true });
    spawnSync("mkdir", [kept()]);
    expect(run()).toBe("one main.cjs\n");
    expect(readdirSync(folder).sort()).toEqual(["dwh.cjs", "dwh.code", "main.cjs", "word.cjs"]);
  });

  it("leaves an error's stack the lines of its file", () => {
    write("main.cjs", "\n\nthrow new Error('here');");
    for (let time = 0; time < 2; time++) expect(run()).toContain(join(folder, "main.cjs:3"));
  });
});
