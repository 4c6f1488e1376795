// Puts the faults of test/mutants/*.json into copies of the checkout, one at a time into each, and looks whether the tests that are named
// beside it notice: `npm run test:mutants -- <a room, or part of a file's path>`; test/README.md tells the rest. Ends with 0, with 1
// when fewer than 90 % were noticed, with 2 when a mutant or the tests themselves are wrong.
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
import { availableParallelism, tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { lineOf, problemsOf, readMutants } from "./mutant-list.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Of 100. */
const ENOUGH = 90;
/** Tests that take so much longer with a mutant than without, and so many times as long, wait for something that never comes. */
const PATIENCE_MS = 60_000;
const PATIENCE_TIMES = 5;
/** And these are all tests, or most of them. */
const WHOLE_SUITE_MS = 3_600_000;
const NOT_COPIED = new Set(["node_modules", ".git", ".dwh", "coverage"]);

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Says whether every mutant can still be put in, and puts none. */
    check: { type: "boolean", default: false },
    /** Runs the whole suite on what survives the tests that are named beside it. */
    "all-tests": { type: "boolean", default: false },
    /** How many are put in at a time, each into a copy of its own. The tests of one keep one core busy, and no more. */
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});

const folder = realpathSync(mkdtempSync(join(tmpdir(), "dwh-mutants-")));
/** The process groups of the tests that run. */
const running = new Set();

process.on("exit", () => {
  for (const group of running) stop(group);
  rmSync(folder, { recursive: true, force: true });
});
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

const listed = readMutants(root);
const rooms = new Set(listed.map(({ room }) => room));
const mutants = listed.filter(({ room, file }) =>
  positionals.every((part) => (rooms.has(part) ? room === part : file.includes(part))),
);
if (mutants.length === 0) fail([`no room and no file is named like ${positionals.join(" ")}`]);
fail(mutants.flatMap((mutant) => problemsOf(root, mutant)));
if (!flags.check) {
  const jobs = Math.max(1, Math.min(Number(flags.jobs), mutants.length));
  const copies = Array.from({ length: jobs }, (_, index) => makeCopy(join(folder, String(index))));
  const took = await provePassing(copies[0], jobs);
  const ends = [];
  const left = mutants.values();
  const takeAll = async (copy) => {
    for (const mutant of left) {
      const end = await tryOut(copy, mutant, took);
      ends.push({ ...end, room: mutant.room });
      const where = `${mutant.file}:${lineOf(root, mutant)}`;
      console.log(
        `${end.verdict.padEnd(9)} ${where}  ${mutant.breaks}${end.by === undefined ? "" : ` [${end.by}]`}`,
      );
    }
  };
  await Promise.all(copies.map(takeAll));
  const score = report(ends);
  process.exitCode = ends.some(({ verdict }) => verdict === "broken") ? 2 : score < ENOUGH ? 1 : 0;
}

/** Copies the checkout to here; what a test leaves behind stays in the folder too, and goes with it. */
function makeCopy(own) {
  const checkout = join(own, "checkout");
  cpSync(root, checkout, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !NOT_COPIED.has(basename(path)),
  });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  const tmp = join(own, "tmp");
  mkdirSync(tmp);
  return { checkout, tmp, told: join(own, "told.json") };
}

/** A test that fails by itself would notice everything. Returns how long each file of tests took, in milliseconds. */
async function provePassing(copy, workers) {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  const { verdict, by, files } = await runTests(copy, tests, workers, WHOLE_SUITE_MS);
  if (verdict !== "survived") fail([`the tests fail without any mutant: ${by ?? verdict}`]);
  return new Map(
    files.map(({ name, startTime, endTime }) => [relative(copy.checkout, name), endTime - startTime]),
  );
}

async function tryOut(copy, { file, find, put, tests }, took) {
  const path = join(copy.checkout, file);
  const source = readFileSync(path, "utf8");
  // A function, since a text would have its $& and $1 filled in.
  writeFileSync(
    path,
    source.replace(find, () => put),
  );
  try {
    const usual = tests.reduce((sum, test) => sum + (took.get(test) ?? 0), 0);
    const end = await runTests(copy, tests, 1, PATIENCE_MS + PATIENCE_TIMES * usual);
    if (end.verdict !== "survived" || !flags["all-tests"]) return end;
    return await runTests(copy, [], 1, WHOLE_SUITE_MS);
  } finally {
    writeFileSync(path, source);
  }
}

/** Runs test files, all of them if none is named, up to the first failure. */
async function runTests({ checkout, tmp, told }, tests, workers, patience) {
  rmSync(told, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [
    vitest,
    "run",
    "--bail=1",
    `--maxWorkers=${workers}`,
    "--reporter=json",
    `--outputFile=${told}`,
    ...tests,
  ];
  const env = { ...process.env, TMPDIR: tmp };
  const child = spawn(process.execPath, args, { cwd: checkout, env, stdio: "ignore", detached: true });
  running.add(child.pid);
  const timer = setTimeout(() => stop(child.pid), patience);
  const [code, signal] = await new Promise((resolve) => child.on("exit", (...end) => resolve(end)));
  clearTimeout(timer);
  stop(child.pid);
  running.delete(child.pid);
  if (signal !== null) return { verdict: "timed out" };
  const { testResults: files = [] } = existsSync(told) ? JSON.parse(readFileSync(told, "utf8")) : {};
  if (code === 0) return { verdict: "survived", files };
  const failed = files.flatMap((file) => file.assertionResults).find(({ status }) => status === "failed");
  if (failed !== undefined) return { verdict: "killed", by: failed.fullName };
  return {
    verdict: "broken",
    by: `no test ran to its end: ${files.map(({ message }) => message).find(Boolean) ?? "vitest says nothing"}`,
  };
}

/** Ends tests that run, with all that they started. */
function stop(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // They have ended by themselves.
  }
}

/** Prints a line a room; returns how many of 100 were noticed. */
function report(ends) {
  const verdicts = ["killed", "timed out", "survived", "broken"];
  const count = (some, one) => some.filter(({ verdict }) => verdict === one).length;
  const score = (some) => (100 * (count(some, "killed") + count(some, "timed out"))) / some.length;
  const tell = (name, some) => {
    const counts = verdicts.map((one) => String(count(some, one)).padStart(9)).join(" ");
    console.log(`${name.padEnd(12)} ${counts} ${score(some).toFixed(1).padStart(6)} %`);
  };
  console.log(`\n${"room".padEnd(12)} ${verdicts.map((one) => one.padStart(9)).join(" ")}    score`);
  for (const room of new Set(ends.map((end) => end.room)))
    tell(
      room,
      ends.filter((end) => end.room === room),
    );
  tell("all", ends);
  return score(ends);
}

function fail(problems) {
  if (problems.length === 0) return;
  console.error(problems.join("\n"));
  process.exit(2);
}
