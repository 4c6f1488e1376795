/** `README.md`, typed from top to bottom on a fresh clone, against stand-ins that keep state. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { Shims } from "./support/world/shims.ts";
import { World } from "./support/world/world.ts";

const infra = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dwh-readme-"));
const world = new World();
const shims = await Shims.open((call) => world.answer(call));
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

it("holds, to the letter", async () => {
  const clone = join(folder, "clone");
  const cloned = spawnSync("git", ["clone", "--quiet", "--no-hardlinks", join(infra, ".."), clone]);
  expect(cloned.status).toBe(0);
  install(clone);
  for (const name of ["aws", "docker"]) shims.put(name);
  world.pulumi.loggedIn = false;
  const page = readFileSync(join(infra, "README.md"), "utf8");
  const who =
    "export GIT_AUTHOR_NAME=T GIT_AUTHOR_EMAIL=t@example.com GIT_COMMITTER_NAME=T GIT_COMMITTER_EMAIL=t@example.com\n";
  const type = async (text: string, input = ""): Promise<void> => {
    const script = `${who}set -euo pipefail\n${text}`;
    const answer = await shims.run("bash", ["-c", script], { cwd: join(clone, "infra"), input });
    expect(answer.code, `${text}${answer.stdout}${answer.stderr}`).toBe(0);
  };
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
