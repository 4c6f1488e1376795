/** The program as a process. */
import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const MAIN = join(ROOT, "dist/main.js");

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running extends Promise<Finished> {
  readonly child: ChildProcess;
}

export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** All of standard input; it is empty by default, and never ends when this is null. */
  readonly input?: string | null;
}

/** Starts `dwh` with these arguments; the environment has nothing of `DWH_*` but what is given. */
export function dwh(args: readonly string[], options: Start = {}): Running {
  warnIfStale();
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("DWH_") && !name.startsWith("AWS_"),
  );
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd,
    env: { ...Object.fromEntries(own), ...options.env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  child.stdin.on("error", () => undefined);
  if (options.input !== null) child.stdin.end(options.input ?? "");
  const finished = new Promise<Finished>((done) => child.on("close", (code) => done({ code, ...output })));
  return Object.assign(finished, { child });
}

/** Says so when dist/ does not hold what src/ says: that would test yesterday's program. */
function warnIfStale(): void {
  const built = statSync(join(ROOT, "dist/.set-up"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const stale = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .some((name) => statSync(join(ROOT, "src", name)).mtimeMs > built);
  if (stale) console.warn("dist/ is older than src/: type `npm run build` (`npm test` does so by itself)");
}
