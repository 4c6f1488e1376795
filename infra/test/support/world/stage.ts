/** One test's outside, and `operate` in the middle of it, in the process of the test. */
import { World } from "./world.ts";
import type { Checkout } from "./checkout.ts";
import { spawnSync } from "node:child_process";
import { operate } from "../../../operate/operate.ts";
import type { Programs } from "../../../operate/programs.ts";
import type { Answer, Call } from "./call.ts";

export class Stage {
  readonly world = new World();
  readonly checkout: Checkout;
  /** What the last command wrote, in the order in which it did, wherever it went. */
  told = "";

  constructor(checkout: Checkout) {
    this.checkout = checkout;
  }

  /** Types a command, with what whoever sits there answers; what programs show on the terminal is part of the output. */
  async operate(args: readonly string[], input = ""): Promise<Answer> {
    let [stdout, stderr] = ["", ""];
    this.told = "";
    const print = (text: string): void => {
      stdout += text;
      this.told += text;
    };
    const say = (line: string): void => {
      stderr += `${line}\n`;
      this.told += `${line}\n`;
    };
    const open = (variables: Readonly<Record<string, string>>): Programs => {
      const ask = (program: string, words: readonly string[], told = ""): Promise<Answer> =>
        Promise.resolve(
          this.answer({ program, args: words, cwd: this.checkout.infra, env: variables, input: told }),
        );
      const show = async (program: string, words: readonly string[]): Promise<number> => {
        const answer = await ask(program, words);
        print(answer.stdout);
        stderr += answer.stderr;
        return answer.code;
      };
      return { ask, show };
    };
    const code = await operate(args, {
      folder: this.checkout.infra,
      open,
      print,
      say,
      readLine: () => Promise.resolve(input.split("\n")[0] ?? ""),
      pause: () => Promise.resolve(),
    });
    return { code, stdout, stderr };
  }

  remove(): void {
    this.checkout.remove();
  }

  private answer(call: Call): Answer {
    if (call.program !== "git") return this.world.answer(call);
    const { status, stdout, stderr } = spawnSync("git", call.args, { cwd: call.cwd, encoding: "utf8" });
    return { code: status ?? 1, stdout, stderr };
  }
}
