/** The image, built from the Dockerfile on stand-in bases, and run as Fargate runs it. */
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RUN_METRICS } from "../../src/names.ts";
import { makeBases } from "./support/bases.ts";
import { buildah, MISSING } from "./support/buildah.ts";
import { start, type Running } from "./support/container.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const image = (target: string): string => `localhost/dwh-test/${target}`;
const LABELS = { VERSION: "1.2.3", REVISION: "c0ffee", CREATED: "2026-11-23T12:00:00Z" };

/** Resolves to nothing once it is so. */
async function waitFor(isSo: () => boolean): Promise<undefined> {
  while (!isSo()) await sleep(50);
  return undefined;
}

/** Listens on loopback, and resolves to the port. */
async function portOf(server: Server | TcpServer): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe.skipIf(MISSING.length > 0)(
  `the image (needs buildah, runc, busybox and root; missing: ${MISSING.join(", ") || "nothing"})`,
  () => {
    let container: string;
    let app: string;

    beforeAll(() => {
      const bases = makeBases();
      const facts = Object.entries({ BUILD_IMAGE: bases.build, RUNTIME_IMAGE: bases.runtime, ...LABELS });
      const args = facts.flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
      for (const target of ["job", "local"])
        buildah("build", "--layers", ...args, "--target", target, "--tag", image(target), root);
      const engine = ["--build-arg", `ENGINE=${image("job")}`];
      buildah(
        "build",
        "--layers",
        "--pull-never",
        ...engine,
        "--tag",
        image("quakes"),
        join(root, "examples/quakes"),
      );
      container = buildah("from", "--pull-never", image("job"));
      app = join(buildah("mount", container), "app");
    });

    afterAll(() => {
      if (container !== undefined) buildah("rm", container);
    });

    const filesOf = (folder: string): readonly string[] =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        statSync(join(folder, name)).isFile(),
      );

    it("adds less than 60 MB to its base", () => {
      const bytes = filesOf(app).reduce((sum, name) => sum + statSync(join(app, name)).size, 0);
      console.log(`the job adds ${(bytes / 1e6).toFixed(1)} MB to its base`);
      expect(bytes).toBeLessThan(60e6);
    });

    it("holds the job and its packages: no machine code, no source map, nothing for development", () => {
      expect(readdirSync(app).sort()).toEqual(["LICENSE", "dist", "node_modules", "package.json", "sql"]);
      const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
      const unwanted = [
        "@duckdb",
        "@napi-rs",
        "@dagrejs",
        "echarts",
        "zrender",
        "open",
        "selfsigned",
        ...Object.keys(devDependencies),
      ];
      expect(unwanted.filter((name) => existsSync(join(app, "node_modules", name)))).toEqual([]);
      const names = filesOf(app);
      expect(names.filter((name) => /\.(node|so|wasm)$/.test(name))).toEqual([]);
      expect(names.filter((name) => /^(dist|node_modules)\/.*(\.map|\.d\.[mc]?ts|\.md)$/.test(name))).toEqual(
        [],
      );
      expect(names.filter((name) => /^(src|test|infra|docs|\.git)\//.test(name))).toEqual([]);
    });

    it("belongs to root, so that nothing in it can be changed even where its root can be written", () => {
      const all = ["", ...readdirSync(app, { recursive: true, encoding: "utf8" })];
      const others = all.filter((name) => {
        const { uid, gid, mode } = statSync(join(app, name));
        return uid !== 0 || gid !== 0 || (mode & 0o022) !== 0;
      });
      expect(others).toEqual([]);
    });

    it("says something soon", async () => {
      const files = { "/first-line.mjs": join(root, "scripts/first-line.mjs") };
      const measured = start(image("job"), {
        entrypoint: ["/nodejs/bin/node"],
        args: ["/first-line.mjs"],
        files,
      });
      const { code, stdout } = await measured.finished;
      console.log(stdout.trim());
      expect(code).toBe(0);
    });

    it.each([
      [["report"], "echarts"],
      [["report", "--png"], "echarts"],
      [["serve"], "@duckdb/node-api"],
      [["check"], "DWH_REDSHIFT_HOST"],
      [["run"], "no source is configured"],
    ])("ends %j with 2, since what that needs is neither in it nor configured", async (args, where) => {
      const { code, stderr } = await start(image("job"), { args, env: { DWH_SERVE_PASSWORD: "Canary-1" } })
        .finished;
      expect(stderr).toContain(where);
      expect(code).toBe(2);
    });

    it("is what a warehouse of one's own starts from: that of the example has the example's sources", async () => {
      const { code, stderr } = await start(image("quakes"), { args: ["run"] }).finished;
      expect(stderr).toContain("no source is configured");
      expect(stderr).toContain("DWH_EARTHQUAKES");
      expect(stderr).not.toContain("DWH_EVENTS");
      expect(code).toBe(2);
    });

    it("says what it is", () => {
      const { Labels } = JSON.parse(buildah("inspect", "--type", "image", image("job"))).OCIv1.config;
      expect(Labels).toMatchObject({
        "org.opencontainers.image.title": "sparkify-dwh",
        "org.opencontainers.image.version": LABELS.VERSION,
        "org.opencontainers.image.revision": LABELS.REVISION,
        "org.opencontainers.image.created": LABELS.CREATED,
      });
    });

    it("runs as nobody in particular: PID 1, no capabilities, nothing that it could write", async () => {
      const script = `
      const fs = require("node:fs");
      const status = fs.readFileSync("/proc/self/status", "utf8");
      const of = (name) => new RegExp(name + ":\\\\s+(\\\\S+)").exec(status)[1];
      const writable = ["/", "/app", "/app/dist/dwh.cjs", "/app/sql", "/etc", "/tmp"].filter((path) => {
        try { fs.accessSync(path, fs.constants.W_OK); return true; } catch { return false; }
      });
      console.log(JSON.stringify({ pid: process.pid, uid: process.getuid(), gid: process.getgid(), writable,
        effective: of("CapEff"), bounding: of("CapBnd"), privileges: of("NoNewPrivs") }));`;
      const { stdout } = await start(image("job"), { entrypoint: ["/nodejs/bin/node"], args: ["-e", script] })
        .finished;
      const none = "0000000000000000";
      expect(JSON.parse(stdout)).toEqual({
        pid: 1,
        uid: 65532,
        gid: 65532,
        writable: [],
        effective: none,
        bounding: none,
        privileges: "1",
      });
    });

    it("is dwh, whose default is run", async () => {
      const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
      expect(await start(image("job"), { args: ["--version"] }).finished).toMatchObject({
        code: 0,
        stdout: `${version}\n`,
      });
      const { Cmd } = JSON.parse(buildah("inspect", "--type", "image", image("job"))).OCIv1.config;
      expect(Cmd).toEqual(["run"]);
    });

    describe("on the production path: a fake S3, a served warehouse", () => {
      let production: any;
      let env: Record<string, string>;
      // What ECS offers a task in place of keys.
      const ecs = createServer((_, response) => {
        const Expiration = new Date(Date.now() + 3_600_000).toISOString();
        response.end(
          JSON.stringify({ AccessKeyId: "AKIATASK", SecretAccessKey: "task", Token: "task", Expiration }),
        );
      });

      beforeAll(async () => {
        const support = new URL("../../test/support/", import.meta.url);
        const { openProduction, LOGIN } = await import(new URL("production.ts", support).href);
        const { awsEnvironment } = await import(new URL("aws-environment.ts", support).href);
        const { play, song } = await import(new URL("records.ts", support).href);
        production = await openProduction();
        const lines = (...objects: readonly unknown[]): Buffer =>
          Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));
        production.lake.write("log_data/1.json", lines(play(), play({ userId: "2" })));
        production.lake.write("song_data/a.json", lines(song()));
        production.aws.secrets.set("job", JSON.stringify({ username: LOGIN.user, password: LOGIN.password }));
        const {
          AWS_ACCESS_KEY_ID: _,
          AWS_SECRET_ACCESS_KEY: __,
          ...withoutKeys
        } = awsEnvironment(production.aws.endpoint);
        env = {
          ...withoutKeys,
          AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${await portOf(ecs)}/role`,
          DWH_EVENTS: "s3://lake/log_data",
          DWH_SONGS: "s3://lake/song_data",
          DWH_WORK_URL: "s3://lake/work/",
          DWH_REDSHIFT_HOST: "localhost",
          DWH_REDSHIFT_PORT: String(production.port),
          DWH_REDSHIFT_DATABASE: "dev",
          DWH_REDSHIFT_SECRET_ID: "job",
          DWH_REDSHIFT_CA_FILE: "/ca.pem",
          DWH_COPY_ROLE_ARN: "default",
          DWH_ENVIRONMENT: "test",
        };
      });
      afterAll(async () => {
        ecs.close();
        await production?.close();
      });

      const run = (): Running =>
        start(image("job"), { args: ["run"], env, files: { "/ca.pem": production.caFile } });

      it("ends with 143 when it is told to stop in the middle of a run, and leaves nothing behind", async () => {
        production.aws.inject({ action: "s3.GetObject", times: 1, how: "hang" });
        const running = run();
        const early = await Promise.race([
          running.finished,
          waitFor(() => production.aws.calls.includes("s3.GetObject")),
        ]);
        expect(early, "ended before it was told to").toBeUndefined();
        running.signal("SIGTERM");
        const { code, stderr } = await running.finished;
        expect(stderr).toContain("SIGTERM");
        expect(code).toBe(143);
        expect(production.lake.list("work/")).toEqual([]);
      });

      it("ends with 143 when it is told to stop while it connects", async () => {
        // Takes connections, and never says a word.
        const silent = createTcpServer();
        const connected = once(silent, "connection");
        const running = start(image("job"), {
          args: ["run"],
          env: { ...env, DWH_REDSHIFT_PORT: String(await portOf(silent)) },
          files: { "/ca.pem": production.caFile },
        });
        await connected;
        running.signal("SIGTERM");
        const { code, stderr } = await running.finished;
        silent.close();
        expect(stderr).toContain("SIGTERM");
        expect(code).toBe(143);
      });

      it("with the credentials of its task brings the files into the star, measures, and does it again with nothing new", async () => {
        const first = await run().finished;
        expect(first.stderr).not.toContain('"level":"error"');
        expect(first.code).toBe(0);
        const counts = await production.inside((session: any) =>
          session.execute("select count(*) from songplays"),
        );
        expect(counts.rows).toEqual([["2"]]);
        expect(production.aws.metrics.map(({ name }: any) => name)).toContain(RUN_METRICS.success);
        const second = await run().finished;
        expect(second.code).toBe(0);
        expect(second.stderr).toContain("nothing new");
      });
    });

    it("with DuckDB runs on the local warehouse, on a read-only root, with nothing configured", async () => {
      const data = mkdtempSync(join(tmpdir(), "dwh-data-"));
      chownSync(data, 65532, 65532);
      try {
        const first = await start(image("local"), { data }).finished;
        expect(first.stderr).not.toContain('"level":"error"');
        expect(first.code).toBe(0);
        const asked = ["query", "select count(*) > 0 as played from songplays", "--format", "json"];
        const { stdout } = await start(image("local"), { args: asked, data }).finished;
        expect(JSON.parse(stdout)).toEqual([{ played: true }]);
      } finally {
        rmSync(data, { recursive: true, force: true });
      }
    });
  },
);
