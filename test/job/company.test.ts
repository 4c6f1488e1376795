/** Who pauses a cluster, by the code of production: Redshift's API is a fake, the cluster the stand-in with users of its own. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withAwakeCluster } from "../../src/aws/awake-cluster.ts";
import { grantSight } from "../../src/dialect/grant-sight.ts";
import { companyOf, inSight } from "../../src/job/company.ts";
import { beginWithLock } from "../../src/records/run-lock.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { startFaultyProxy } from "../support/faulty-proxy.ts";
import { openProduction, type Production } from "../support/production.ts";
import { waiting } from "../support/waiting.ts";

const PASSWORD = "Canary-password-5";
const JOB = { user: "sparkify_job", password: PASSWORD };
const ANALYST = { user: "analyst", password: PASSWORD };

let production: Production;
beforeEach(async () => {
  production = await openProduction({ s3: "memory" });
  useAws(production.aws.endpoint);
  production.aws.clusters.set("c1", {
    host: "localhost",
    port: 1,
    database: "dev",
    status: "paused",
    next: [],
  });
  await asAdmin(...[JOB, ANALYST].map(({ user }) => `create user ${user} password '${PASSWORD}'`));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await production.close();
});

const asAdmin = (...statements: readonly string[]) =>
  production.redshift.withSession(async (session) => {
    for (const sql of statements) await session.execute(sql);
  });
const status = () => production.aws.clusters.get("c1")?.status;

/** The job as its configuration opens it. */
const contextOf = (port = production.port) =>
  fakeContext(
    {},
    {
      DWH_CLUSTER_RESUME: "true",
      DWH_REDSHIFT_CLUSTER_ID: "c1",
      DWH_REDSHIFT_HOST: "localhost",
      DWH_REDSHIFT_PORT: String(port),
      DWH_REDSHIFT_DATABASE: "dev",
      DWH_REDSHIFT_USER: JOB.user,
      DWH_REDSHIFT_PASSWORD: JOB.password,
      DWH_REDSHIFT_CA_FILE: production.caFile,
      DWH_WORK_URL: "s3://lake/work/",
    },
  );

/** Resolves once no more are connected; asked past the server, each time when the answer before is there. */
const untilOnly = (most: number) =>
  production.inside(async (session) => {
    const own = 1;
    for (;;) {
      const { rows } = await session.execute("select process from stv_sessions");
      if (rows.length <= own + most) return;
    }
  });

/** Works on the cluster as a run does while so many others are connected, and returns the warnings. */
async function work({ beside }: { beside: number }): Promise<readonly string[]> {
  const context = contextOf();
  const company = companyOf(context, production.store, "c1");
  const clock = { ...waiting(), sleep: () => untilOnly(beside) };
  await withAwakeCluster("c1", clock, company, () =>
    inSight(context, production.store, async () => undefined),
  );
  return context.logged;
}

describe("a run that has resumed the cluster", () => {
  it("does not pause it while other users are hidden from it, and says how that is changed", async () => {
    const logged = await production.through(production.port, ANALYST).withSession(() => work({ beside: 1 }));
    expect(status()).toBe("available");
    expect(logged.join("\n")).toContain(
      'hidden from sparkify_job; a superuser can change that: `alter user "sparkify_job" syslog access unrestricted`',
    );
    // That nobody is there it does not know, either.
    expect((await work({ beside: 0 })).join("\n")).toContain("hidden from sparkify_job");
    expect(status()).toBe("available");
  });

  it("leaves it to an analyst who is connected, and the next run pauses it when she has gone", async () => {
    await asAdmin(grantSight(JOB.user));
    const logged = await production.through(production.port, ANALYST).withSession(() => work({ beside: 1 }));
    expect(logged.join("\n")).toMatch(/1 other session \(process \d+ of analyst\)/);
    expect(status()).toBe("available");
    expect(await work({ beside: 0 })).toEqual([]);
    expect(status()).toBe("pausing");
  });

  it("leaves it to a run that came second and has no session of its own just then", async () => {
    await asAdmin(grantSight(JOB.user));
    const logged = await inSight(contextOf(), production.store, () => work({ beside: 1 }));
    expect(logged.join("\n")).toMatch(/1 other session \(process \d+ of sparkify_job\)/);
    expect(status()).toBe("available");
  });

  it("does not take a run that was killed for one at work", async () => {
    await asAdmin(grantSight(JOB.user));
    const proxy = await startFaultyProxy(production.port);
    let end: () => void = () => undefined;
    let killed: Promise<void> | undefined;
    const started = new Promise<void>((start) => {
      killed = inSight(contextOf(proxy.port), production.store, () => {
        start();
        return new Promise((resolve) => (end = resolve));
      });
    });
    await started;
    await proxy.close();
    expect(await work({ beside: 0 })).toEqual([]);
    expect(status()).toBe("pausing");
    end();
    await killed;
  });

  it("sees the transaction of another user's run, though its sessions are hidden", async () => {
    const logged = await production.redshift.withSession(async (session) => {
      await session.execute("create table etl_lock (locked_by varchar(1))");
      await beginWithLock(session, []);
      return work({ beside: 1 });
    });
    expect(logged.join("\n")).toMatch(/1 other session \(process \d+ of another user, a run in progress\)/);
    expect(status()).toBe("available");
  });
});

describe("a session that shows that somebody is at work", () => {
  it("is no condition for the work, and changes nothing of what comes of it", async () => {
    const wrong = { ...contextOf(), config: { ...contextOf().config, redshiftPassword: "wrong" } };
    expect(await inSight(wrong, production.store, async () => "done")).toBe("done");
    let times = 0;
    const failing = inSight(contextOf(), production.store, async () => {
      times += 1;
      throw new Error("the work failed");
    });
    await expect(failing).rejects.toThrow("the work failed");
    expect(times).toBe(1);
  });

  it("is not waited for any more when a signal comes", async () => {
    const proxy = await startFaultyProxy(production.port);
    const letGo = proxy.hold();
    const interruption = new AbortController();
    const context = { ...contextOf(proxy.port), signal: interruption.signal };
    const working = inSight(context, production.store, async () => "interrupted");
    interruption.abort(new Error("enough"));
    expect(await working).toBe("interrupted");
    letGo();
    await proxy.close();
  });
});
