/** A version from changeset to tag: the real script, git and changesets on a small project, with a gh that remembers its pull requests. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const hasTools = ["git", "bash", "awk"].every((tool) => spawnSync(tool, ["--version"]).error === undefined);

/** Knows `pr list`, `pr create` and `pr edit`; the file beside it holds the pull requests, and a file "refuse" what it says instead. */
const GH = `#!/usr/bin/env node
const fs = require("node:fs");
const file = process.env.GH_STATE;
const refusal = file + ".refuse";
if (fs.existsSync(refusal)) { console.error(fs.readFileSync(refusal, "utf8")); process.exit(1); }
const pulls = JSON.parse(fs.readFileSync(file, "utf8"));
const [noun, verb, ...rest] = process.argv.slice(2);
const option = (name) => rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined;
if (noun !== "pr") throw new Error("gh " + noun);
if (verb === "list") {
  for (const pull of pulls) if (pull.head === option("--head") && pull.state === option("--state")) console.log(pull.number);
} else if (verb === "create") {
  const head = option("--head");
  if (pulls.some((pull) => pull.head === head && pull.state === "open")) { console.error("a pull request already exists"); process.exit(1); }
  pulls.push({ number: pulls.length + 1, head, state: "open", title: option("--title"), body: fs.readFileSync(0, "utf8") });
} else if (verb === "edit") {
  const pull = pulls.find((one) => one.number === Number(rest[0]));
  if (pull === undefined) { console.error("no such pull request"); process.exit(1); }
  Object.assign(pull, { title: option("--title"), body: fs.readFileSync(0, "utf8") });
} else throw new Error("gh pr " + verb);
fs.writeFileSync(file, JSON.stringify(pulls));
`;

interface Pull {
  readonly number: number;
  readonly head: string;
  readonly state: string;
  readonly title: string;
  readonly body: string;
}

let folder = "";
let work = "";
const state = (): string => join(folder, "pulls.json");
const pulls = (): readonly Pull[] => JSON.parse(readFileSync(state(), "utf8")) as Pull[];

/** Runs a program in the project; what it said and how it ended. */
function type(command: string, ...args: readonly string[]): { readonly code: number; readonly said: string } {
  const who = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b",
  };
  const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  const quiet = {
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    NPM_CONFIG_OFFLINE: "true",
  };
  const env = { ...process.env, ...who, ...quiet, PATH: path, GH_STATE: state() };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: work, env, encoding: "utf8" });
  return { code: status ?? -1, said: stdout + stderr };
}

function git(...args: readonly string[]): string {
  const { code, said } = type("git", ...args);
  if (code !== 0) throw new Error(`git ${args.join(" ")}: ${said}`);
  return said.trim();
}

const write = (name: string, text: string): void => writeFileSync(join(work, name), text);
const read = (name: string): string => readFileSync(join(work, name), "utf8");

const publish = (): { readonly code: number; readonly said: string } => type("bash", "scripts/release.sh");

/** What release.yml types after a push to main. */
function release(): { readonly code: number; readonly said: string } {
  const made = type("npm", "run", "changeset:version");
  return made.code === 0 ? publish() : made;
}

/** A commit on main that brings a changeset, as somebody merges it. */
function mergeChangeset(name: string, bump: string, words: string): void {
  write(`.changeset/${name}.md`, `---\n"sparkify-dwh": ${bump}\n---\n\n${words}\n`);
  git("add", "--all");
  git("commit", "--quiet", "--message", words);
  git("push", "--quiet", "origin", "main");
}

/** A fresh checkout of main, as every run of the workflow has one. */
function checkOut(): void {
  git("fetch", "--quiet", "origin");
  git("switch", "--quiet", "--force-create", "main", "origin/main");
}

