/** The processes that tests start: none outlives the test, or the file, that started it. `leftovers.ts` holds them to that. */
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from "node:child_process";

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process, and the promise of its end. */
export interface Running extends Promise<Finished> {
  readonly child: ChildProcessWithoutNullStreams;
  /**
   * Resolves with all that it has written, on both streams in the order of arrival, as soon as the pattern is found in that.
   * @throws Error when it ends before
   */
  says(pattern: RegExp): Promise<string>;
  /** Kills it, unless it has ended, and resolves when it is gone. */
  end(): Promise<Finished>;
}

export interface ChildOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly uid?: number;
  readonly gid?: number;
  /** All of standard input; it is empty by default, and stays open when this is null. */
  readonly input?: string | null | undefined;
  /** It starts processes of its own, as a shell or a shim does: all of them are ended with it. */
  readonly group?: boolean;
}

interface Entry {
  readonly words: string;
  readonly running: Running;
}

const entries = new Map<ChildProcess, Entry>();

/** The processes that have not ended. */
export const runningChildren = (): ReadonlySet<ChildProcess> => new Set(entries.keys());

/** Kills all processes but these, waits until they are gone, and returns the command lines of those that still ran. */
export async function endChildren(spared: ReadonlySet<ChildProcess>): Promise<string[]> {
  const left = [...entries].filter(([child]) => !spared.has(child)).map(([, entry]) => entry);
  await Promise.allSettled(left.map(({ running }) => running.end()));
  return left.map(({ words }) => words);
}

/** Starts a process with the given environment and nothing else in it. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Running {
  const { input = "", group = false, ...given } = options;
  const child = spawn(command, args, { ...given, detached: group });
  let [stdout, stderr, said] = ["", "", ""];
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): string => {
    const text = chunk.toString();
    said += text;
    return text;
  };
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", (chunk: Buffer) => ((stdout += hear(chunk)), tell()));
  child.stderr.on("data", (chunk: Buffer) => ((stderr += hear(chunk)), tell()));
  child.stdin.on("error", () => undefined);
  if (input !== null) child.stdin.end(input);

  let ended = false;
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      ended = true;
      entries.delete(child);
      resolve({ code, stdout, stderr });
      tell();
    });
  });
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(said) && !ended) return;
        listeners.delete(look);
        if (pattern.test(said)) resolve(said);
        else reject(new Error(`it ended without saying ${String(pattern)}; it said:\n${said}`));
      };
      listeners.add(look);
      look();
    });
  const end = (): Promise<Finished> => {
    if (child.pid !== undefined && !ended) kill(group ? -child.pid : child.pid);
    return finished;
  };
  const running = Object.assign(finished, { child, says, end });
  if (child.pid !== undefined) entries.set(child, { words: [command, ...args].join(" "), running });
  return running;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has ended, and its streams are about to close.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
