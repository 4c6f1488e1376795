/** A server that takes TLS and the start-up packet, and then says what a test tells it to, byte by byte. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, TLSSocket } from "node:tls";
import { makeCertificate } from "../../src/serve/certificate.ts";

export interface LoginServer {
  readonly port: number;
  readonly caFile: string;
  /** What the clients sent behind their start-up packets. */
  readonly answers: Buffer[];
  close(): Promise<void>;
}

/** What is sent once the start-up packet is in; the connection is ended behind it unless it goes on with an answer. */
export interface LoginScript {
  readonly first: () => Buffer;
  /** Sent when the client has answered. */
  readonly second?: () => Buffer;
}

export async function startLoginServer(script: LoginScript): Promise<LoginServer> {
  const tls = await makeCertificate(new Date());
  const folder = mkdtempSync(join(tmpdir(), "dwh-login-"));
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, tls.cert);
  const secureContext = createSecureContext(tls);
  const answers: Buffer[] = [];
  const open = new Set<Socket>();
  const serve = async (raw: Socket): Promise<void> => {
    await once(raw, "data");
    raw.write("S");
    const socket = new TLSSocket(raw, { isServer: true, secureContext });
    socket.on("error", () => undefined);
    await once(socket, "data");
    if (script.second === undefined) {
      socket.end(script.first());
      return;
    }
    socket.write(script.first());
    answers.push(...((await once(socket, "data")) as Buffer[]));
    socket.end(script.second());
  };
  const server = createServer((raw) => {
    open.add(raw);
    raw.on("error", () => undefined);
    serve(raw).catch(() => raw.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    caFile,
    answers,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}
