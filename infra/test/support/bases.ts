/**
 * Stand-ins for the two base images, made of what this machine has, for where no registry can be reached: a build image with a
 * shell, Node and npm, and a runtime image with Node alone, in the places where the real ones have them.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildah } from "./buildah.ts";

/**
 * What Debian has beside that which Node itself asks for: how names are resolved, and the parts of glibc that machine code of npm's
 * packages names, though glibc is one library by now.
 */
const LIBRARIES = [
  "libnss_files.so.2",
  "libnss_dns.so.2",
  "libresolv.so.2",
  "librt.so.1",
  "libpthread.so.0",
  "libdl.so.2",
  "libutil.so.1",
];
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

export interface Bases {
  readonly build: string;
  readonly runtime: string;
}

/** Makes both under names of their own. */
export function makeBases(): Bases {
  const scratch = mkdtempSync(join(tmpdir(), "dwh-bases-"));
  try {
    const runtime = join(scratch, "runtime");
    layOut(runtime, "/nodejs/bin/node");
    const build = join(scratch, "build");
    layOut(build, "/usr/local/bin/node");
    addShell(build);
    addNpm(build);
    return {
      build: commit(build, "localhost/dwh-test/build", [
        "--env",
        "PATH=/usr/local/bin:/usr/bin:/bin",
        "--env",
        `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`,
      ]),
      runtime: commit(runtime, "localhost/dwh-test/runtime", ["--user", "65532"]),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Node at `node`, the libraries that it needs, the certificates that this machine trusts, and users. */
function layOut(root: string, node: string): void {
  const copy = (from: string, to = from): void => {
    mkdirSync(join(root, dirname(to)), { recursive: true });
    cpSync(realpathSync(from), join(root, to));
  };
  copy(process.execPath, node);
  const needed = execFileSync("ldd", [process.execPath], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  const others = ["/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu"].flatMap((folder) =>
    LIBRARIES.map((file) => join(folder, file)),
  );
  for (const file of [...needed, ...others, CERTIFICATES]) if (existsSync(file)) copy(file);
  mkdirSync(join(root, "tmp"), { recursive: true });
  mkdirSync(join(root, "etc"), { recursive: true });
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nnonroot:x:65532:65532::/:/nowhere\n");
  writeFileSync(join(root, "etc/group"), "root:x:0:\nnonroot:x:65532:\n");
  writeFileSync(join(root, "etc/nsswitch.conf"), "hosts: files dns\n");
}

/** Busybox, which is one file. */
function addShell(root: string): void {
  mkdirSync(join(root, "usr/bin"), { recursive: true });
  cpSync("/bin/busybox", join(root, "usr/bin/busybox"));
  symlinkSync("usr/bin", join(root, "bin"));
  for (const name of execFileSync("/bin/busybox", ["--list"], { encoding: "utf8" }).trim().split("\n"))
    if (name !== "busybox") symlinkSync("busybox", join(root, "usr/bin", name));
}

function addNpm(root: string): void {
  // `npm run … --prefix infra` tells every npm below it that infra/ is where global packages are.
  const { npm_config_prefix: _, ...env } = process.env;
  const folder =
    execFileSync("npm", ["root", "--global"], { encoding: "utf8", env }).trim().split("\n").at(-1) ?? "";
  cpSync(join(folder, "npm"), join(root, "usr/local/lib/node_modules/npm"), { recursive: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(root, "usr/local/bin/npm"));
}

function commit(root: string, name: string, config: readonly string[]): string {
  const container = buildah("from", "scratch");
  buildah("add", "--quiet", container, root, "/");
  buildah("config", ...config, container);
  buildah("commit", "--quiet", "--rm", container, name);
  return name;
}
