/** The AWS CLI, asked for JSON. */
import { OperateError, type Operator } from "./operator.ts";

/** What a service of AWS refused: its code, such as InvalidClusterState, and its words. */
export class AwsError extends OperateError {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Options of the CLI by name, without the dashes: a text, several, or a switch; what is undefined is left out. */
export type Options = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Returns the options as words: a switch that is off is `--no-…`. Pure. */
function wordsOf(options: Options): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === true) return value === undefined ? [] : [`--${name}`];
    if (value === false) return [`--no-${name}`];
    return [`--${name}`, ...(typeof value === "string" ? [value] : value)];
  });
}

/**
 * Runs `aws` with an operation, such as `redshift pause-cluster`, and returns its answer; an empty one for operations that answer nothing. The region is in the environment.
 * @throws AwsError when the service refuses; OperateError when the CLI itself fails.
 */
export async function askAws<T = unknown>(
  op: Operator,
  operation: string,
  options: Options = {},
): Promise<T> {
  const args = [...operation.split(" "), ...wordsOf(options), "--output", "json"];
  const { code, stdout, stderr } = await op.programs.ask("aws", args);
  if (code !== 0) {
    const said = stderr.trim();
    // CLI User Guide, "Return codes": every refusal of a service is told in this form.
    const [, fault] = /An error occurred \(([\w.]+)\)/.exec(said) ?? [];
    const message = said.replace(/^(?:aws: \[ERROR\]: )/, "");
    throw fault === undefined ? new OperateError(message) : new AwsError(fault, message);
  }
  return (stdout.trim() === "" ? {} : JSON.parse(stdout)) as T;
}

/** Returns what `asking` resolves with, or undefined where AWS refuses with one of these codes. */
export async function unlessRefused<T>(
  asking: Promise<T>,
  ...codes: readonly string[]
): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
