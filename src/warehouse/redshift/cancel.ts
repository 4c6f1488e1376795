/** Asks the server to stop what a session runs, over a connection of its own (Postgres manual, "Canceling Requests"). */
import { Connection, type Client } from "pg";
import type { ConnectionOptions } from "node:tls";

/** What pg keeps of a session, and its types do not tell. */
interface Session {
  readonly processID: number | null;
  readonly secretKey: number | null;
}

interface Server {
  readonly host: string;
  readonly port: number;
  readonly ssl: ConnectionOptions;
  readonly timeoutMs: number;
}

/** Resolves when the server has taken the request; there is no other answer. @throws Error when it cannot be reached. */
export async function requestCancel(client: Client, server: Server): Promise<void> {
  const { processID, secretKey } = client as unknown as Session;
  if (processID === null || secretKey === null) return;
  const connection = new Connection({ ssl: server.ssl }) as Connection & {
    connect(port: number, host: string): void;
    requestSsl(): void;
    cancel(processId: number, secretKey: number): void;
  };
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => connection.stream.destroy(new Error("timeout expired")), server.timeoutMs);
    connection.once("connect", () => {
      connection.requestSsl();
    });
    connection.once("sslconnect", () => {
      connection.cancel(processID, secretKey);
    });
    connection.once("error", reject);
    connection.once("end", () => {
      clearTimeout(timer);
      resolve();
    });
    connection.connect(server.port, server.host);
  });
}
