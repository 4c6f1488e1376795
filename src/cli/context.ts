/**
 * What a command gets and what it gives back. A command lives in `commands/<name>.ts` and exports one function called
 * `command`; `cli/declarations.ts` declares its flags and help, and `main.ts` loads it only when it is asked for.
 */
import type { Flags } from "./flags.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../log.ts";

/** The terminal, or the pipes in its place. Data goes out, words for people go err. */
export interface Io {
  writeOut(text: string): void;
  writeErr(text: string): void;
  /** Everything on standard input, as UTF-8. */
  readStdin(): Promise<string>;
  readonly inIsTerminal: boolean;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal on stdout; Infinity when it is none, so that nothing is cut in a pipe. */
  readonly width: number;
  /** Columns of the terminal on stderr; Infinity when it is none. */
  readonly errWidth: number;
  /** Whether stderr may carry colours: a terminal, and NO_COLOR is not set. */
  readonly errColor: boolean;
  /** Whether a line on stderr may be written again: a terminal that can, with a person before it and no CI. */
  readonly errAnimates: boolean;
  /**
   * Puts a question on stderr and returns the line that is typed, without its end.
   * @throws ConfigError when there is nobody to answer: standard input is not a terminal.
   */
  ask(question: string): Promise<string>;
}

/** What a command is given: configuration, flags, terminal, log, and everything that is not a value. */
export interface CommandContext {
  readonly config: Config;
  readonly flags: Flags;
  readonly args: readonly string[];
  readonly io: Io;
  readonly log: Logger;
  /** Aborted by the first SIGINT or SIGTERM; its reason is an InterruptedError with the exit code to end with. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** A new random UUID. */
  readonly newId: () => string;
  /** The folder of the SQL files: DWH_SQL_DIR, or the one that comes with the program. */
  readonly sqlDir: string;
  /** The program's, as in package.json. */
  readonly version: string;
}

/** Does the work and returns the exit code; an error that is thrown is explained by `main.ts`. */
export type Command = (context: CommandContext) => Promise<number>;
