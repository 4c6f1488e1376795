/** The programs that do the work, git, Pulumi, the AWS CLI and Docker: how they are found, started and asked. */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What a program wrote, and its exit code. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts programs in the folder of the infrastructure. */
export interface Programs {
  /** Runs it and returns what it wrote; what it is told on standard input is empty by default. */
  ask(program: string, args: readonly string[], input?: string): Promise<Finished>;
  /** Lets it have the terminal, questions and all, and returns its exit code. */
  show(program: string, args: readonly string[]): Promise<number>;
}

/** Environment variables, as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns what starts programs in `folder` with these environment variables. */
export function startPrograms(folder: string, env: Environment): Programs {
  const start = (program: string, args: readonly string[], stdio: "inherit" | "pipe") =>
    spawn(program === "pulumi" ? findPulumi(folder, env) : program, args, { cwd: folder, env, stdio });
  return {
    ask: (program, args, input = "") =>
      new Promise((done, fail) => {
        const child = start(program, args, "pipe");
        let [stdout, stderr] = ["", ""];
        child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        // A program that ends before it has read all says why by its exit code.
        child.stdin?.on("error", () => undefined);
        child.stdin?.end(input);
        child.on("error", fail);
        child.on("close", (code) => done({ code: code ?? 1, stdout, stderr }));
      }),
    show: (program, args) =>
      new Promise((done, fail) => {
        const child = start(program, args, "inherit");
        child.on("error", fail);
        child.on("close", (code) => done(code ?? 1));
      }),
  };
}

/** Returns the path of the Pulumi that is installed, or else of the one that `npm ci` brought into `folder`. */
export function findPulumi(folder: string, env: Environment): string {
  const own = join(folder, "node_modules/.bin/pulumi");
  const folders = (env["PATH"] ?? "").split(delimiter).filter((one) => one !== "");
  return [...folders.map((one) => join(one, "pulumi")), own].find((path) => canRun(path)) ?? own;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
