/** Whatever a server sends while the job logs in ends as an error that is explained, and never as a bug. */
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, DwhError, UnreachableError } from "../../../src/errors.ts";
import { answerDigest, parseDigestRequest } from "../../../src/warehouse/redshift/digest.ts";
import { openRedshift } from "../../../src/warehouse/redshift/open.ts";
import { int32, typed } from "../../serve/wire-client.ts";
import { failure } from "../../support/failure.ts";
import { startLoginServer, type LoginServer } from "../../support/login-server.ts";

let said: Buffer;
let afterwards: Buffer;
let closing: LoginServer;
let asking: LoginServer;
beforeAll(async () => {
  closing = await startLoginServer({ first: () => said });
  asking = await startLoginServer({ first: () => said, second: () => afterwards });
});
afterAll(async () => {
  await closing.close();
  await asking.close();
});

const NOW = new Date("2018-11-01T20:57:10.796Z");
const logIn = (server: LoginServer) =>
  openRedshift({
    host: "localhost",
    port: server.port,
    database: "dev",
    login: { read: async () => ({ user: "etl", password: "Secret1234" }) },
    caFile: server.caFile,
    applicationName: "dwh",
    queryGroup: "dwh run-1",
    now: () => NOW,
    sleep: () => Promise.resolve(),
  }).withSession((session) => session.execute("select 1"));

const request = (code: number, ...more: readonly Buffer[]): Buffer => typed("R", int32(code), ...more);
const sized = (bytes: Buffer): Buffer => Buffer.concat([int32(bytes.length), bytes]);
const salt = Buffer.from("0f".repeat(32), "hex");
const serverNonce = Buffer.from("nonce-of-server");
const digestRequest = request(13, int32(0), sized(salt), sized(serverNonce));
const letIn = Buffer.concat([
  request(0),
  typed("S", "a\0b\0"),
  typed("K", int32(1), int32(2)),
  typed("Z", "I"),
]);

/** What the connection says of these bytes, after which the server hangs up. */
async function errorOf(bytes: Buffer): Promise<DwhError> {
  said = bytes;
  return failure(logIn(closing));
}

describe("a server that asks for a digest of the password (13)", () => {
  const sha256 = (...parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

  it("gets SHA-256 of (SHA-256 of password and salt, its nonce, the client's nonce), and the client's nonce", async () => {
    said = digestRequest;
    afterwards = letIn;
    // It hangs up behind the login.
    expect((await failure(logIn(asking))).message).toContain("lost the connection");
    const clientNonce = Buffer.from(String(NOW.getTime()));
    const digest = sha256(sha256(Buffer.from("Secret1234"), salt), serverNonce, clientNonce);
    expect(asking.answers.at(0)).toEqual(typed("d", sized(digest), sized(clientNonce)));
  });

  it("is told in a sentence that only SHA-256 is known, and what to do", async () => {
    const error = await errorOf(request(13, int32(1), sized(salt), sized(serverNonce)));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      "etl cannot log in: the server wants a password digest of algorithm 1, which the job does not have",
    );
    expect(error.next).toContain("alter user … password 'md5…'");
  });

  it("is read whatever its lengths, or said to be cut off", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.nat(80), (one, other, cut) => {
        const body = Buffer.concat([int32(0), sized(Buffer.from(one)), sized(Buffer.from(other))]);
        expect(parseDigestRequest(body)).toEqual({ salt: Buffer.from(one), serverNonce: Buffer.from(other) });
        const short = body.subarray(0, Math.min(cut, body.length - 1));
        expect(parseDigestRequest(short)).toBeUndefined();
      }),
    );
    expect(parseDigestRequest(Buffer.concat([int32(0), int32(-1)]))).toBeUndefined();
  });

  it("never gets the password itself", () => {
    const sent = answerDigest({ salt, serverNonce }, "Secret1234", Buffer.from("1"));
    expect(sent.includes("Secret1234")).toBe(false);
  });
});

describe("a server that sends what nobody can go on with", () => {
  it.each([
    [14, "a token of an identity provider"],
    [7, "GSSAPI"],
    [99, "authentication 99"],
    [-1, "authentication -1"],
  ])("asks for %s: it is named, with the way out", async (code, name) => {
    const error = await errorOf(request(code));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(name);
    expect(error.next).toContain("temporary credentials");
  });

  it.each([
    ["a text without an end", typed("S", "server_version\x008.0.2")],
    ["fields without an end", typed("E", "SFATAL")],
    ["a message that is too long", Buffer.concat([Buffer.from("E"), int32(2 ** 30)])],
    ["readiness before it has let anybody in", typed("Z", "I")],
    ["rows", Buffer.concat([request(0), typed("T", Buffer.alloc(2))])],
    ["a request that is cut off", request(5, Buffer.alloc(2))],
    ["a digest that is cut off", request(13, int32(0), int32(200))],
    ["HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ])("%s: it is no part of a login", async (_, bytes) => {
    const error = await errorOf(bytes);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain("not part of a login");
    expect(error.next).toContain("DWH_REDSHIFT_HOST");
  });

  it("hangs up without a word", async () => {
    expect((await errorOf(Buffer.alloc(0))).message).toContain("Connection terminated unexpectedly");
  });

  const codes = fc.oneof(fc.integer({ min: -1, max: 20 }), fc.integer());
  const body = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  const type = fc.constantFrom(..."RESKNZTDCGHIAVvtns12d");
  const anything = fc.oneof(
    fc.tuple(codes, body).map(([code, more]) => request(code, more)),
    fc.tuple(type, body).map(([letter, more]) => typed(letter, more)),
    fc.tuple(type, fc.string({ maxLength: 20 })).map(([letter, text]) => typed(letter, `${text}\0`)),
    body,
    fc.constantFrom(
      digestRequest,
      request(0),
      request(10, Buffer.from("SCRAM-SHA-256\0\0")),
      request(5, Buffer.alloc(4)),
    ),
  );

  it("whatever it sends, the error has a place and an exit code of 5 or 2", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 6 }), async (messages) => {
        const error = await errorOf(Buffer.concat(messages));
        expect(error).toBeInstanceOf(DwhError);
        expect([2, 5]).toContain(error.exitCode);
        expect(error.where).toBe(`localhost:${closing.port}/dev`);
        expect(error.next).toBeTruthy();
      }),
      { numRuns: 150 },
    );
  });
});

describe("a server that breaks the protocol later", () => {
  it("is a connection that is lost, not a bug", async () => {
    // pg's reader throws at this one.
    said = Buffer.concat([letIn, request(99)]);
    const error = await failure(logIn(closing));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain("lost the connection");
  });
});
