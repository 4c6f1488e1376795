/** `dwh completion`: what a shell completes the command line with. */
import { renderCompletion, SHELLS } from "../cli/completion.ts";
import type { CommandContext } from "../cli/context.ts";
import { ConfigError } from "../errors.ts";
import { EXIT } from "../names.ts";

/** Prints the script of the shell that the argument names. */
export function command({ args, io, config }: CommandContext): Promise<number> {
  const shell = SHELLS.find((one) => one === args[0]);
  if (shell === undefined) {
    throw new ConfigError(`there is no completion for ${JSON.stringify(args[0])}`, {
      where: "command line of `dwh completion`",
      next: `give one of ${SHELLS.join(", ")}`,
    });
  }
  io.writeOut(renderCompletion(shell, config.declared));
  return Promise.resolve(EXIT.done);
}
