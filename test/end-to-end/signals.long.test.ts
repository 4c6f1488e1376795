import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finished } from "../support/children.ts";
import { dwh } from "../support/dwh.ts";
import { memoryBucket } from "../support/fake-aws/bucket.ts";
import { startFaultyProxy } from "../support/faulty-proxy.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

/**
 * A clock that the test holds: an hour, and nothing else, has passed when SIGUSR2 comes. Node runs it before the program. A process
 * that sets no such clock is killed by the signal, and ends with no exit code.
 */
const HELD_CLOCK = `
  const start = globalThis.setTimeout;
  globalThis.setTimeout = (work, ms, ...more) => {
    if (ms === 3_600_000) process.once("SIGUSR2", () => work(...more));
    return start(work, ms, ...more);
  };`;
const DEADLINE_ENV = {
  DWH_DEADLINE: "1h",
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(HELD_CLOCK)}`,
};

const WAYS = [
  { by: "SIGTERM", signal: "SIGTERM", code: 143, status: "interrupted", env: {} },
  { by: "SIGINT", signal: "SIGINT", code: 130, status: "interrupted", env: {} },
  { by: "DWH_DEADLINE", signal: "SIGUSR2", code: 7, status: "deadline passed", env: DEADLINE_ENV },
] as const;

type Way = (typeof WAYS)[number];

/** Something that a run waits for. */
interface Situation {
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when a run is in it. */
  readonly reached: Promise<unknown>;
  /** Goes through the wire that is there, or straight to the server. */
  readonly port?: number;
  readonly end?: () => Promise<unknown>;
}

describe("a run that is interrupted", () => {
  let production: Production;
  let folder: string;
  /** Takes connections, and says nothing. */
  let silent: Server;
  const silenced = new Set<Socket>();

  beforeAll(async () => {
    production = await openProduction();
    folder = mkdtempSync(join(tmpdir(), "dwh-signals-"));
    silent = createServer((socket) => {
      silenced.add(socket.on("error", () => undefined));
    }).listen(0, "127.0.0.1");
    await once(silent, "listening");
    production.lake.write("log_data/1.json", lines([play()]));
    production.lake.write("song_data/a.json", lines([song()]));
    expect(await production.run()).toMatchObject({ status: "succeeded" });
    production.lake.write("log_data/2.json", lines([play()]));
  });
  afterAll(async () => {
    for (const socket of silenced) socket.destroy();
    silent.close();
    await production.close();
    rmSync(folder, { recursive: true });
  });

  const SITUATIONS: Readonly<Record<string, { recorded: boolean; make: () => Promise<Situation> }>> = {
    "in the middle of a statement": {
      recorded: true,
      make: async () => {
        const reached = new Promise<void>((resolve) => {
          production.onStatement((text) => void (text === "lock etl_lock" && resolve()));
        });
        let letGo = (): void => undefined;
        const released = new Promise<void>((resolve) => (letGo = resolve));
        // The run's own LOCK waits for this one.
        const holding = production.inside(async (session) => {
          await session.execute("begin");
          await session.execute("lock etl_lock");
          await released;
        });
        return { env: {}, reached, end: () => (letGo(), holding) };
      },
    },
    "while S3 does not answer a read": {
      recorded: true,
      make: async () => {
        const hanging = memoryBucket();
        // Two, so that the job reads them itself, to pack them.
        for (const name of ["1", "2"]) hanging.write(`log_data/${name}.json`, lines([play()]));
        production.aws.buckets.set("hanging", hanging);
        production.aws.inject({ action: "s3.GetObject", path: "/hanging", times: 9, how: "hang" });
        const reached = production.aws.called("s3.GetObject", "/hanging");
        return { env: { DWH_EVENTS: "s3://hanging/log_data" }, reached };
      },
    },
    "while S3 does not answer the warehouse": {
      recorded: true,
      make: async () => {
        const mute = memoryBucket();
        // One: it is loaded where it lies. Each time another one, since the warehouse here asks for it again when its run is gone.
        const name = `mute-${production.aws.buckets.size}`;
        mute.write("log_data/1.json", lines([play()]));
        production.aws.buckets.set(name, mute);
        production.aws.inject({ action: "s3.GetObject", path: `/${name}`, times: 9, how: "hang" });
        const reached = production.aws.called("s3.GetObject", `/${name}/`);
        return { env: { DWH_EVENTS: `s3://${name}/log_data` }, reached };
      },
    },
    "while S3 does not answer a listing": {
      recorded: true,
      make: async () => {
        production.aws.buckets.set("deaf", production.lake);
        production.aws.inject({ action: "s3.ListObjectsV2", path: "/deaf", times: 9, how: "hang" });
        const reached = production.aws.called("s3.ListObjectsV2", "/deaf");
        return { env: { DWH_EVENTS: "s3://deaf/log_data" }, reached };
      },
    },
    "while it waits for another try": {
      recorded: true,
      make: async () => {
        const proxy = await startFaultyProxy(production.port);
        // In the transaction: the login is behind, and the answer to a statement is lost. So it is in every try.
        const cut = { message: 12, when: "after" } as const;
        proxy.arm(cut);
        const reached = new Promise<void>((resolve) => {
          proxy.onCut = () => {
            proxy.arm(cut);
            resolve();
          };
        });
        return { env: {}, port: proxy.port, reached, end: () => proxy.close() };
      },
    },
    "while it connects": {
      recorded: false,
      make: async () => ({
        env: {},
        port: (silent.address() as AddressInfo).port,
        reached: once(silent, "connection"),
      }),
    },
    "while the secret does not come": {
      recorded: false,
      make: async () => {
        production.aws.inject({ action: "secretsmanager.GetSecretValue", times: 1, how: "hang" });
        const env = { DWH_REDSHIFT_SECRET_ID: "etl", DWH_REDSHIFT_PASSWORD: "" };
        const calls = production.aws.calls.length;
        // The client gives a request up after a while and asks again: a run that waited for that would be late.
        const end = async (): Promise<void> => {
          const asked = production.aws.calls
            .slice(calls)
            .filter((call) => call.startsWith("secretsmanager."));
          expect(asked).toHaveLength(1);
        };
        return { env, end, reached: production.aws.called("secretsmanager.GetSecretValue") };
      },
    },
    "while it waits for the cluster": {
      recorded: false,
      make: async () => {
        const cluster = { host: "localhost", port: 1, database: "dev", status: "resuming", next: [] };
        production.aws.clusters.set("c1", cluster);
        const env = { DWH_CLUSTER_RESUME: "true", DWH_REDSHIFT_CLUSTER_ID: "c1" };
        return { env, reached: production.aws.called("redshift.DescribeClusters") };
      },
    },
  };

  /** A wire that holds a statement of the transaction for ever, and lets nothing pass after it. */
  const silence = async (): Promise<Situation> => {
    const proxy = await startFaultyProxy(production.port);
    proxy.arm({ message: 12, when: "before" });
    const reached = new Promise<void>((resolve) => {
      proxy.onReach = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    return { env: {}, port: proxy.port, reached, end: () => proxy.close() };
  };

  const lastLine = ({ stderr }: Finished): Readonly<Record<string, unknown>> =>
    JSON.parse(stderr.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;

  const ask = (sql: string) => production.inside(async (session) => (await session.execute(sql)).rows);

  /** Starts a run, lets it get into the situation, ends it, and holds what is left against what was before. */
  const endBy = async (
    { signal, code, status, env: ofTheWay }: Way,
    { make, recorded }: { recorded: boolean; make: () => Promise<Situation> },
  ) => {
    const files = await ask("select count(*) from etl_files");
    const { env, port, reached, end } = await make();
    const { length: sent } = production.aws.metrics;
    const running = dwh(["run"], {
      cwd: folder,
      env: jobEnvironment(production, { DWH_ENVIRONMENT: "test", ...env, ...ofTheWay }, port),
    });
    await reached;
    running.child.kill(signal);
    const finished = await running;
    await end?.();
    production.onStatement(() => undefined);

    expect([finished.code, finished.stderr]).toEqual([code, expect.any(String)]);
    const last = lastLine(finished);
    expect(last).toMatchObject({ message: "run finished", status, exit_code: code });
    expect(await ask("select count(*) from etl_files")).toEqual(files);
    const record = await ask(
      `select status, exit_code from etl_runs where run_id = '${String(last["run_id"])}'`,
    );
    expect(record).toEqual(recorded ? [[status, String(code)]] : []);
    const metrics = production.aws.metrics.slice(sent).map(({ name, value }) => [name, value]);
    expect(metrics).toContainEqual(["RunFailure", 1]);
  };

  const all = Object.entries(SITUATIONS).map(([name, situation]) => ({ name, ...situation }));
  const [SIGTERM, SIGINT, DEADLINE] = WAYS;

  it.each(all)("$name ends by SIGTERM with 143, publishes nothing and says so", async (situation) => {
    await endBy(SIGTERM, situation);
    expect(production.lake.list("work/")).toEqual([]);
  });

  it.each(all.filter(({ name }) => /statement|connects/.test(name)))(
    "$name ends by SIGINT with 130, publishes nothing and says so",
    async (situation) => {
      await endBy(SIGINT, situation);
      expect(production.lake.list("work/")).toEqual([]);
    },
  );

  it("ends by DWH_DEADLINE with 7 in the same places", async () => {
    const [statement, ...others] = all;
    if (statement !== undefined) await endBy(DEADLINE, statement);
    await Promise.all(others.map((situation) => endBy(DEADLINE, situation)));
    expect(production.lake.list("work/")).toEqual([]);
  });

  // The run's own eleven seconds for its end: `npm run test:kills`.
  it.skipIf(process.env["DWH_TEST_SWEEP"] !== "all")(
    "ends by a signal with 143 when the warehouse never answers again",
    async () => {
      await endBy(SIGTERM, { recorded: false, make: silence });
      expect(production.lake.list("work/")).toEqual([]);
    },
  );

  it.skipIf(process.env["DWH_TEST_SWEEP"] !== "all")(
    "ends by a signal with 143 when its COMMIT is never answered, and says that nobody knows",
    async () => {
      const proxy = await startFaultyProxy(production.port);
      let isLocked = false;
      production.onStatement((text) => {
        if (text === "lock etl_lock") isLocked = true;
        // The server has it, and its answer is still to come.
        if (isLocked && text === "commit")
          proxy.arm({ message: Math.max(...proxy.messagesOf), when: "after" });
      });
      const reached = new Promise<void>((resolve) => {
        proxy.onReach = () => {
          resolve();
          return new Promise(() => undefined);
        };
      });
      production.lake.write("log_data/3.json", lines([play()]));
      const running = dwh(["run"], { cwd: folder, env: jobEnvironment(production, {}, proxy.port) });
      await reached;
      running.child.kill("SIGTERM");
      const finished = await running;
      await proxy.close();
      production.onStatement(() => undefined);
      const last = lastLine(finished);
      expect(last).toMatchObject({ status: "interrupted", exit_code: 143 });
      expect(last["error"]).toContain("a COMMIT got no answer");
      expect(finished.stderr).not.toContain("its open transaction is rolled back");
      // It was done: the server heard of it.
      expect(await ask("select count(*) from etl_files where url like '%/log_data/3.json'")).toEqual([["1"]]);
      expect(finished.code).toBe(143);
    },
  );
});
