/** What the work of a command uses, whoever asked for it: the command line or a program (`src/index.ts`). */
import type { CommandContext } from "../cli/context.ts";

/** Without the terminal and the flags: what is done is decided by the configuration. */
export type JobContext = Pick<
  CommandContext,
  "config" | "log" | "signal" | "now" | "newId" | "sqlDir" | "version"
>;
