/** The small parts of `operate.sh` that need no stack. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { usage } from "../operate/commands.ts";
import { partsOfImage } from "../operate/image.ts";
import { findPulumi } from "../operate/programs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-parts-"));
  for (const name of ["node_modules/.bin", "installed", "empty"])
    mkdirSync(join(folder, name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("Pulumi", () => {
  const own = (): string => join(folder, "node_modules/.bin/pulumi");
  const path = (...names: readonly string[]) => ({
    PATH: names.map((name) => join(folder, name)).join(delimiter),
  });

  it("is the one of the package where none is installed", () => {
    writeFileSync(own(), "", { mode: 0o755 });
    expect(findPulumi(folder, path("empty"))).toBe(own());
    expect(findPulumi(folder, {})).toBe(own());
  });

  it("is the one that is installed where there is one that can be started", () => {
    writeFileSync(own(), "", { mode: 0o755 });
    writeFileSync(join(folder, "empty/pulumi"), "", { mode: 0o644 });
    const installed = join(folder, "installed/pulumi");
    writeFileSync(installed, "", { mode: 0o755 });
    expect(findPulumi(folder, path("empty", "installed"))).toBe(installed);
  });
});

it("asks git for everything that the Dockerfile copies", () => {
  const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
  const parts = partsOfImage(read(".dockerignore"));
  const copied = [...read("Dockerfile").matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  expect(copied.length).toBeGreaterThan(5);
  expect(copied.filter((name) => !parts.includes(name))).toEqual([]);
  expect(parts).toContain("Dockerfile");
});

it("shows every command that package.json types", () => {
  const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    scripts: Record<string, string>;
  };
  const typed = Object.values(scripts).flatMap((script) => /^\.\/operate\.sh (\S+)$/.exec(script)?.[1] ?? []);
  expect(typed.length).toBeGreaterThan(15);
  for (const name of typed) expect(usage()).toMatch(new RegExp(`^  ${name} (?:STACK|BUCKET)`, "m"));
});
