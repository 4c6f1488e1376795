/** One command, from its words to its exit code. */
import { COMMANDS, usage } from "./commands.ts";
import { OperateError, type Operator } from "./operator.ts";
import type { Programs } from "./programs.ts";
import { readSetting } from "./stack-config.ts";

/** What `operate` needs of the process. */
export interface Outside extends Omit<Operator, "stack" | "programs"> {
  /** Returns what starts programs, with these variables beside those of the process. */
  readonly open: (variables: Readonly<Record<string, string>>) => Programs;
}

/** Runs the command and returns its exit code: that of the task for those that run one, 1 when it could not be done, 2 for what is none. */
export async function operate(
  [name = "", stack, ...args]: readonly string[],
  outside: Outside,
): Promise<number> {
  const command = COMMANDS.get(name);
  if (command === undefined || stack === undefined) {
    outside.say(usage());
    return 2;
  }
  const { open, ...rest } = outside;
  const op: Operator = { ...rest, stack, programs: open({}) };
  try {
    const programs = name === "state" ? op.programs : open(await variablesFor(op));
    return (await command.run({ ...op, programs }, args)) ?? 0;
  } catch (error) {
    if (!(error instanceof OperateError)) throw error;
    outside.say(`operate.sh: ${error.message}`);
    return 1;
  }
}

/** The region, for version 2 of the AWS CLI and for version 1; and no pager, which would wait for a key. */
async function variablesFor(op: Operator): Promise<Readonly<Record<string, string>>> {
  const region = await readSetting(op, "aws:region");
  return { AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_PAGER: "" };
}
