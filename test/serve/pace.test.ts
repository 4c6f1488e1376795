import { once } from "node:events";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { Conversation } from "../../src/serve/conversation.ts";
import type { DescribingSession } from "../../src/serve/describing.ts";
import { Inbox } from "../../src/serve/inbox.ts";
import { Outbox } from "../../src/serve/outbox.ts";
import { PreparedStatements } from "../../src/serve/prepared-statements.ts";
import { AT_ONCE } from "../../src/warehouse/local/compile/compiler.ts";
import { bind, close, flush, parse, query, sync, typed } from "./wire-client.ts";

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

/** Answers everything at once, so that nothing but the server itself lets others have a turn. */
const READY: DescribingSession = {
  id: 1,
  read: (sql) => AT_ONCE.read(sql),
  execute: async () => NOTHING,
  open: async () => NOTHING,
  describe: async () => ({ columns: [], parameters: new Map() }),
  keepSettings: () => undefined,
  cancel: async () => undefined,
};
const NOTHING = { command: "SET", rowCount: 0, columns: [], rows: [], notices: [] };
const quiet = () => undefined;

/** Has a client say all of this, and leave; returns how often the loop came round meanwhile, and the largest piece that was sent. */
async function converse(messages: readonly Buffer[]) {
  let largest = 0;
  const socket = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      largest = Math.max(largest, chunk.length);
      done();
    },
  }) as unknown as Socket;
  const inbox = new Inbox(socket);
  (socket as unknown as Duplex).push(Buffer.concat([...messages, typed("X")]));
  const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const surroundings = { inbox, outbox: new Outbox(socket), log };
  const conversing = new Conversation(READY, new PreparedStatements(), surroundings).run();
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await conversing;
  isOver = true;
  return { turns, largest };
}

const times = (count: number, message: Buffer) => Array.from({ length: count }, () => message);

describe("others have their turn while a client has", () => {
  it.each([
    ["messages without an answer", times(2000, flush())],
    ["queries", times(2000, query(""))],
    ["Syncs", times(2000, sync())],
    ["statements to prepare", times(2000, parse("select 1"))],
    ["values", [parse("select 1"), ...times(2000, bind())]],
    ["messages that are skipped", [parse("select from from"), ...times(2000, bind())]],
    ["statements in one text", [query("show timezone;".repeat(2000))]],
  ])("sent ahead many %s", async (_, messages) => {
    expect((await converse(messages)).turns).toBeGreaterThan(100);
  });
});

it("answers that nobody asks for yet are not gathered without end", async () => {
  const { largest } = await converse([...times(40_000, close("P", "none")), sync()]);
  expect(largest).toBeLessThan(100_000);
});
