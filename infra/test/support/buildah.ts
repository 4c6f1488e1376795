import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What building and running the image takes where no Docker engine is. */
const NEEDED = ["buildah", "runc", "busybox", "ldd"];

const found = (program: string): boolean =>
  [...(process.env["PATH"] ?? "").split(delimiter), "/bin", "/usr/sbin"].some((folder) =>
    existsSync(join(folder, program)),
  );

/** The programs that this machine lacks; root alone may use the others. */
export const MISSING: readonly string[] = [
  ...NEEDED.filter((program) => !found(program)),
  ...(process.getuid?.() === 0 ? [] : ["root"]),
];

/** Runs buildah and returns what it printed; throws with all that it printed if it fails. */
export function buildah(...args: readonly string[]): string {
  try {
    return execFileSync("buildah", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 1024 * 1024,
      // Works inside of a container too, where the default isolation wants cgroups of its own.
      env: { ...process.env, BUILDAH_ISOLATION: "chroot" },
    }).trim();
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`buildah ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
