import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError, UnreachableError } from "../../../src/errors.ts";
import type { Login, RedshiftOptions } from "../../../src/warehouse/redshift/open.ts";
import type { Session } from "../../../src/warehouse/warehouse.ts";
import { failure } from "../../support/failure.ts";
import { redshiftOn } from "../../support/redshift-on.ts";
import {
  ACCOUNT,
  startScriptedServer,
  type Script,
  type ScriptedServer,
} from "../../support/scripted-server.ts";

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function started(script: Script = () => ({})): Promise<ScriptedServer> {
  server = await startScriptedServer(script);
  return server;
}

const redshift = (options: Partial<RedshiftOptions> = {}) => redshiftOn(server, options);
const select = (session: Session) => session.execute("select 1");

describe("a login", () => {
  const source = (...logins: Login[]) => {
    let reads = 0;
    return {
      read: async () => logins[0] as Login,
      renew: async () => logins[(reads += 1)] as Login,
      reads: () => reads,
    };
  };

  it("is tried again once with a secret that has been rotated", async () => {
    await started(() => ({ command: "SELECT" }));
    const login = source({ ...ACCOUNT, password: "old" }, ACCOUNT);
    await redshift({ login }).withSession(select);
    expect(login.reads()).toBe(1);
  });

  describe("whose password is in the secret, and not yet in the database", () => {
    const NOW = Date.parse("2026-11-29T12:37:05Z");
    /** A secret with what the server takes after so many waits, or never. */
    const rotating = (madeAt: Date | undefined, waits: number) => {
      const slept: number[] = [];
      const login = {
        user: ACCOUNT.user,
        get password() {
          return slept.length < waits ? "not-yet" : ACCOUNT.password;
        },
        madeAt,
      };
      const sleep = (milliseconds: number): Promise<void> => {
        slept.push(milliseconds);
        return Promise.resolve();
      };
      const from = { read: async () => login, renew: async () => login };
      const now = (): Date => new Date(NOW + slept.reduce((sum, one) => sum + one, 0));
      return { slept, options: { login: from, sleep, now } };
    };
    const secondsAgo = (seconds: number): Date => new Date(NOW - seconds * 1000);

    it("is tried again until the rotation is through", async () => {
      await started(() => ({ command: "SELECT" }));
      const { slept, options } = rotating(secondsAgo(5), 3);
      await redshift(options).withSession(select);
      expect(slept).toEqual([1000, 2000, 4000]);
    });

    it.each([
      ["a minute after the rotation", secondsAgo(55), 3],
      ["at once where the secret is an old one", secondsAgo(3600), 0],
      ["at once where nobody says how old it is", undefined, 0],
      ["after a minute of tries where the clocks disagree", secondsAgo(-86_400), 6],
    ])("is given up %s", async (_, madeAt, waits) => {
      await started();
      const { slept, options } = rotating(madeAt, Infinity);
      expect(await failure(redshift(options).withSession(select))).toBeInstanceOf(UnreachableError);
      expect(slept).toHaveLength(waits);
    });
  });

  it.each([
    ["password", { user: "etl", password: "wrong" }],
    ["user", { user: "nobody", password: "wrong" }],
  ])("with a wrong %s says who, where and what next, and never the password", async (_, login) => {
    await started();
    const error = await failure(redshift({ login: source(login, login) }).withSession(select));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain(`cannot log in as ${login.user}`);
    expect(error.where).toBe(`localhost:${server?.port}/dev`);
    expect(error.next).toContain("DWH_REDSHIFT_SECRET_ID");
    expect(JSON.stringify([error, error.message, error.cause])).not.toContain("wrong");
  });

  it("to a database that is not there is a matter of configuration", async () => {
    await started();
    const error = await failure(redshift({ database: "prod" }).withSession(select));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.next).toContain("DWH_REDSHIFT_DATABASE");
  });
});

describe("the way to Redshift", () => {
  it("is refused when the certificate is not signed by an authority that is trusted", async () => {
    await started();
    const error = await failure(redshift({ caFile: undefined }).withSession(select));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain("TLS failed");
    expect(error.next).toContain("DWH_REDSHIFT_CA_FILE");
  });

  it("is refused when the certificate is for another host", async () => {
    await started();
    // The certificate knows localhost, 127.0.0.1 and ::1; this is the same machine too.
    const error = await failure(redshift({ host: "127.0.0.2" }).withSession(select));
    expect(error.message).toMatch(/TLS failed: .*127\.0\.0\.2|ECONNREFUSED/);
  });

  it("is refused when the server has no TLS", async () => {
    const plain = createServer((socket) => socket.once("data", () => socket.write("N"))).listen(
      0,
      "127.0.0.1",
    );
    await once(plain, "listening");
    const { port } = plain.address() as AddressInfo;
    const error = await failure(redshift({ port }).withSession(select));
    plain.close();
    expect(error.message).toContain("does not support SSL");
    expect(error.next).toContain("certificate");
  });

  it("names a host that does not exist", async () => {
    const error = await failure(redshift({ host: "no-such-host.invalid", port: 5439 }).withSession(select));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toMatch(/no host of that name|EAI_AGAIN/);
    expect(error.where).toBe("no-such-host.invalid:5439/dev");
  });

  it("asks after a paused cluster and its security group when nobody answers", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const error = await failure(redshift({ port, connectTimeoutMs: 50 }).withSession(select));
    silent.close();
    expect(error.message).toBe("cannot connect: no answer in time");
    expect(error.next).toContain("dwh cluster status");
  });

  it("needs a file of certificates that can be read", () => {
    expect(() => redshift({ caFile: "/nonexistent.pem" })).toThrow(ConfigError);
  });
});
