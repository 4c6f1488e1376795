// Makes a checkout ready to run: installs what is missing and builds what has changed, and does nothing when both are done. It
// runs on a fresh clone, so it needs nothing but Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, "package-lock.json");
/** npm's own note of what it put into node_modules. */
const installedFile = join(root, "node_modules/.package-lock.json");
const installStamp = join(root, "node_modules/.set-up");
const buildStamp = join(root, "dist/.set-up");

/** Installs, unless the lock file is the one of the last time. */
function install() {
  const machine = `${process.platform}-${process.arch}`;
  const wanted = digest(`${machine}\n${readFileSync(lockFile, "utf8")}`);
  if (read(installStamp) === wanted) return;
  if (!isInstalled()) {
    say("installing the packages of package-lock.json");
    const npm = process.env["npm_execpath"];
    // --include=dev: the build needs TypeScript, whatever NODE_ENV says.
    const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    if (npm === undefined) run("npm", args, "ignore");
    else run(process.execPath, [npm, ...args], "ignore");
  }
  writeFileSync(installStamp, wanted);
}

/** Whether somebody ran `npm ci` or `npm install` by hand since the lock file changed. */
function isInstalled() {
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    // Optional packages of other platforms are in the lock file and not in the folder.
    if (path === "" || link === true) return true;
    return installed[path] === undefined ? optional === true : installed[path].version === version;
  });
}

/** Checks and bundles src/ into dist/, unless every source is the one of the last time. */
function build() {
  const sources = listSources();
  const names = digest(sources.map(([name]) => name).join("\n"));
  const state = digest(JSON.stringify(sources));
  const [lastNames, lastState] = (read(buildStamp) ?? "").split("\n");
  if (lastState === state) return;
  // What was compiled from a file that is gone must go too.
  if (lastNames !== names) rmSync(join(root, "dist"), { recursive: true, force: true });
  say("compiling src/");
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], 2);
  // A bundle's names follow what is in it.
  for (const name of readdirSync(join(root, "dist")))
    if (name.endsWith(".js")) rmSync(join(root, "dist", name));
  run(
    process.execPath,
    [join(root, "node_modules/rolldown/bin/cli.mjs"), "--config", "rolldown.config.mjs"],
    "ignore",
  );
  writeFileSync(buildStamp, `${names}\n${state}`);
}

/**
 * Lets `npx dwh` find the program. npm itself links the programs of dependencies only: for the project's own it installs the
 * project once more into a cache, and never looks at it again.
 */
function linkProgram() {
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const [name, program] of Object.entries(bin)) {
    const place = join(root, "node_modules/.bin", name);
    chmodSync(join(root, program), 0o755);
    const target = join("../..", program);
    if (process.platform === "win32" || isLink(place, target)) continue;
    mkdirSync(dirname(place), { recursive: true });
    rmSync(place, { force: true });
    symlinkSync(target, place);
  }
}

function isLink(place, target) {
  return (
    lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(place) === target
  );
}

/** Name, size and time of change of everything that the build reads. */
function listSources() {
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const others = ["tsconfig.json", "tsconfig.build.json", "rolldown.config.mjs", "package-lock.json"];
  return [...files.sort(), ...others.map((name) => join(root, name))].map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [file.slice(root.length + 1), size, mtimeMs];
  });
}

/** Runs a program whose standard output is no data of ours: it is dropped, or goes to standard error (2). */
function run(command, args, stdout) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", stdout, "inherit"] });
  if (error !== undefined) say(`cannot start ${command}: ${error.message}`);
  if (status !== 0) {
    say(
      "set-up failed; the output above says why. Nothing is half done: fix it and type the same command again",
    );
    process.exit(status ?? 1);
  }
}

function digest(text) {
  return createHash("sha256").update(text).digest("hex");
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  say(`Node ${process.versions.node} is too old; at least 20.19 is needed`);
  process.exit(1);
}
install();
build();
linkProgram();
