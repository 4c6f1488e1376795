/** Programs on the path that ask the stand-ins, which live in the process of the test, over a socket. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { startChild } from "../../../../test/support/children.ts";
import type { Answer, Call } from "./call.ts";

/** Sends all that it was told, prints what comes back. Plain JavaScript, since it starts often. */
const SHIM = (program: string, socket: string): string => `#!/usr/bin/env node
const { connect } = require("node:net");
const { readFileSync } = require("node:fs");
const takesInput = ${JSON.stringify(program)} === "docker" && process.argv.includes("--password-stdin");
const input = takesInput ? readFileSync(0, "utf8") : "";
const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
const call = { program: ${JSON.stringify(program)}, args: process.argv.slice(2), cwd: process.cwd(), env: { AWS_REGION, AWS_DEFAULT_REGION }, input };
let text = "";
const to = connect(${JSON.stringify(socket)}, () => to.end(JSON.stringify(call)));
to.on("data", (chunk) => (text += chunk));
to.on("end", () => {
  const { code, stdout, stderr } = JSON.parse(text);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code;
});
`;

export class Shims {
  readonly folder = mkdtempSync(join(tmpdir(), "dwh-shims-"));
  readonly bin = join(this.folder, "bin");
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  /** Answers until it is closed; what the stand-ins throw is printed by the program that asked. */
  static open(answer: (call: Call) => Answer): Promise<Shims> {
    const server = createServer({ allowHalfOpen: true }, (connection) => {
      let text = "";
      connection.on("data", (chunk) => (text += chunk.toString()));
      connection.on("end", () =>
        connection.end(JSON.stringify(answerOrSay(answer, JSON.parse(text) as Call))),
      );
    });
    const shims = new Shims(server);
    mkdirSync(shims.bin);
    return new Promise((done) => server.listen(shims.socket, () => done(shims)));
  }

  private get socket(): string {
    return join(this.folder, "socket");
  }

  /** Puts a program into a folder, by default into that which is on the path of `run`. */
  put(program: string, folder: string = this.bin): void {
    writeFileSync(join(folder, program), SHIM(program, this.socket), { mode: 0o755 });
  }

  /** Runs a command with the stand-ins first on the path. */
  async run(
    command: string,
    args: readonly string[],
    options: { cwd: string; input?: string },
  ): Promise<Answer> {
    const env = {
      ...process.env,
      PATH: `${this.bin}${delimiter}${process.env["PATH"]}`,
      OPERATE_POLL_SECONDS: "0",
    };
    const { code, stdout, stderr } = await startChild(command, args, {
      cwd: options.cwd,
      env,
      input: options.input,
      group: true,
    });
    return { code: code ?? 1, stdout, stderr };
  }

  async close(): Promise<void> {
    await new Promise((done) => this.server.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function answerOrSay(answer: (call: Call) => Answer, call: Call): Answer {
  try {
    return answer(call);
  } catch (error) {
    return { code: 99, stdout: "", stderr: `${error instanceof Error ? error.stack : String(error)}\n` };
  }
}
