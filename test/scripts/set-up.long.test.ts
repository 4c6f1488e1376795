/** The set-up of `npm start` and `npm test`, on a small project with stand-ins for npm, tsc and rolldown that note that they were called. */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

const SET_UP = resolve(import.meta.dirname, "../../scripts/set-up.mjs");

/** What a build calls. */
const BUILD = ["tsc", "--config rolldown.config.mjs"];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-set-up-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "scripts"));
  copyFileSync(SET_UP, join(folder, "scripts/set-up.mjs"));
  write("package.json", JSON.stringify({ bin: { dwh: "dist/a.js" } }));
  write("package-lock.json", lock("1.0.0"));
  write("tsconfig.json", "{}");
  write("tsconfig.build.json", "{}");
  write("rolldown.config.mjs", "");
  write("src/a.ts", "1");
  // `npm ci` empties node_modules and fills it from the lock file.
  write(
    "npm.cjs",
    `const fs = require("node:fs");
    fs.appendFileSync("calls", process.argv.slice(2, 4).join(" ") + "\\n");
    fs.rmSync("node_modules", { recursive: true, force: true });
    fs.mkdirSync("node_modules/typescript/bin", { recursive: true });
    fs.copyFileSync("package-lock.json", "node_modules/.package-lock.json");
    fs.copyFileSync("tsc.cjs", "node_modules/typescript/bin/tsc");
    fs.mkdirSync("node_modules/rolldown/bin", { recursive: true });
    fs.copyFileSync("rolldown.mjs", "node_modules/rolldown/bin/cli.mjs");`,
  );
  write(
    "tsc.cjs",
    `const fs = require("node:fs");
    fs.appendFileSync("calls", "tsc\\n");
    if (fs.existsSync("broken")) process.exit(2);
    fs.mkdirSync("dist", { recursive: true });
    for (const name of fs.readdirSync("src")) fs.writeFileSync("dist/" + name.replace(".ts", ".d.ts"), "");`,
  );
  // A bundle's name follows what is in it.
  write(
    "rolldown.mjs",
    `import fs from "node:fs";
    fs.appendFileSync("calls", process.argv.slice(2).join(" ") + "\\n");
    const size = fs.readdirSync("src").reduce((sum, name) => sum + fs.statSync("src/" + name).size, 0);
    fs.writeFileSync("dist/a.js", "");
    fs.writeFileSync("dist/chunk-" + size + ".js", "");`,
  );
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function lock(version: string): string {
  const packages = {
    "": {},
    "node_modules/x": { version },
    "node_modules/other-os": { version, optional: true },
  };
  return JSON.stringify({ packages });
}

/** Runs the set-up; returns its exit code and what it called. */
function setUp(): { code: number | null; calls: string[]; said: string } {
  rmSync(join(folder, "calls"), { force: true });
  const { status, stderr } = spawnSync(process.execPath, [join(folder, "scripts/set-up.mjs")], {
    env: { ...process.env, npm_execpath: join(folder, "npm.cjs") },
    cwd: tmpdir(),
    encoding: "utf8",
  });
  const calls = existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8") : "";
  return { code: status, calls: calls.split("\n").filter(Boolean), said: stderr };
}

describe("the set-up", () => {
  it("installs and compiles on a fresh clone, and does nothing the second time", () => {
    expect(setUp()).toMatchObject({ code: 0, calls: ["ci --include=dev", ...BUILD] });
    expect(setUp()).toEqual({ code: 0, calls: [], said: "" });
  });

  it("installs again when the lock file changed", () => {
    setUp();
    write("package-lock.json", lock("1.0.1"));
    expect(setUp().calls).toEqual(["ci --include=dev", ...BUILD]);
  });

  it("does not install what somebody installed by hand, packages of other platforms aside", () => {
    setUp();
    write("package-lock.json", lock("1.0.1"));
    write(
      "node_modules/.package-lock.json",
      JSON.stringify({ packages: { "node_modules/x": { version: "1.0.1" } } }),
    );
    expect(setUp().calls).toEqual(BUILD);
  });

  it.skipIf(process.platform === "win32")(
    "lets the program be started by its name, again after every build and install (skipped on Windows)",
    () => {
      setUp();
      write("src/b.ts", "2");
      write("package-lock.json", lock("1.0.1"));
      setUp();
      expect(realpathSync(join(folder, "node_modules/.bin/dwh"))).toBe(
        realpathSync(join(folder, "dist/a.js")),
      );
      expect(statSync(join(folder, "dist/a.js")).mode & 0o111).toBe(0o111);
    },
  );

  it("compiles again when a source changed", () => {
    setUp();
    write("src/a.ts", "1 + 1");
    expect(setUp().calls).toEqual(BUILD);
  });

  it("removes the bundles of the last time, whose names were others", () => {
    setUp();
    expect(existsSync(join(folder, "dist/chunk-1.js"))).toBe(true);
    write("src/a.ts", "1 + 1");
    setUp();
    expect(readdirSync(join(folder, "dist")).filter((name) => name.endsWith(".js"))).toEqual([
      "a.js",
      "chunk-5.js",
    ]);
  });

  it("removes what was compiled from a source that is gone", () => {
    write("src/b.ts", "2");
    setUp();
    expect(existsSync(join(folder, "dist/b.d.ts"))).toBe(true);
    rmSync(join(folder, "src/b.ts"));
    setUp();
    expect(existsSync(join(folder, "dist/b.d.ts"))).toBe(false);
  });

  it("fails when compiling fails, and tries again the next time", () => {
    write("broken", "");
    expect(setUp()).toMatchObject({
      code: 2,
      calls: ["ci --include=dev", "tsc"],
      said: expect.stringContaining("set-up failed"),
    });
    rmSync(join(folder, "broken"));
    expect(setUp()).toMatchObject({ code: 0, calls: BUILD });
  });
});
