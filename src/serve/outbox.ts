/** What goes to a client: gathered into large writes, at the pace at which the client reads. */
import type { Socket } from "node:net";

/** Bytes that are gathered before they are worth a write. */
const BATCH = 64 * 1024;

/** The most bytes of one write. */
const MOST = 1024 * 1024;

/** Gathers messages for one socket; nothing leaves before `flush`, or before there is a batch of them. */
export class Outbox {
  private readonly socket: Socket;
  private gathered: Buffer[] = [];
  private size = 0;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** Takes a message; it leaves with the next flush. */
  add(message: Buffer): void {
    this.gathered.push(message);
    this.size += message.length;
  }

  /** Whether what was gathered is worth a write. */
  get isFull(): boolean {
    return this.size >= BATCH;
  }

  /** Takes many messages, made as they are needed, and sends full batches on the way. Stops, and returns false, when the client is gone. */
  async addAll(messages: Iterable<Buffer>): Promise<boolean> {
    for (const message of messages) {
      this.add(message);
      if (this.isFull) {
        await this.flush();
        if (!this.socket.writable) return false;
      }
    }
    return this.socket.writable;
  }

  /** Sends what was gathered and, when the client reads slowly, waits for it. To a client that is gone nothing is sent. */
  async flush(): Promise<void> {
    const [first] = this.gathered;
    const bytes =
      first !== undefined && this.gathered.length === 1 ? first : Buffer.concat(this.gathered, this.size);
    this.gathered = [];
    this.size = 0;
    // A value may be megabytes, which are not encrypted in one go.
    for (let at = 0; at < bytes.length && this.socket.writable; at += MOST)
      if (!this.socket.write(bytes.subarray(at, at + MOST))) await this.drained();
  }

  private drained(): Promise<void> {
    return new Promise<void>((resolve) => {
      const done = (): void => {
        this.socket.off("drain", done).off("close", done);
        resolve();
      };
      this.socket.on("drain", done).on("close", done);
    });
  }
}
