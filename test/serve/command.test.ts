import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { command } from "../../src/commands/serve.ts";
import { InterruptedError } from "../../src/errors.ts";
import { makeCertificate } from "../../src/serve/certificate.ts";
import type { LogFields } from "../../src/log.ts";

let folder: string;
let lines: { message: string; fields: LogFields }[];
let typed: string;
/** Told of every line. */
let hear: () => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-serve-"));
  lines = [];
  typed = "";
  hear = () => undefined;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function start(change: { flags?: object; servePassword?: string | undefined; s3Root?: string } = {}) {
  const stop = new AbortController();
  const note = (message: string, fields: LogFields = {}): void => {
    lines.push({ message, fields });
    hear();
  };
  const done = command({
    config: {
      warehouse: join(folder, "warehouse.duckdb"),
      servePassword: "canary-password",
      ...change,
    } as never,
    flags: { port: 0, ...change.flags },
    io: { errIsTerminal: true, writeErr: (text: string) => (typed += text) } as never,
    log: { error: note, warn: note, info: note, debug: note },
    signal: stop.signal,
    now: () => new Date(),
  });
  return { done, stop: () => stop.abort(new InterruptedError("SIGTERM")) };
}

/** Resolves with what is logged of the server as soon as it listens. */
const listening = (): Promise<LogFields> =>
  new Promise((resolve) => {
    hear = () => {
      const line = lines.find(({ message }) => message === "listening");
      if (line !== undefined) resolve(line.fields);
    };
    hear();
  });

describe("dwh serve", () => {
  it("serves the warehouse's file until a signal, and leaves a certificate to verify it with", async () => {
    const { done, stop } = start({ flags: { user: "ana", database: "songs" } });
    const { port, certificate } = await listening();
    const client = new Client({
      host: "127.0.0.1",
      port: port as number,
      user: "ana",
      database: "songs",
      password: "canary-password",
      ssl: { ca: readFileSync(certificate as string) },
    });
    await client.connect();
    await client.query("create table t (a integer)");
    client.on("error", () => {});
    stop();
    expect(await done).toBe(0);
    expect(typed).toContain(`port=${String(port)} user=ana dbname=songs sslmode=verify-full`);
    expect(JSON.stringify(lines) + typed).not.toContain("canary");

    lines = [];
    const again = start();
    await listening();
    again.stop();
    await again.done;
  });

  it("says that there is nothing at a path, once", async () => {
    const nowhere = join(folder, "no-such-folder");
    const warnings = async (s3Root: string) => {
      lines = [];
      const { done, stop } = start({ s3Root });
      await listening();
      stop();
      await done;
      return lines
        .filter(({ message }) => message.startsWith("there is no"))
        .map(({ fields }) => fields["where"]);
    };
    expect(await warnings(nowhere)).toEqual([join(folder, "warehouse.duckdb"), nowhere]);
    expect(await warnings(folder)).toEqual([]);
  });

  it("wants a password", async () => {
    await expect(start({ servePassword: undefined }).done).rejects.toThrow(/no password/);
    await expect(start({ servePassword: "" }).done).rejects.toThrow(/no password/);
  });

  it("says that a port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(start({ flags: { port } }).done).rejects.toThrow(/EADDRINUSE/);
  });

  it("takes a certificate and its key, and refuses one that is alone, missing or broken", async () => {
    const tlsCert = join(folder, "own.crt");
    const tlsKey = join(folder, "own.key");
    const own = await makeCertificate(new Date());
    writeFileSync(tlsCert, own.cert);
    writeFileSync(tlsKey, own.key);
    const { done, stop } = start({ flags: { tlsCert, tlsKey } });
    expect(await listening()).toMatchObject({ certificate: tlsCert });
    stop();
    await done;

    await expect(start({ flags: { tlsCert } }).done).rejects.toThrow(/belong together/);
    await expect(start({ flags: { tlsCert, tlsKey: join(folder, "none") } }).done).rejects.toThrow(/ENOENT/);
    writeFileSync(tlsKey, "no key");
    await expect(start({ flags: { tlsCert, tlsKey } }).done).rejects.toThrow(/cannot be used/);
  });
});
