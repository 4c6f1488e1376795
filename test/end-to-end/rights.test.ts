/** A job that logs in as the user of `dwh bootstrap`, by a digest of its password, to a cluster that gives roles to nobody unasked. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bootstrap } from "../../src/bootstrap/bootstrap.ts";
import { openProduction, type Production } from "../support/production.ts";
import { rebuildOf } from "../support/rebuilds.ts";
import { play, song } from "../support/records.ts";

let production: Production;
beforeAll(async () => {
  production = await openProduction({ s3: "memory", passwordKept: "sha256" });
});
afterAll(() => production.close());

const JOB = { user: "sparkify_job", password: "Canary-password-4" };

describe("a job with the rights of its bootstrap", () => {
  it("may COPY with its role, which another user may not", async () => {
    const { lake, redshift, port } = production;
    lake.write("log_data/1.json", Buffer.from(JSON.stringify(play())));
    lake.write("song_data/a.json", Buffer.from(JSON.stringify(song())));
    await redshift.withSession(async (session) => {
      await session.execute("revoke assumerole on all from public for all");
      await session.execute(`create user other password 'sha256|${JOB.password}'`);
    });
    const other = production.through(port, { ...JOB, user: "other" });
    const refused = await production.run({ warehouse: other });
    expect(refused).toMatchObject({ status: "failed", exitCode: 1 });
    expect(refused.error).toMatchObject({
      message: expect.stringContaining("other does not have ASSUMEROLE permission"),
      next: expect.stringContaining("dwh bootstrap"),
    });

    await bootstrap({
      warehouse: redshift,
      user: JOB.user,
      schema: "public",
      readers: "analysts",
      copyRole: undefined,
      pausesCluster: false,
      database: "dev",
      place: { host: "localhost", port, database: "dev", clusterId: undefined },
      password: {
        loginWorks: false,
        makePassword: () => JOB.password,
        writeSecret: async () => undefined,
      },
    });
    const done = await production.run({ warehouse: production.through(port, JOB) });
    expect(done.error).toBeUndefined();
    expect(done).toMatchObject({ status: "succeeded", exitCode: 0 });
    // In the second schema, which it has from there.
    const anew = { ...(await rebuildOf()), batchBytes: 1 };
    const rebuilt = await production.run({ ...anew, warehouse: production.through(port, JOB) });
    expect(rebuilt.error).toBeUndefined();
    expect(rebuilt).toMatchObject({ status: "succeeded", exitCode: 0 });
  });
});
