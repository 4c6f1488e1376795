/** A wire between pg and the server that is cut at a chosen message. It sees bytes only: what it cuts is encrypted. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** In the order in which a message passes them. */
export const MOMENTS = ["before", "half", "sent", "after"] as const;

/**
 * Where the wire is cut. pg sends a message and waits for the answer, so that what arrives between two answers is one message:
 * of the TLS handshake, of the login, or a statement.
 */
export interface Cut {
  /** Counts the client's messages of one connection, from 1. */
  readonly message: number;
  /** Which connection, from 1; the next that gets so far when it is not given. */
  readonly connection?: number;
  /**
   * `before` the server has any of it, with `half` of it sent, when all of it was `sent` and the server is at work on it, or
   * `after` the server's answer, which the client never sees.
   */
  readonly when: (typeof MOMENTS)[number];
}

export interface FaultyProxy {
  readonly port: number;
  /** The client's messages of all connections so far. */
  messages: number;
  /** The same of each connection, in the order in which they were made. */
  readonly messagesOf: readonly number[];
  /** Holds the client's first message back until it is let go. */
  hold(): () => void;
  /** The next connection that gets so far is cut there; undefined for none. */
  arm(cut: Cut | undefined): void;
  /** Called when the place is reached, and waited for before the wire is cut. */
  onReach: () => Promise<unknown>;
  /** Called when the wire was cut; whoever listens may arm the next cut. */
  onCut: () => void;
  close(): Promise<void>;
}

/** Forwards to the port on this machine until it is told where to cut. */
export async function startFaultyProxy(target: number): Promise<FaultyProxy> {
  let armed: Cut | undefined;
  let ready: Promise<void> | undefined;
  const messagesOf: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (client) => {
    void Promise.resolve(ready).then(() => client.resume());
    const upstream = connect(target, "127.0.0.1");
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("end", () => other.end());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroySoon();
      });
    }
    let messages = 0;
    const connection = messagesOf.push(0);
    const isPlace = (): boolean =>
      armed?.message === messages && (armed.connection ?? connection) === connection;
    let answered = true;
    let deaf = false;
    const cut = async (): Promise<void> => {
      armed = undefined;
      deaf = true;
      await proxy.onReach();
      client.destroy();
      upstream.destroySoon();
      proxy.onCut();
    };
    client.on("data", (chunk: Buffer) => {
      if (deaf) return;
      if (answered) {
        messages += 1;
        messagesOf[connection - 1] = messages;
        proxy.messages += 1;
      }
      answered = false;
      switch (isPlace() ? armed?.when : undefined) {
        case undefined:
          upstream.write(chunk);
          break;
        case "before":
          void cut();
          break;
        case "half":
          upstream.write(chunk.subarray(0, chunk.length / 2));
          void cut();
          break;
        case "sent":
          upstream.write(chunk);
          void cut();
          break;
        case "after":
          upstream.write(chunk);
      }
    });
    upstream.on("data", (chunk: Buffer) => {
      answered = true;
      if (deaf) return;
      if (isPlace()) void cut();
      else client.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: FaultyProxy = {
    port: (server.address() as AddressInfo).port,
    messages: 0,
    messagesOf,
    hold: () => {
      let letGo = (): void => undefined;
      ready = new Promise((resolve) => (letGo = resolve));
      return letGo;
    },
    arm: (cut) => (armed = cut),
    onReach: () => Promise.resolve(),
    onCut: () => undefined,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return proxy;
}
