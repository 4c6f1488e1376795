/** What a program is asked, what it answers, and how the options of the AWS CLI and of Pulumi are read. */

export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string;
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The words of a command, and its options; an option without a value has an empty list. */
export interface Words {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** Flags of Pulumi and of the AWS CLI that take no value, so that the next word is not theirs. */
const ALONE = new Set([
  "--yes",
  "--json",
  "--path",
  "--all",
  "--refresh",
  "--diff",
  "--non-interactive",
  "--expect-no-changes",
  "--plaintext",
  "--show-urns",
]);

/** Tells the words of a command from its options, which take all that follows up to the next option. */
export function parseWords(args: readonly string[]): Words {
  const words: string[] = [];
  const options = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const arg of args) {
    if (arg.startsWith("--")) {
      const [name = "", ...rest] = arg.split("=");
      const values = rest.length > 0 ? [rest.join("=")] : [];
      options.set(name, values);
      current = ALONE.has(name) || values.length > 0 ? undefined : values;
    } else (current ?? words).push(arg);
  }
  return { words, options };
}

/** The only value of an option. @throws Error where the option is missing */
export function value({ options }: Words, name: string): string {
  const [first] = options.get(name) ?? [];
  if (first === undefined) throw new Error(`${name} is missing`);
  return first;
}

/** What a service of AWS answers when it refuses: a code, and words for people. */
export class AwsFault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
