import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { renderCompletion, SHELLS } from "../../src/cli/completion.ts";
import { COMMANDS } from "../../src/cli/declarations.ts";
import { DECLARED } from "../support/sources.ts";

const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

/** What bash offers behind these words. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `${renderCompletion("bash", DECLARED)}
COMP_WORDS=(dwh ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _dwh
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim().split("\n");
}

describe("what a shell completes", () => {
  it.each(SHELLS)("names every command, and the flags of sources: %s", (shell) => {
    const script = renderCompletion(shell, DECLARED);
    for (const name of Object.keys(COMMANDS)) expect(script).toContain(name);
    expect(script).toContain("events-jsonpaths");
    expect(script).not.toContain("undefined");
  });

  it.skipIf(!has("bash"))("is read by bash: commands, flags, formats and nothing of another command", () => {
    expect(offered("re")).toEqual(["rebuild", "report", "reset", "retry"]);
    expect(offered("run", "--ev")).toEqual(["--events", "--events-jsonpaths"]);
    expect(offered("query", "--format", "")).toEqual(["text", "json", "csv"]);
    expect(offered("check", "--ev")).toEqual([""]);
    expect(offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  it.skipIf(!has("fish"))("is what fish offers", () => {
    const offers = (line: string): readonly string[] =>
      execFileSync(
        "fish",
        ["--no-config", "-c", `${renderCompletion("fish", DECLARED)}\ncomplete -C '${line}'`],
        {
          encoding: "utf8",
        },
      )
        .trim()
        .split("\n")
        .map((offer) => offer.split("\t")[0] ?? "");
    expect(offers("dwh re")).toEqual(["rebuild", "report", "reset", "retry"]);
    expect(offers("dwh run --ev")).toEqual(["--events", "--events-jsonpaths"]);
    expect(offers("dwh query --format ")).toEqual(["csv", "json", "text"]);
    expect(offers("dwh completion ")).toEqual(["bash", "fish", "zsh"]);
  });

  it.skipIf(!has("zsh"))("is read by zsh", () => {
    const input = renderCompletion("zsh", DECLARED);
    expect(spawnSync("zsh", ["-n"], { input }).status).toBe(0);
  });
});
