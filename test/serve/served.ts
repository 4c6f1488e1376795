/** A server for a test, closed when the test is over. */
import { randomBytes } from "node:crypto";
import { makeCertificate } from "../../src/serve/certificate.ts";
import type { DescribingWarehouse } from "../../src/serve/describing.ts";
import { serve } from "../../src/serve/serve.ts";

const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** One for all tests of a file: making it takes a while. */
export const certificate = await makeCertificate(new Date());

/** For what happens in its own time: long, since a machine may be busy. */
export const PATIENCE = { timeout: 20_000 };

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

/** How `pg` connects: TLS, verified. */
export const pgConfig = (port: number) => ({
  host: "127.0.0.1",
  port,
  ...account,
  ssl: { ca: certificate.cert },
});