/** Merges the open pull request. */
function merge(): void {
  checkOut();
  git("merge", "--quiet", "--ff-only", "origin/version");
  git("push", "--quiet", "origin", "main");
  writeFileSync(state(), JSON.stringify(pulls().map((pull) => ({ ...pull, state: "merged" }))));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  work = join(folder, "work");
  for (const name of ["work/scripts", "work/.changeset", "bin"])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "bin/gh"), GH);
  chmodSync(join(folder, "bin/gh"), 0o755);
  writeFileSync(state(), "[]");
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const own = { name: "sparkify-dwh", version: "0.1.0" };
  write("package.json", `${JSON.stringify({ ...own, scripts }, null, 2)}\n`);
  // Not as npm writes it: that npm lays a file out anew makes no version.
  write("package-lock.json", JSON.stringify({ ...own, lockfileVersion: 3, packages: { "": own } }));
  write("CHANGELOG.md", "# sparkify-dwh\n\n## 0.1.0\n\nThe first.\n");
  write(".gitignore", "node_modules\n");
  for (const name of ["scripts/release.sh", ".changeset/config.json", ".changeset/README.md"])
    cpSync(join(ROOT, name), join(work, name));
  symlinkSync(join(ROOT, "node_modules"), join(work, "node_modules"));
  git("init", "--quiet", "--initial-branch", "main");
  git("init", "--quiet", "--bare", join(folder, "origin"));
  git("remote", "add", "origin", join(folder, "origin"));
  git("add", "--all");
  git("commit", "--quiet", "--message", "The first");
  git("push", "--quiet", "origin", "main");
});

describe.skipIf(!hasTools)("scripts/release.sh (needs git, bash and awk on the path)", () => {
  it("tags a version for which no changeset waits, once", () => {
    expect(release()).toMatchObject({ code: 0, said: expect.stringContaining("release: v0.1.0\n") });
    expect(git("ls-remote", "--tags", "origin")).toContain("refs/tags/v0.1.0");
    expect(publish()).toMatchObject({ code: 0, said: expect.stringContaining("v0.1.0 is there already") });
    expect(pulls()).toEqual([]);
  });

  it("makes a pull request of changesets that wait, keeps it up to date, and tags what was merged", () => {
    mergeChangeset("one", "patch", "A fault is fixed.");
    expect(release()).toMatchObject({ code: 0 });
    expect(pulls()).toMatchObject([{ head: "version", state: "open", title: "Version 0.1.1" }]);
    expect(git("ls-remote", "--tags", "origin")).toBe("");

    checkOut();
    mergeChangeset("two", "minor", "A command is new.");
    expect(release()).toMatchObject({ code: 0 });
    const [pull, ...others] = pulls();
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: "Version 0.2.0", state: "open" });
    expect(pull?.body).toMatch(/A command is new\.[^]*A fault is fixed\./);
    expect(pull?.body).not.toContain("The first.");

    merge();
    expect(JSON.parse(read("package.json"))).toMatchObject({ version: "0.2.0" });
    expect(JSON.parse(read("package-lock.json"))).toMatchObject({
      version: "0.2.0",
      packages: { "": { version: "0.2.0" } },
    });
    expect(read("CHANGELOG.md")).toMatch(/^# sparkify-dwh\n\n## 0\.2\.0\n[^]*\n## 0\.1\.0\n\nThe first\.\n$/);
    expect(existsSync(join(work, ".changeset/one.md"))).toBe(false);
    expect(existsSync(join(work, ".changeset/README.md"))).toBe(true);
    expect(publish()).toMatchObject({ code: 0, said: expect.stringContaining("release: v0.2.0\n") });
    expect(git("rev-parse", "v0.2.0^{commit}")).toBe(git("rev-parse", "origin/main"));
  });

  it("fails with what GitHub says when it may not open the pull request, and does it the next time", () => {
    mergeChangeset("one", "patch", "A fault is fixed.");
    const refusal = "GitHub Actions is not permitted to create or approve pull requests";
    writeFileSync(`${state()}.refuse`, refusal);
    expect(release()).toMatchObject({ code: 1, said: expect.stringContaining(refusal) });
    rmSync(`${state()}.refuse`);
    checkOut();
    expect(release()).toMatchObject({ code: 0 });
    expect(pulls()).toMatchObject([{ title: "Version 0.1.1" }]);
  });
});
