/** `README.md`, and what the example's page says of its stack, typed from top to bottom on a fresh clone, against stand-ins that keep state. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { Shims } from "./support/world/shims.ts";
import { World } from "./support/world/world.ts";

const infra = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dwh-readme-"));
let world = new World();
const shims = await Shims.open((call) => world.answer(call));
beforeEach(() => {
  world = new World();
  world.pulumi.loggedIn = false;
});
afterEach(() => rmSync(join(folder, "clone"), { recursive: true, force: true }));
afterAll(async () => {
  await shims.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The blocks of shell of a page, in order. */
const blocksOf = (page: string): readonly string[] =>
  [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) => block);

/** The commands of the tables of every day and of once in a while, as they are typed, but for those with invented words. */
const cellsOf = (page: string): readonly string[] =>
  page
    .slice(page.indexOf("## Every day"), page.indexOf("## From your own machine"))
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => [...line.matchAll(/`((?:npm run|npx) [^`]+)`/g)].map(([, command = ""]) => command))
    .filter((command) => !/COMMIT|SNAPSHOT/.test(command));

/** As `npm ci` leaves it, but for Pulumi, in whose place a stand-in is. */
function install(clone: string): void {
  const [from, to] = [join(infra, "node_modules"), join(clone, "infra/node_modules")] as const;
  mkdirSync(join(to, ".bin"), { recursive: true });
  for (const name of readdirSync(from)) if (name !== ".bin") symlinkSync(join(from, name), join(to, name));
  for (const name of readdirSync(join(from, ".bin")))
    symlinkSync(join(from, ".bin", name), join(to, ".bin", name));
  unlinkSync(join(to, ".bin/pulumi"));
  shims.put("pulumi", join(to, ".bin"));
}

/** Types text in a folder of a fresh clone. */
type Type = (text: string, input?: string, place?: string) => Promise<void>;

function freshClone(): { readonly clone: string; readonly type: Type } {
  const clone = join(folder, "clone");
  const cloned = spawnSync("git", ["clone", "--quiet", "--no-hardlinks", join(infra, ".."), clone]);
  expect(cloned.status).toBe(0);
  install(clone);
  for (const name of ["aws", "docker"]) shims.put(name);
  const who =
    "export GIT_AUTHOR_NAME=T GIT_AUTHOR_EMAIL=t@example.com GIT_COMMITTER_NAME=T GIT_COMMITTER_EMAIL=t@example.com\n";
  const type: Type = async (text, input = "", place = "infra") => {
    const script = `${who}set -euo pipefail\n${text}`;
    const answer = await shims.run("bash", ["-c", script], { cwd: join(clone, place), input });
    expect(answer.code, `${text}${answer.stdout}${answer.stderr}`).toBe(0);
  };
  return { clone, type };
}

it("holds, to the letter", async () => {
  const { clone, type } = freshClone();
  const page = readFileSync(join(infra, "README.md"), "utf8");
  // The packages are there, and every block begins in infra/.
  const blocks = blocksOf(page).map((block) => block.replace("cd infra && npm ci\n", ""));
  const last = blocks.findIndex((block) => block.includes("npm run destroy"));
  const once = blocks.findIndex((block) => block.includes("npm run rotate"));
  const typed = async (from: number, to: number): Promise<void> => {
    for (const block of blocks.slice(from, to)) if (block.trim() !== "") await type(block, "dev\n");
  };
  await typed(0, once);
  expect(world.tasks.definitions.size).toBe(3);
  for (const command of cellsOf(page)) await type(command);
  expect(world.schedules.get("dwh-dev-run")).toBe("ENABLED");
  const password = world.secrets.get("dwh-dev/job");
  world.comeTo("dwh-dev-rotate");
  expect(world.secrets.get("dwh-dev/job")).not.toBe(password);
  await type("npm run run-now -- dev");
  // The table goes on the trailing track and back again.
  expect(
    world.calls.filter((call) => /config set maintenanceTrack (trailing|current) /.test(call)),
  ).toHaveLength(2);
  await typed(once, last);
  expect(world.clusters().byId.has("dwh-dev-before-restore")).toBe(true);
  expect(
    spawnSync("git", ["grep", "-c", "sha256:", "--", "infra/Pulumi.dev.yaml"], { cwd: clone }).status,
  ).toBe(1);
  await typed(last, last + 1);
  expect([...world.clusters().byId.keys()]).toEqual(["dwh-dev-before-restore"]);
});

it("leads, before its deploy, to the page of the example, which holds to the letter: its image is that of every task", async () => {
  const { type } = freshClone();
  const before = blocksOf(readFileSync(join(infra, "README.md"), "utf8"));
  const deploy = before.findIndex((block) => block.includes("npm run deploy"));
  for (const block of before.slice(1, deploy)) await type(block);
  const page = readFileSync(join(infra, "../examples/quakes/README.md"), "utf8");
  const blocks = blocksOf(page.slice(page.indexOf("## The image, and the stack")));
  expect(blocks).toHaveLength(2);
  const [stack = "", machine = ""] = blocks;
  await type(stack, "", "examples/quakes");
  const facts = before.find((block) => block.includes("> dwh.env"))?.split("\n\n")[0] ?? "";
  await type(facts);
  await type(machine, "", "examples/quakes");
  const digest = `123456789012.dkr.ecr.us-east-1.amazonaws.com/dwh-dev@sha256:${"1".padStart(64, "0")}`;
  expect([...world.tasks.definitions.values()]).toEqual([digest, digest, digest]);
});
