import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { Inbox } from "../../src/serve/inbox.ts";
import { Outbox } from "../../src/serve/outbox.ts";
import { query } from "./wire-client.ts";

/** A socket whose other end reads when it is told to. */
function openSocket() {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const socket = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      taken += chunk.length;
      waiting.push(done);
    },
  });
  return {
    socket: socket as unknown as Socket,
    duplex: socket,
    readOn: () => waiting.shift()?.(),
    taken: () => taken,
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a client that reads slowly", () => {
  it("is sent no more than it takes, and in the end everything", async () => {
    const { socket, readOn, taken } = openSocket();
    let made = 0;
    function* messages(): Generator<Buffer> {
      for (; made < 100; made += 1) yield Buffer.alloc(40_000);
    }
    const outbox = new Outbox(socket);
    const sent = outbox.addAll(messages()).then(() => outbox.flush());
    await settle();
    expect(made).toBeLessThan(5);
    for (let turn = 0; turn < 100; turn += 1) {
      readOn();
      await settle();
    }
    await sent;
    expect(taken()).toBe(100 * 40_000);
  });

  it("is given up when it is gone", async () => {
    const { socket, duplex } = openSocket();
    let made = 0;
    function* messages(): Generator<Buffer> {
      for (; made < 1000; made += 1) yield Buffer.alloc(40_000);
    }
    const sent = new Outbox(socket).addAll(messages());
    await settle();
    duplex.destroy();
    await sent;
    expect(made).toBeLessThan(5);
  });
});

describe("a client that sends ahead", () => {
  it("is read no further until its messages are handled, and loses none", async () => {
    const { socket, duplex } = openSocket();
    const inbox = new Inbox(socket);
    const message = query("x".repeat(300_000));
    for (let count = 0; count < 8; count += 1) duplex.push(message);
    await settle();
    expect(socket.isPaused()).toBe(true);
    for (let count = 0; count < 8; count += 1) expect((await inbox.next(1e6))?.body.length).toBe(300_001);
    const next = inbox.next(1e6);
    expect(socket.isPaused()).toBe(false);
    duplex.push(null);
    expect(await next).toBeUndefined();
    expect(inbox.gone.aborted).toBe(true);
  });
});
