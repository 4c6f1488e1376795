/**
 * The production path on this machine: sources, packs and manifests in a fake S3; Redshift is the local warehouse behind the
 * Postgres protocol, with TLS and a password, and its COPY reads the same fake S3, in the region of the bucket `lake`. The job's side is the code that runs in
 * production, unchanged.
 */
import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSql } from "../../src/job/load-sql.ts";
import type { RunResult } from "../../src/records/result.ts";
import { makeCertificate } from "../../src/serve/certificate.ts";
import type { DescribingWarehouse } from "../../src/serve/describing.ts";
import { serve } from "../../src/serve/serve.ts";
import { openS3Store } from "../../src/store/s3-store.ts";
import type { Store } from "../../src/store/store.ts";
import {
  openLocalWarehouse,
  type LocalOptions,
  type LocalWarehouse,
} from "../../src/warehouse/local/open.ts";
import { openRedshift, type Login } from "../../src/warehouse/redshift/open.ts";
import type { Session, Warehouse } from "../../src/warehouse/warehouse.ts";
import { CREDENTIALS } from "./aws-servers.ts";
import { memoryBucket, type Bucket } from "./fake-aws/bucket.ts";
import { startFakeAws, type FakeAws } from "./fake-aws/fake-aws.ts";
import { memoryStore } from "./memory-store.ts";
import { runOrRebuild, type RunOptions } from "./rebuilds.ts";
import { SQL_DIR, sourceAt } from "./sources.ts";

export const LOGIN = { user: "etl", password: "Canary-password-1" };

export interface Production {
  readonly aws: FakeAws;
  /** `s3://lake`: sources under log_data/ and song_data/, the job's work under work/. */
  readonly lake: Bucket;
  readonly store: Store;
  /** What the job sees of Redshift. */
  readonly redshift: Warehouse;
  /** The same, through a wire that listens there, or as another user. */
  through(port: number, login?: Login): Warehouse;
  readonly port: number;
  readonly caFile: string;
  /** Tells every statement that reaches the warehouse behind the server, before it is executed. */
  onStatement(listener: (sql: string) => void): void;
  /** Asks the warehouse behind the server, past the wire. */
  inside<T>(use: (session: Session) => Promise<T>): Promise<T>;
  run(options?: RunOptions): Promise<RunResult>;
  /** Waits until no client is connected, and what those that have left had begun is done or rolled back. */
  settled(): Promise<unknown>;
  /** Keeps the warehouse as it is now, for `reset`; waits until nobody is connected. */
  snapshot(): Promise<void>;
  /** Puts the warehouse back to the snapshot. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

let runs = 0;

/**
 * `s3` is asked over HTTP, unless what is tested has nothing to do with it: without the requests a run is much faster. The
 * password is kept as Redshift keeps one that was given in plain text (Database Developer Guide, "CREATE USER").
 */
export async function openProduction({
  s3 = "http",
  passwordKept = "md5",
  mostLogged,
  refusedViews,
}: {
  s3?: "http" | "memory";
  passwordKept?: "md5" | "sha256";
} & Pick<LocalOptions, "mostLogged" | "refusedViews"> = {}): Promise<Production> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-production-"));
  const aws = await startFakeAws();
  const lake = memoryBucket();
  aws.buckets.set("lake", lake);
  const store =
    s3 === "memory"
      ? memoryStore("lake", lake)
      : openS3Store({ endpoint: aws.endpoint, region: "us-east-1", credentials: CREDENTIALS });
  const now = (): Date => new Date();
  const path = join(folder, "behind.duckdb");
  const { region } = lake;
  const told = { ...(mostLogged !== undefined && { mostLogged }), ...(refusedViews && { refusedViews }) };
  const settings = { path, store, region, database: "dev", now, threads: 1, ...told };
  let behind: LocalWarehouse = await openLocalWarehouse(settings);
  /** Of clients that are still connected, or have left and are being rolled back. */
  const sessions = new Set<Promise<unknown>>();
  const reopen = async (from: string, to: string): Promise<void> => {
    await Promise.allSettled(sessions);
    behind.close();
    // Left by somebody who is still at work: it would be replayed on whatever file stands there next.
    if (existsSync(`${path}.wal`)) throw new Error(`${path}.wal is left behind: not everybody has left`);
    copyFileSync(from, to);
    behind = await openLocalWarehouse(settings);
  };
  let tell: (sql: string) => void = () => undefined;
  const watched: DescribingWarehouse = {
    name: behind.name,
    withSession: (use, user) => {
      const lent = behind.withSession((session) => {
        const execute: Session["execute"] = (sql) => {
          tell(sql);
          return session.execute(sql);
        };
        return use({
          id: session.id,
          read: (sql) => session.read(sql),
          execute,
          open: (sql) => {
            tell(sql);
            return session.open(sql);
          },
          describe: (sql) => session.describe(sql),
          keepSettings: () => session.keepSettings(),
          cancel: () => session.cancel(),
        });
      }, user);
      const ended = lent.finally(() => sessions.delete(ended));
      sessions.add(ended);
      return ended;
    },
  };
  const tls = await makeCertificate(now());
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, tls.cert);
  const quiet = (): void => undefined;
  const server = await serve({
    warehouse: watched,
    host: "127.0.0.1",
    port: 0,
    ...LOGIN,
    database: "dev",
    passwordKept,
    tls,
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    newSecret: randomBytes,
  });
  const through = (port: number, login: Login = LOGIN): Warehouse =>
    openRedshift({
      host: "localhost",
      port,
      database: "dev",
      login: { read: async () => login },
      caFile,
      applicationName: "dwh",
      now,
      sleep: () => Promise.resolve(),
      queryGroup: "dwh test",
    });
  const redshift = through(server.port);
  const sql = await loadSql(SQL_DIR);
  return {
    aws,
    lake,
    store,
    redshift,
    through,
    port: server.port,
    caFile,
    onStatement: (listener) => (tell = listener),
    inside: (use) => behind.withSession(use),
    run: (options = {}) => {
      runs += 1;
      return runOrRebuild({
        warehouse: redshift,
        store,
        sql,
        sources: [sourceAt("events", "s3://lake/log_data"), sourceAt("songs", "s3://lake/song_data")],
        workUrl: "s3://lake/work/",
        copyRole: "default",
        maxRejects: 0,
        auditEvery: 604_800_000,
        runId: `run-${runs}`,
        version: "test",
        now,
        signal: new AbortController().signal,
        classify: () => ({ kind: "terminal", reason: "" }),
        sleep: () => Promise.resolve(),
        random: () => 0,
        onEvent: () => undefined,
        ...options,
      });
    },
    settled: () => Promise.allSettled(sessions),
    snapshot: () => reopen(path, `${path}.snapshot`),
    reset: () => reopen(`${path}.snapshot`, path),
    close: async () => {
      await server.close();
      behind.close();
      await aws.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
