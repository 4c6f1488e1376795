/** pg's connection, which also answers what Redshift alone asks, and ends in an error whatever a server sends. */
import { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import { Connection, type ConnectionConfig } from "pg";
import { answerDigest } from "./digest.ts";
import { LoginMessages } from "./login-messages.ts";

/** What pg calls once there is a stream to read from, in the clear or after TLS; its types do not tell. */
interface Reading {
  attachListeners(stream: EventEmitter): void;
}

const reading = Connection.prototype as unknown as Reading;

/** What a connection needs beside pg's own options: the password, and the time, which is the client's nonce. */
export interface RedshiftConnectionConfig extends ConnectionConfig {
  readonly password: string;
  readonly now: () => Date;
}

/** What is answered more than once, and what it is told before pg is. */
export interface Answering {
  /** An answer has ended. Returns whether more come, and pg is not told. */
  endAnswer(): boolean;
  /** An answer is an error, of which pg is not told. */
  failAnswer(error: Error): void;
}

/**
 * Stands between the stream and pg's reader. That throws out of the stream's event, where nobody can catch it, so that here
 * every fault of what came in becomes the connection's error, which fails the login or the statement that runs.
 */
export class RedshiftConnection extends Connection implements Reading {
  // Hidden names: pg has a method of the name `password`, which answers MD5.
  readonly #password: string;
  readonly #now: () => Date;

  constructor({ password, now, ...config }: RedshiftConnectionConfig) {
    super(config);
    this.#password = password;
    this.#now = now;
  }

  /** What gets the answers that come now, if it gets several. */
  answering: Answering | undefined;

  override emit(event: string | symbol, ...args: readonly unknown[]): boolean {
    const { answering } = this;
    if (answering !== undefined && event === "errorMessage") {
      answering.failAnswer(args[0] as Error);
      return true;
    }
    if (answering !== undefined && event === "readyForQuery") {
      if (answering.endAnswer()) return true;
      this.answering = undefined;
    }
    return super.emit(event, ...args);
  }

  attachListeners(stream: Duplex): void {
    const reader = new EventEmitter();
    reading.attachListeners.call(this, reader);
    const messages = new LoginMessages();
    let failed = false;
    stream.on("data", (chunk: Buffer) => {
      if (failed) return;
      try {
        for (const message of messages.take(chunk)) {
          if (message.kind === "pass") reader.emit("data", message.bytes);
          // The drivers of Amazon take the time in milliseconds as their nonce.
          else stream.write(answerDigest(message.request, this.#password, this.#nonce()));
        }
      } catch (error) {
        failed = true;
        this.emit("error", error);
        stream.destroy();
      }
    });
    stream.on("end", () => reader.emit("end"));
  }

  #nonce(): Buffer {
    return Buffer.from(String(this.#now().getTime()));
  }
}
