/** What can stand for AWS in a test: the fake, always, and `moto_server` where it is on the path. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    detached: true,
  });
  const exited = once(child, "exit");
  const endpoint = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error("moto_server did not start");
    const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok === true) break;
    await sleep(50);
  }
  return {
    endpoint,
    close: async () => {
      // The command may be a shim: its whole group, made above, has to end.
      if (child.pid !== undefined) process.kill(-child.pid);
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
