import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../src/make-folder.ts";
import { dwh } from "./support/dwh.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("making a folder", () => {
  it("makes those above it too, and is content with one that is there", () => {
    const deep = join(folder, "a/b/c");
    makeFolder(deep);
    makeFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });

  it("fails where a file is in the way", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => makeFolder(join(folder, "file"))).toThrow(/EEXIST/);
    expect(() => makeFolder(join(folder, "file/below"))).toThrow(/ENOTDIR|EEXIST/);
  });

  it.skipIf(process.platform !== "linux")("ends where the file system makes none", () => {
    expect(() => makeFolder("/proc/nothing/below")).toThrow(/ENOENT/);
  });

  it.skipIf(process.platform !== "linux")(
    "is why data for a place below /proc is refused, and not waited for",
    async () => {
      const { code, stderr } = await dwh(["generate", "/proc/nothing/below"], { cwd: folder });
      expect(stderr).toContain("the data cannot be written");
      expect(code).toBe(2);
    },
  );
});
