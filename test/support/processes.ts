/** `dwh` as a process on the production path: an environment, a secret, and a canary wherever a secret can come from. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { awsEnvironment } from "./aws-environment.ts";
import type { Finished, Running } from "./children.ts";
import { dwh } from "./dwh.ts";
import { LOGIN, openProduction, type Production } from "./production.ts";
import { play, song } from "./records.ts";

/** Objects one a line. */
export const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

/** One in every place that a secret can come from; none of them may ever be seen. */
const CANARIES = {
  AWS_SECRET_ACCESS_KEY: "canary-secret-key",
  AWS_SESSION_TOKEN: "canary-session-token",
  DWH_SERVE_PASSWORD: "canary-serve-password",
};
export const WRONG = "canary-wrong-password";
const TEMPORARY = "temporary-password";
/** What makes a url a presigned one. */
const SIGNED = ["canary-credential", "canary-url-token", "canary5167"];
export const PRESIGNED = `X-Amz-Credential=${SIGNED[0]}&X-Amz-Security-Token=${SIGNED[1]}&X-Amz-Signature=${SIGNED[2]}`;
const SECRETS = [...Object.values(CANARIES), WRONG, TEMPORARY, LOGIN.password, ...SIGNED];

/** The last error of a process as its log has it. */
export const errorOf = ({ stderr }: Finished): { message: string; where: string; next: string } | undefined =>
  stderr
    .trim()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { level: string; message: string; where: string; next: string })
    .findLast(({ level }) => level === "error");

export interface Processes {
  readonly production: Production;
  /** Where the processes are started. */
  readonly folder: string;
  /** The secret of the job, with changes. */
  secret(change?: object): string;
  /** Starts `dwh`, by default a run; an empty variable is none. */
  start(env?: Readonly<Record<string, string>>, args?: readonly string[]): Running;
  /** Fails when a canary stands in what was printed, in any record, or in the metrics. */
  expectNoSecret(finished: Finished): Promise<void>;
  /** Puts the secret, and what the server does at a statement, back to what they were. */
  reset(): void;
  close(): Promise<void>;
}

/** Opens it with one file of each source and the cluster `c1`. */
export async function openProcesses(): Promise<Processes> {
  const production = await openProduction();
  const folder = mkdtempSync(join(tmpdir(), "dwh-processes-"));
  production.lake.write("log_data/1.json", lines([play()]));
  production.lake.write("song_data/a.json", lines([song()]));
  production.aws.clusters.set("c1", {
    host: "localhost",
    port: production.port,
    database: "dev",
    status: "available",
    next: [],
  });

  const secret = (change: object = {}): string =>
    JSON.stringify({
      username: LOGIN.user,
      password: LOGIN.password,
      host: "localhost",
      port: production.port,
      dbname: "dev",
      ...change,
    });

  const environment = (env: Readonly<Record<string, string>>): Record<string, string> => {
    const whole: Record<string, string> = {
      ...awsEnvironment(production.aws.endpoint),
      ...CANARIES,
      AWS_MAX_ATTEMPTS: "1",
      DWH_EVENTS: "s3://lake/log_data",
      DWH_SONGS: "s3://lake/song_data",
      DWH_WORK_URL: "s3://lake/work/",
      DWH_REDSHIFT_SECRET_ID: "etl",
      DWH_REDSHIFT_CA_FILE: production.caFile,
      ...env,
    };
    return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== ""));
  };

  const expectNoSecret = async ({ stdout, stderr }: Finished): Promise<void> => {
    const rows = await production.inside(async (session) => {
      const found: unknown[] = [];
      for (const table of ["etl_files", "etl_runs", "etl_steps", "etl_tables", "etl_rejects", "etl_failures"])
        found.push((await session.execute(`select * from ${table}`)).rows);
      return found;
    });
    const seen = [stdout, stderr, JSON.stringify(rows), JSON.stringify(production.aws.metrics)].join("\n");
    for (const canary of SECRETS) expect(seen).not.toContain(canary);
  };

  return {
    production,
    folder,
    secret,
    start: (env = {}, args = ["run"]) => dwh(args, { env: environment(env), cwd: folder }),
    expectNoSecret,
    reset: () => {
      production.onStatement(() => undefined);
      production.aws.secrets.set("etl", secret());
    },
    close: async () => {
      await production.close();
      rmSync(folder, { recursive: true });
    },
  };
}
