import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const hasShellcheck = spawnSync("shellcheck", ["--version"]).status === 0;
const root = new URL("../../", import.meta.url);

/** What shellcheck says of a script; nothing is good. */
const check = (script: string): string =>
  spawnSync("shellcheck", ["--shell=bash", "-"], { input: script, encoding: "utf8" }).stdout;

describe.skipIf(!hasShellcheck)("shellcheck (needs shellcheck on the path)", () => {
  it.each(
    ["infra/", "scripts/"].flatMap((folder) =>
      readdirSync(new URL(folder, root))
        .filter((name) => name.endsWith(".sh"))
        .map((name) => folder + name),
    ),
  )("finds nothing in %s", (script) => {
    expect(check(readFileSync(new URL(script, root), "utf8"))).toBe("");
  });

  it("finds nothing in what the workflows type", () => {
    const folder = fileURLToPath(new URL(".github/workflows/", root));
    for (const name of readdirSync(folder)) {
      const text = readFileSync(`${folder}${name}`, "utf8");
      const scripts = [...text.matchAll(/^( +)(?:- )?run: (?:\|\n((?:\1 {2,}.*\n|\n)+)|(.*)\n)/gm)];
      for (const [, , block, line] of scripts) expect(check(block ?? line ?? ""), name).toBe("");
    }
  });

  it("would find a variable that falls apart", () => {
    expect(check("rm -r $1\n")).toContain("SC2086");
  });
});
