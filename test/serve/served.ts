/** A server for a test, closed when the test is over. */
import { randomBytes } from "node:crypto";
import { makeCertificate } from "../../src/serve/certificate.ts";
import type { DescribingWarehouse } from "../../src/serve/describing.ts";
import { serve, type Server } from "../../src/serve/serve.ts";
import { COMPILE_THREAD } from "../../src/threads.ts";
import { openThreadCompiler } from "../../src/warehouse/local/compile/in-thread.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse } from "../../src/warehouse/local/open.ts";

const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** One for all tests of a file: making it takes a while. */
export const certificate = await makeCertificate(new Date());

export const account = { user: "dwh", database: "sparkify", password: "a secret" } as const;

export function startServer(warehouse: DescribingWarehouse) {
  return serve({
    warehouse,
    host: "127.0.0.1",
    port: 0,
    ...account,
    tls: certificate,
    log,
    newSecret: randomBytes,
  });
}

/** A server on a local warehouse in memory, with a thread for large texts as `dwh serve` has it, that goes by the account's database; `folder` stands in for S3. */
export async function serveLocal(folder: string): Promise<Pick<Server, "port" | "close">> {
  const compiler = openThreadCompiler(COMPILE_THREAD);
  const warehouse = await openLocalWarehouse({
    path: ":memory:",
    database: account.database,
    store: openFolderStore({ s3Root: folder }),
    now: () => new Date(),
    compiler,
  });
  const server = await startServer(warehouse);
  return {
    port: server.port,
    close: async () => {
      await server.close();
      warehouse.close();
      await compiler.close();
    },
  };
}

/** The warehouse, with promises of what reaches it next: this statement, with the promise of its end, or a cancel. */
export function watch(warehouse: DescribingWarehouse) {
  const executions = new Map<string, (execution: { readonly ended: Promise<unknown> }) => void>();
  let tellCancel = (): void => {};
  const watched: DescribingWarehouse = {
    name: warehouse.name,
    withSession: (use, user) =>
      warehouse.withSession(
        (session) =>
          use({
            id: session.id,
            read: (sql) => session.read(sql),
            execute: (sql) => {
              const executing = session.execute(sql);
              executions.get(sql)?.({ ended: executing.catch(() => undefined) });
              return executing;
            },
            open: (sql) => {
              const executing = session.open(sql);
              executions.get(sql)?.({ ended: executing.catch(() => undefined) });
              return executing;
            },
            describe: (sql) => session.describe(sql),
            keepSettings: () => session.keepSettings(),
            cancel: async () => {
              await session.cancel();
              tellCancel();
            },
          }),
        user,
      ),
  };
  return {
    watched,
    executed: (sql: string) =>
      new Promise<{ readonly ended: Promise<unknown> }>((resolve) => executions.set(sql, resolve)),
    cancelled: () => new Promise<void>((resolve) => (tellCancel = resolve)),
  };
}

/** How `pg` connects: TLS, verified. */
export const pgConfig = (port: number) => ({
  host: "127.0.0.1",
  port,
  ...account,
  ssl: { ca: certificate.cert },
});
