/** What can stand for AWS in a test: the fake, always, and `moto_server` where it is on the path. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { startChild } from "./children.ts";
import { startFakeAws } from "./fake-aws/fake-aws.ts";

export interface AwsServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Enough for clients that sign; both servers take any. */
export const CREDENTIALS = { accessKeyId: "AKIATEST", secretAccessKey: "not-a-secret" };

const hasMoto = (process.env["PATH"] ?? "")
  .split(delimiter)
  .some((folder) => existsSync(join(folder, "moto_server")));

/** `available` false: the tests are shown as skipped, by this name. */
export const AWS_SERVERS: readonly {
  readonly name: string;
  readonly available: boolean;
  readonly start: () => Promise<AwsServer>;
}[] = [
  { name: "the fake", available: true, start: () => startFakeAws() },
  { name: "moto_server", available: hasMoto, start: startMoto },
];

async function startMoto(): Promise<AwsServer> {
  const port = await freePort();
  // The command may be a shim: it and what it starts are ended together.
  const running = startChild("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    env: process.env,
    group: true,
  });
  await running.says(/Running on http/);
  return { endpoint: `http://127.0.0.1:${port}`, close: async () => void (await running.end()) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
