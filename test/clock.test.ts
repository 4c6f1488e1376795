/** What the tests themselves, those of `infra/` too, must not do: wait for time to pass, or start what nobody ends. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const INFRA = join("..", "infra", "test");
/** Runs containers as Fargate does, which end and answer when they do; a command of its own starts it. */
const IMAGE = join(INFRA, "image.test.ts");

const files = [".", INFRA]
  .flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: "utf8" }).map((path) =>
      join(folder, path),
    ),
  )
  .filter((path) => path.endsWith(".ts") && path !== "clock.test.ts")
  .map((path) => ({ path, text: readFileSync(join(import.meta.dirname, path), "utf8") }));

/** The files in which the pattern is found. */
const found = (pattern: RegExp): string[] =>
  files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe("no test", () => {
  it("starts a timer", () => {
    expect(found(/(?<!\.)\bset(?:Timeout|Interval)\(|node:timers/)).toEqual([IMAGE]);
  });

  it("polls", () => {
    expect(found(/\bexpect\s*\.poll\b|\bvi\s*\.wait(?:For|Until)\b/)).toEqual([]);
  });

  it("measures how long something takes", () => {
    expect(found(/\bperformance\.now\b|\bprocess\.hrtime\b|Date\.now\(\) -/)).toEqual([]);
  });

  it("has a limit in milliseconds that patience does not lengthen", () => {
    expect(found(/^ *\}?(?:, |)\d[\d_]{3,},?\n? *\);$|timeout: *\d/m)).toEqual([]);
  });

  it("starts a process that is not ended with it", () => {
    const started = /import \{[^}]*\b(?:spawn|exec|execFile|fork)\b[^}]*\} from "node:child_process"/;
    expect(found(started)).toEqual([join("support", "children.ts"), join(INFRA, "support", "container.ts")]);
  });
});
