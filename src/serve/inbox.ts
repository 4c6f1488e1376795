/** What a client sends, packet by packet, at the pace at which it is handled. */
import type { Socket } from "node:net";
import { Framer, type Message } from "./framing.ts";

/** Unhandled bytes from which on nothing more is read from the socket. */
const HIGH_WATER = 1024 * 1024;

/**
 * Reads the socket even while a statement runs, so that a client that leaves is noticed at once (`gone`), unless it has
 * sent more than HIGH_WATER bytes ahead.
 */
export class Inbox {
  private readonly socket: Socket;
  private readonly framer = new Framer();
  private readonly leaving = new AbortController();
  private peeked: Message | undefined;
  private wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", this.onData);
    socket.on("end", this.onEnd);
    socket.on("close", this.onEnd);
    if (socket.destroyed || socket.readableEnded) this.onEnd();
  }

  /** Aborted when nothing more is taken: the client has closed the connection, in whatever way, or `close` was called. */
  get gone(): AbortSignal {
    return this.leaving.signal;
  }

  /** Whether more has come in than was taken. */
  get hasMore(): boolean {
    return this.peeked !== undefined || this.framer.buffered > 0;
  }

  /** The next packet without a type; undefined when the client is gone. @throws FatalError as the framer does. */
  packet(limit: number): Promise<Buffer | undefined> {
    return this.waitFor(() => this.framer.takePacket(limit));
  }

  /** The next message; undefined when the client is gone. @throws FatalError as the framer does. */
  async next(limit: number): Promise<Message | undefined> {
    const message = await this.peek(limit);
    this.peeked = undefined;
    return message;
  }

  /** The message that `next` will return, once it is here. @throws FatalError as the framer does. */
  async peek(limit: number): Promise<Message | undefined> {
    this.peeked ??= await this.waitFor(() => this.framer.takeMessage(limit));
    return this.peeked;
  }

  /** As if the client were gone. */
  close(): void {
    this.onEnd();
  }

  /** Stops reading and leaves the socket to somebody else. */
  detach(): void {
    this.socket.off("data", this.onData).off("end", this.onEnd).off("close", this.onEnd);
  }

  /** What is left unhandled by a client that is gone is dropped: nobody waits for its outcome. */
  private async waitFor<T>(take: () => T | undefined): Promise<T | undefined> {
    for (;;) {
      if (this.gone.aborted) return undefined;
      const taken = take();
      if (taken !== undefined) return taken;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.socket.resume();
      });
    }
  }

  private readonly onData = (chunk: Buffer): void => {
    this.framer.push(chunk);
    if (this.framer.buffered > HIGH_WATER) this.socket.pause();
    this.wake?.();
  };

  private readonly onEnd = (): void => {
    this.leaving.abort();
    this.wake?.();
  };
}
