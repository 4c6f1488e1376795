/** What every command is given: whose stack it is, the programs that it may start, and whom it talks to. */
import type { Programs } from "./programs.ts";

/** A command that could not be done: what is wrong, and what to do next. */
export class OperateError extends Error {}

export interface Operator {
  readonly stack: string;
  /** The folder of the infrastructure, where `Pulumi.<stack>.yaml` is. */
  readonly folder: string;
  readonly programs: Programs;
  /** Says something to whoever sits there: on standard error. */
  readonly say: (line: string) => void;
  /** Prints what was asked for: on standard output. */
  readonly print: (text: string) => void;
  /** Resolves with the next line of standard input. */
  readonly readLine: () => Promise<string>;
  /** Waits between two looks at something that takes its time. */
  readonly pause: () => Promise<void>;
}

/** The name of the stack in AWS: what the program puts in front of every name. */
export const nameOf = ({ stack }: Operator): string => `dwh-${stack}`;

/** Asks for the stack's name to be typed. @throws OperateError when something else is */
export async function confirm(op: Operator, what: string, otherwise: string): Promise<void> {
  op.say(`${what} Type ${op.stack} to go on:`);
  if ((await op.readLine()) !== op.stack) throw new OperateError(`that is not ${op.stack}; ${otherwise}`);
}

/** Runs a program that has the terminal. @throws OperateError when it ends with another code than 0; it has said why itself */
export async function showOrFail(op: Operator, program: string, args: readonly string[]): Promise<void> {
  const code = await op.programs.show(program, args);
  if (code !== 0) throw new OperateError(`\`${program} ${args.slice(0, 2).join(" ")}\` ended with ${code}`);
}
