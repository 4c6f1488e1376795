/** A container as Fargate runs it: the image's user, PID 1, a root that cannot be written, no capabilities. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildah } from "./buildah.ts";

export interface Start {
  /** In place of the image's command. */
  readonly args?: readonly string[];
  /** In place of the image's entry point. */
  readonly entrypoint?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files of this machine that the container sees, by their place in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** A folder of this machine that is the container's /data, the one place that it may write to. */
  readonly data?: string;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly finished: Promise<Finished>;
  readonly signal: (name: "SIGTERM" | "SIGINT") => void;
}

let started = 0;

/** Starts a container; the network is this machine's, so that services on loopback are there. */
export function start(image: string, { args, entrypoint, env = {}, files = {}, data }: Start): Running {
  const container = buildah("from", "--pull-never", image);
  const root = buildah("mount", container);
  const bundle = mkdtempSync(join(tmpdir(), "dwh-bundle-"));
  execFileSync("runc", ["spec", "--bundle", bundle]);
  const specFile = join(bundle, "config.json");
  const spec = JSON.parse(readFileSync(specFile, "utf8"));
  const { Cmd, Entrypoint, Env, User, WorkingDir } = JSON.parse(buildah("inspect", "--type", "image", image))
    .OCIv1.config;
  const [uid, gid] = String(User).split(":").map(Number);
  Object.assign(spec.process, {
    terminal: false,
    user: { uid, gid },
    args: [...(entrypoint ?? Entrypoint), ...(args ?? Cmd)],
    env: [...Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
    cwd: WorkingDir,
    noNewPrivileges: true,
    capabilities: { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] },
    rlimits: [],
  });
  spec.root = { path: root, readonly: true };
  spec.linux.namespaces = spec.linux.namespaces.filter(
    ({ type }: { type: string }) => !["network", "cgroup"].includes(type),
  );
  delete spec.linux.resources;
  spec.mounts = spec.mounts.filter(({ type }: { type: string }) => type !== "cgroup");
  // Docker and ECS put this file there too.
  for (const [destination, source] of Object.entries({ "/etc/hosts": "/etc/hosts", ...files }))
    spec.mounts.push({ destination, source, type: "bind", options: ["bind", "ro"] });
  if (data !== undefined)
    spec.mounts.push({ destination: "/data", source: data, type: "bind", options: ["bind", "rw"] });
  writeFileSync(specFile, JSON.stringify(spec));

  started += 1;
  const id = `dwh-test-${process.pid}-${started}`;
  const child = spawn("runc", ["run", "--bundle", bundle, id], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (output.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (output.stderr += String(chunk)));
  const finished = new Promise<Finished>((done) => {
    child.on("close", (code) => {
      buildah("rm", container);
      rmSync(bundle, { recursive: true, force: true });
      done({ code, ...output });
    });
  });
  return { finished, signal: (name) => void execFileSync("runc", ["kill", id, name]) };
}
