import { once } from "node:events";
import * as fc from "fast-check";
import { Client, type ClientConfig, type DatabaseError } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Server } from "../../src/serve/serve.ts";
import { openDuckDbWarehouse } from "./duckdb-warehouse.ts";
import { certificate, pgConfig, startServer } from "./served.ts";
import {
  connectPlain,
  connectSecure,
  fieldsOf,
  int32,
  kindsOf,
  logIn,
  query,
  saslInitial,
  startup,
  typed,
  untyped,
  valuesOf,
  WireClient,
} from "./wire-client.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer(await openDuckDbWarehouse());
});
afterAll(() => server.close());

/** What the server says to these bytes before it closes the connection. */
async function answerTo(bytes: Buffer): Promise<Record<string, string>> {
  const client = new WireClient(await connectPlain(server.port));
  client.send(bytes);
  const messages = await client.readTo("nothing");
  return fieldsOf(messages.at(-1));
}

async function refusal(change: Partial<ClientConfig>): Promise<DatabaseError> {
  const client = new Client({ ...pgConfig(server.port), ...change });
  client.on("error", () => {});
  return client.connect().then(
    () => Promise.reject(new Error("the server let the client in")),
    (error: unknown) => error as DatabaseError,
  );
}

describe("logging in", () => {
  it("takes the right password over a TLS connection that the client has verified", async () => {
    const client = new Client(pgConfig(server.port));
    await client.connect();
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it("shows a certificate that the system's authorities do not vouch for", async () => {
    expect((await refusal({ ssl: true })).message).toMatch(/self-signed certificate/);
  });

  it("refuses a wrong password with 28P01", async () => {
    expect(await refusal({ password: "another" })).toMatchObject({ code: "28P01", severity: "FATAL" });
  });

  it("refuses another user with 28000 and another database with 3D000", async () => {
    expect(await refusal({ user: "root" })).toMatchObject({ code: "28000", severity: "FATAL" });
    expect(await refusal({ database: "other" })).toMatchObject({ code: "3D000", severity: "FATAL" });
  });

  it("does not tell who has the wrong password whether the database exists", async () => {
    expect(await refusal({ password: "another", database: "other" })).toMatchObject({ code: "28P01" });
  });

  it("refuses a client without TLS in a sentence", async () => {
    expect(await refusal({ ssl: false })).toMatchObject({
      code: "28000",
      message: "this server takes no connection without TLS",
    });
  });

  it("answers no to GSS encryption, and goes on with TLS", async () => {
    const socket = await connectPlain(server.port);
    socket.write(untyped(int32(80_877_104)));
    expect(String((await once(socket, "data"))[0])).toBe("N");
    socket.write(untyped(int32(80_877_103)));
    expect(String((await once(socket, "data"))[0])).toBe("S");
    socket.destroy();
  });

  it("refuses what was sent in the clear behind a request for TLS", async () => {
    const early = Buffer.concat([untyped(int32(80_877_103)), startup({ user: "dwh" })]);
    expect(await answerTo(early)).toMatchObject({ S: "FATAL", C: "08P01" });
  });

  it("refuses version 2 of the protocol", async () => {
    expect(await answerTo(startup({}, 2 << 16))).toMatchObject({ S: "FATAL", C: "0A000" });
  });

  it("negotiates a newer minor version down", async () => {
    const client = new WireClient(await connectSecure(server.port, certificate.cert));
    client.send(startup({ user: "dwh", "_pq_.command_tag": "x" }, 196_610));
    const [first, second] = await client.readTo("R");
    expect([first?.type, second?.type]).toEqual(["v", "R"]);
    expect(first?.body.toString("latin1")).toBe("\0\x03\0\0\0\0\0\x01_pq_.command_tag\0");
    client.destroy();
  });

  it("refuses anything but an answer where it asked for one", async () => {
    for (const [sent, code] of [
      [query("select 1"), "08P01"],
      [typed("p", "MD5\0"), "08P01"],
      [saslInitial("hello"), "08P01"],
      [saslInitial("p=tls-exporter,,n=,r=abc"), "0A000"],
      [typed("p", Buffer.alloc(70_000)), "08P01"],
    ] as const) {
      const client = new WireClient(await connectSecure(server.port, certificate.cert));
      client.send(startup({ user: "dwh", database: "sparkify" }));
      await client.readTo("R");
      client.send(sent);
      expect(fieldsOf(await client.read())).toMatchObject({ S: "FATAL", C: code });
      expect(await client.read()).toBeUndefined();
    }
  });

  it("tells the client what it needs to know", async () => {
    const client = await logIn(server.port, certificate.cert);
    expect(kindsOf(client.greeting)).toMatch(/^RRS+KZ$/);
    const told = Object.fromEntries(
      client.greeting.filter(({ type }) => type === "S").map(({ body }) => body.toString().split("\0")),
    ) as Record<string, string>;
    expect(told).toMatchObject({
      server_version: "8.0.2",
      server_encoding: "UTF8",
      client_encoding: "UTF8",
      integer_datetimes: "on",
      DateStyle: "ISO, MDY",
      TimeZone: "UTC",
    });
    expect(told).not.toHaveProperty("standard_conforming_strings");
    client.destroy();
  });

  it("lets in who logs in while many others do nothing", async () => {
    const idle = await Promise.all(Array.from({ length: 430 }, () => connectPlain(server.port)));
    const away = idle.slice(0, 20).map((socket) => new WireClient(socket).readTo("nothing"));
    const client = await logIn(server.port, certificate.cert);
    client.send(query("select 42"));
    expect(kindsOf(await client.readTo("Z"))).toBe("TDCZ");
    // Those that came first had to go, and are told why.
    for (const [told] of await Promise.all(away)) expect(fieldsOf(told)).toMatchObject({ C: "53300" });
    client.destroy();
    for (const socket of idle) socket.destroy();
  });

  it("answers who guesses later than who knows", async () => {
    const guarded = await startServer(await openDuckDbWarehouse());
    let refused = 0;
    const guesses = Array.from({ length: 10 }, async () => {
      const { greeting } = await logIn(guarded.port, certificate.cert, { password: "a guess" });
      refused += 1;
      return kindsOf(greeting);
    });
    // Three are answered at once; the last ones have seconds to wait.
    await Promise.all([
      Promise.any(guesses),
      logIn(guarded.port, certificate.cert).then((one) => one.destroy()),
    ]);
    expect(refused).toBeLessThan(10);
    await guarded.close();
    expect((await Promise.all(guesses)).filter((kinds) => kinds === "E").length).toBeGreaterThan(2);
  });

  it("tells all who come at once and find no place", async () => {
    const clients = await Promise.all(
      Array.from({ length: 130 }, () => logIn(server.port, certificate.cert)),
    );
    const refused = clients.filter(({ greeting }) => kindsOf(greeting).endsWith("E"));
    expect(refused).toHaveLength(30);
    for (const { greeting } of refused) expect(fieldsOf(greeting.at(-1))).toMatchObject({ C: "53300" });
    for (const client of clients) client.destroy();
  });

  it("survives garbage at every stage, and serves the next client", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.constantFrom("first", "tls", "session"),
        async (bytes, stage) => {
          const client =
            stage === "session"
              ? await logIn(server.port, certificate.cert)
              : new WireClient(
                  stage === "first"
                    ? await connectPlain(server.port)
                    : await connectSecure(server.port, certificate.cert),
                );
          client.send(Buffer.from(bytes));
          client.socket.end();
          await client.readTo("nothing");
        },
      ),
      { numRuns: 60 },
    );
    const client = await logIn(server.port, certificate.cert);
    client.send(query("select 42"));
    expect(valuesOf((await client.readTo("Z"))[1] as never)).toEqual(["42"]);
    client.destroy();
  });

  it("survives a client that speaks HTTP, and one that hangs up in the handshake", async () => {
    expect(await answerTo(Buffer.from("GET / HTTP/1.1\r\n\r\n"))).toMatchObject({ S: "FATAL", C: "08P01" });
    const socket = await connectPlain(server.port);
    socket.write(untyped(int32(80_877_103)));
    await once(socket, "data");
    socket.write("no handshake");
    await once(socket, "close");
  });
});
