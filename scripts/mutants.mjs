// Puts the faults of test/mutants/*.json into a copy of the checkout, one at a time, and looks whether the tests that are named
// beside each notice: `npm run test:mutants -- <part of a room's or a file's name>`; test/README.md tells the rest. Ends with 0,
// with 1 when fewer than 90 % were noticed, with 2 when a mutant or the tests themselves are wrong.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { lineOf, problemsOf, readMutants } from "./mutant-list.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Of 100. */
const ENOUGH = 90;
/** The tests of a mutant take seconds; one that takes so long waits for something that never comes. */
const PATIENCE_MS = 180_000;
const NOT_COPIED = new Set(["node_modules", ".git", ".dwh", "coverage"]);

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Says whether every mutant can still be put in, and puts none. */
    check: { type: "boolean", default: false },
    /** Runs the whole suite on what survives the tests that are named beside it. */
    "all-tests": { type: "boolean", default: false },
  },
});

const folder = realpathSync(mkdtempSync(join(tmpdir(), "dwh-mutants-")));
const copy = join(folder, "checkout");
const told = join(folder, "told.json");
let running;

process.on("exit", () => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

const mutants = readMutants(root).filter(({ room, file }) =>
  positionals.every((part) => `${room} ${file}`.includes(part)),
);
if (mutants.length === 0) fail([`no room and no file is named like ${positionals.join(" ")}`]);
fail(mutants.flatMap((mutant) => problemsOf(root, mutant)));
if (!flags.check) {
  makeCopy();
  await provePassing();
  const ends = [];
  for (const mutant of mutants) {
    const end = await tryOut(mutant);
    ends.push({ ...end, room: mutant.room });
    const where = `${mutant.file}:${lineOf(root, mutant)}`;
    console.log(
      `${end.verdict.padEnd(9)} ${where}  ${mutant.breaks}${end.by === undefined ? "" : ` [${end.by}]`}`,
    );
  }
  process.exitCode = report(ends) < ENOUGH ? 1 : 0;
}

/** What a test leaves behind stays in the folder too, and goes with it. */
function makeCopy() {
  cpSync(root, copy, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !NOT_COPIED.has(basename(path)),
  });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  mkdirSync(join(folder, "tmp"));
}

/** A test that fails by itself would notice everything. */
async function provePassing() {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  const { verdict, by } = await runTests(tests);
  if (verdict !== "survived") fail([`the tests fail without any mutant: ${by ?? verdict}`]);
}

async function tryOut({ file, find, put, breaks, tests }) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  // A function, since a text would have its $& and $1 filled in.
  writeFileSync(
    path,
    source.replace(find, () => put),
  );
  try {
    let end = await runTests(tests);
    if (end.verdict === "survived" && flags["all-tests"]) end = await runTests([]);
    if (end.verdict === "broken") fail([`${breaks}\n  no test ran to its end with it in ${file}: ${end.by}`]);
    return end;
  } finally {
    writeFileSync(path, source);
  }
}

/** Runs test files, all of them if none is named, up to the first failure. */
async function runTests(tests) {
  rmSync(told, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--bail=1", "--reporter=json", `--outputFile=${told}`, ...tests];
  const env = { ...process.env, TMPDIR: join(folder, "tmp") };
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: "ignore", detached: true });
  running = child.pid;
  const timer = setTimeout(stop, PATIENCE_MS);
  const [code, signal] = await new Promise((resolve) => child.on("exit", (...end) => resolve(end)));
  clearTimeout(timer);
  stop();
  if (signal !== null) return { verdict: "timed out" };
  if (code === 0) return { verdict: "survived" };
  const { testResults = [] } = existsSync(told) ? JSON.parse(readFileSync(told, "utf8")) : {};
  const failed = testResults
    .flatMap((file) => file.assertionResults)
    .find(({ status }) => status === "failed");
  if (failed !== undefined) return { verdict: "killed", by: failed.fullName };
  return {
    verdict: "broken",
    by: testResults.map(({ message }) => message).find(Boolean) ?? "vitest says nothing",
  };
}

/** Ends the tests that run, with all that they started. */
function stop() {
  try {
    if (running !== undefined) process.kill(-running, "SIGKILL");
  } catch {
    // They have ended by themselves.
  }
  running = undefined;
}

/** Prints a line a room; returns how many of 100 were noticed. */
function report(ends) {
  const score = (some) => (100 * some.filter(({ verdict }) => verdict !== "survived").length) / some.length;
  const count = (some, one) => String(some.filter(({ verdict }) => verdict === one).length).padStart(9);
  const line = (name, some) =>
    `${name.padEnd(12)} ${["killed", "timed out", "survived"].map((one) => count(some, one)).join(" ")} ${score(some).toFixed(1).padStart(6)} %`;
  console.log(`\n${"room".padEnd(12)}    killed timed out  survived    score`);
  for (const room of new Set(ends.map((end) => end.room))) {
    console.log(
      line(
        room,
        ends.filter((end) => end.room === room),
      ),
    );
  }
  console.log(line("all", ends));
  return score(ends);
}

function fail(problems) {
  if (problems.length === 0) return;
  console.error(problems.join("\n"));
  process.exit(2);
}
