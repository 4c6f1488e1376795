/** The program as a process. */
import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";

const MAIN = resolve(import.meta.dirname, "../../dist/main.js");

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running extends Promise<Finished> {
  readonly child: ChildProcess;
}

/** Starts `dwh` with these arguments; the environment has nothing of `DWH_*` but what is given. */
export function dwh(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string; readonly input?: string } = {},
): Running {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("DWH_") && !name.startsWith("AWS_"));
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd,
    env: { ...Object.fromEntries(own), ...options.env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  const finished = new Promise<Finished>((done) => child.on("close", (code) => done({ code, ...output })));
  return Object.assign(finished, { child });
}
