/** The process behind `operate.sh`: arguments and environment to command to exit code. */
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { operate } from "./operate.ts";
import { startPrograms } from "./programs.ts";

const folder = fileURLToPath(new URL("../", import.meta.url));
const pollMs = Number(process.env["OPERATE_POLL_SECONDS"] ?? "5") * 1000;

process.exitCode = await operate(process.argv.slice(2), {
  folder,
  open: (variables) => startPrograms(folder, { ...process.env, ...variables }),
  say: (line) => process.stderr.write(`${line}\n`),
  print: (text) => process.stdout.write(text),
  readLine: readFirstLine,
  pause: () => sleep(pollMs),
});

/** The rest of standard input stays for the programs that are started later. */
function readFirstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  return new Promise((done) => {
    lines.once("line", (line) => {
      done(line);
      lines.close();
      process.stdin.pause();
    });
    lines.once("close", () => done(""));
  });
}
