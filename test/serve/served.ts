/** A server for a test, closed when the test is over. */
import { randomBytes } from "node:crypto";
import { makeCertificate } from "../../src/serve/certificate.ts";
import type { DescribingWarehouse } from "../../src/serve/describing.ts";
import { serve } from "../../src/serve/serve.ts";

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
            execute: (sql) => {
              const executing = session.execute(sql);
              executions.get(sql)?.({ ended: executing.catch(() => undefined) });
              return executing;
            },
            describe: (sql) => session.describe(sql),
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
