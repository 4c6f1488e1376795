import { once } from "node:events";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { Inbox } from "../../src/serve/inbox.ts";
import { Outbox } from "../../src/serve/outbox.ts";
import { query } from "./wire-client.ts";

/** A socket whose other end reads when it is told to. */
function openSocket() {
  let taken = 0;
  let waiting: (() => void) | undefined;
  let tell = (): void => {};
  const socket = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      waiting = () => {
        waiting = undefined;
        taken += chunk.length;
        done();
      };
      tell();
    },
  });
  /** Resolves with how to take it when something was sent and is not taken yet. */
  const offer = async (): Promise<() => void> => {
    if (waiting === undefined) await new Promise<void>((resolve) => (tell = resolve));
    return waiting ?? offer();
  };
  return {
    socket: socket as unknown as Socket,
    duplex: socket,
    offer,
    taken: () => taken,
  };
}

/** Lets everything that waits for nothing but its turn go as far as it can. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const SIZE = 40_000;

describe("a client that reads slowly", () => {
  it("is sent no more than it takes, and in the end everything", async () => {
    const { socket, offer, taken } = openSocket();
    let made = 0;
    function* messages(): Generator<Buffer> {
      for (; made < 100; made += 1) yield Buffer.alloc(SIZE);
    }
    const outbox = new Outbox(socket);
    const sent = outbox.addAll(messages()).then(() => outbox.flush());
    while (taken() < 100 * SIZE) {
      const take = await offer();
      await settle();
      expect(made * SIZE - taken()).toBeLessThan(5 * SIZE);
      take();
    }
    await sent;
    expect(taken()).toBe(100 * SIZE);
  });

  it("is given up when it is gone", async () => {
    const { socket, duplex, offer } = openSocket();
    let made = 0;
    function* messages(): Generator<Buffer> {
      for (; made < 1000; made += 1) yield Buffer.alloc(SIZE);
    }
    const sent = new Outbox(socket).addAll(messages());
    await offer();
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
    const paused = once(duplex, "pause");
    for (let count = 0; count < 8; count += 1) duplex.push(message);
    await paused;
    expect(socket.isPaused()).toBe(true);
    for (let count = 0; count < 8; count += 1) expect((await inbox.next(1e6))?.body.length).toBe(300_001);
    const next = inbox.next(1e6);
    expect(socket.isPaused()).toBe(false);
    duplex.push(null);
    expect(await next).toBeUndefined();
    expect(inbox.gone.aborted).toBe(true);
  });
});
