/** What lies in a folder and is no object: nobody waits for it, and nothing stops for it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listFolder } from "../../src/store/list-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-list-"));
  mkdirSync(join(folder, "in/2018"), { recursive: true });
  writeFileSync(join(folder, "in/a.json"), "{}");
  writeFileSync(join(folder, "in/2018/b.json"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is listed below `in/`, and what is passed over with its reason. */
function list(): { readonly found: readonly string[]; readonly passed: readonly (readonly string[])[] } {
  const passed: string[][] = [];
  const root = join(folder, "in/");
  const found = listFolder(root, root, ({ url, reason }) => passed.push([url.slice(root.length), reason]));
  return {
    found: found.map(({ url }) => url.slice(root.length)),
    passed: passed.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
  };
}
const BOTH = ["2018/b.json", "a.json"];
const link = (to: string, at: string): void => symlinkSync(to, join(folder, "in", at));

describe("what lies in a folder and is no regular file", () => {
  it("is passed over where a link leads nowhere: to what is not there, to itself, to each other, through a file", () => {
    link("gone.json", "dangling.json");
    link("self.json", "self.json");
    link("two.json", "one.json");
    link("one.json", "two.json");
    link("a.json/below.json", "through.json");
    const reason = "as a link that leads nowhere";
    const names = ["dangling.json", "one.json", "self.json", "through.json", "two.json"];
    expect(list()).toEqual({ found: BOTH, passed: names.map((name) => [name, reason]) });
  });

  it("is passed over where a link leads to a folder that it lies in, or to one above, or round about", () => {
    link(".", "2018/../here");
    link("..", "2018/up");
    link(folder, "above");
    mkdirSync(join(folder, "other"));
    writeFileSync(join(folder, "other/c.json"), "{}");
    link(join(folder, "other"), "other");
    symlinkSync(join(folder, "in"), join(folder, "other/back"));
    const reason = "as a link to a folder that it lies in";
    expect(list()).toEqual({
      found: ["2018/b.json", "a.json", "other/c.json"],
      passed: ["2018/up", "above", "here", "other/back"].map((name) => [name, reason]),
    });
  });

  it("is passed over, and not opened, where it is a pipe, a socket, a device, or a link to one", async () => {
    execFileSync("sh", ["-c", `mkfifo '${join(folder, "in/pipe.json")}'`]);
    link("pipe.json", "to-pipe.json");
    link("/dev/null", "null.json");
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(folder, "in/socket.json"), done));
    try {
      const names = ["null.json", "pipe.json", "socket.json", "to-pipe.json"];
      expect(list()).toEqual({ found: BOTH, passed: names.map((name) => [name, "as not a regular file"]) });
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it("is passed over where its name is not UTF-8, a file as a folder; a name with the character that stands for that is one", () => {
    const odd = (end: string): Buffer =>
      Buffer.concat([Buffer.from(join(folder, "in/caf")), Buffer.from([0xe9]), Buffer.from(end)]);
    writeFileSync(odd(".json"), "{}");
    mkdirSync(odd("-folder"));
    writeFileSync(join(folder, "in/\uFFFD.json"), "{}");
    const reason = "with a name that is not UTF-8";
    expect(list()).toEqual({
      found: [...BOTH, "\uFFFD.json"],
      passed: [
        ["caf\uFFFD-folder", reason],
        ["caf\uFFFD.json", reason],
      ],
    });
  });
});
