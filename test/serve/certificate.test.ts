/** The certificate of a server that lives longer than it does. */
import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import {
  makeCertificate,
  renewCertificates,
  signCertificate,
  type Certificate,
} from "../../src/serve/certificate.ts";
import { openRedshift } from "../../src/warehouse/redshift/open.ts";
import { account, startServer } from "./served.ts";
import { openDuckDbWarehouse } from "./duckdb-warehouse.ts";

const DAY = 86_400_000;

it("is made anew every twenty days, ten before it ends, until the server is", async () => {
  const start = new Date("2026-01-01T00:00:00Z");
  let at = start.getTime();
  const ended = new AbortController();
  const made: string[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void (at += milliseconds);
  const authority = await makeCertificate(start);
  const first = await signCertificate(start, authority);
  await renewCertificates(first, { now: () => new Date(at), sleep, signal: ended.signal }, ({ cert }) => {
    made.push(new X509Certificate(cert).validTo);
    if (made.length === 2) ended.abort();
  });
  const validTo = (day: number): string => new Date(start.getTime() + day * DAY).toUTCString();
  expect(new Date(new X509Certificate(first.cert).validTo).toUTCString()).toBe(validTo(30));
  expect(made.map((text) => new Date(text).toUTCString())).toEqual([validTo(50), validTo(70)]);
});

it("who trusts the authority logs in before a renewal and after it; who trusts another one does not", async () => {
  const now = new Date();
  const authority = await makeCertificate(now);
  const server = await startServer(await openDuckDbWarehouse());
  const { user, password, database } = account;
  const ask = async ({ cert }: Certificate): Promise<unknown> => {
    const login = { read: () => Promise.resolve({ user, password }) };
    const wire = { host: "127.0.0.1", port: server.port, database, login, ca: cert };
    const warehouse = openRedshift({
      ...wire,
      applicationName: "test",
      queryGroup: "test",
      now: () => now,
      sleep: () => Promise.resolve(),
    });
    return warehouse.withSession(async (session) => (await session.execute("select 1")).rows);
  };
  for (const days of [0, 20]) {
    server.renew(await signCertificate(new Date(now.getTime() - days * DAY), authority));
    expect(await ask(authority)).toEqual([["1"]]);
  }
  await expect(ask(await makeCertificate(now))).rejects.toThrow(/certificate/);
  // One that nobody has renewed in time.
  server.renew(await signCertificate(new Date(now.getTime() - 31 * DAY), authority));
  await expect(ask(authority)).rejects.toThrow(/expired/);
  await server.close();
});
