/** The program as a process. */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { startChild, type Running } from "./children.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const MAIN = join(ROOT, "dist/dwh.cjs");

export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** All of standard input; it is empty by default, and never ends when this is null. */
  readonly input?: string | null;
  /** Another user to run as, which only root can. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The greatest size of a file that the program may write, in bytes; beyond it writing fails as on a full disk. */
  readonly fileSize?: number;
}

/** Starts `dwh` with these arguments; the environment has nothing of `DWH_*` but what is given. */
export function dwh(args: readonly string[], options: Start = {}): Running {
  warnIfStale();
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("DWH_") && !name.startsWith("AWS_"),
  );
  const [command, ...first] = limited(options.fileSize);
  return startChild(command, [...first, MAIN, ...args], {
    cwd: options.cwd,
    env: { ...Object.fromEntries(own), ...options.env },
    input: options.input,
    ...options.user,
  });
}

/** Node, or a shell that limits the size of files first: POSIX counts it in blocks of 512 bytes. */
function limited(bytes: number | undefined): readonly [string, ...string[]] {
  if (bytes === undefined) return [process.execPath];
  const blocks = Math.ceil(bytes / 512);
  return ["/bin/sh", "-c", `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, "sh", process.execPath];
}

/**
 * A user for whom rights hold: this one, or nobody in the place of root. Undefined where nobody cannot start the program, because it
 * lies in a folder of root's.
 */
export function ordinaryUser(): Start["user"] | "this one" | undefined {
  if (process.getuid?.() !== 0) return "this one";
  const nobody = { uid: 65_534, gid: 65_534 };
  const { status } = spawnSync(process.execPath, [MAIN, "--version"], { ...nobody, stdio: "ignore" });
  return status === 0 ? nobody : undefined;
}

let asked = false;

/** Says so, once, when dist/ does not hold what src/ says: that would test yesterday's program. */
function warnIfStale(): void {
  if (asked) return;
  asked = true;
  const built = statSync(join(ROOT, "dist/.set-up"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const stale = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .some((name) => statSync(join(ROOT, "src", name)).mtimeMs > built);
  if (stale) console.warn("dist/ is older than src/: type `npm run build` (`npm test` does so by itself)");
}
