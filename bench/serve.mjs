// A local warehouse behind the Postgres protocol.
import { spawn } from "node:child_process";
import { DWH } from "./paths.mjs";

export const SERVE_PASSWORD = "bench";

/** `dwh serve` of the warehouse on a free port; its certificate goes to the folder. Resolves when it listens. */
export async function serve(folder, warehouse, more = {}) {
  const env = { ...process.env, DWH_SERVE_PASSWORD: SERVE_PASSWORD, ...more };
  const args = [DWH, "serve", "--port", "0", "--warehouse", warehouse];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  const port = await new Promise((resolve, reject) => {
    let text = "";
    child.on("close", () => reject(new Error(`dwh serve ended:\n${text}`)));
    child.stderr.setEncoding("utf8").on("data", (some) => {
      text += some;
      const [, found] = /"listening".*"port":(\d+)/.exec(text) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        child.on("close", resolve);
        child.kill("SIGTERM");
      }),
  };
}
