/** A command line as somebody types it, in this process: in the working folder, with nothing in the environment. */
import type { CommandContext } from "../../src/cli/context.ts";
import { parseCommandLine } from "../../src/cli/command-line.ts";
import { COMMANDS, type CommandDeclaration } from "../../src/cli/declarations.ts";
import { loadConfig } from "../../src/config/load.ts";
import { DwhError } from "../../src/errors.ts";
import { chooseWarehouse } from "../../src/job/choose-warehouse.ts";
import { readDeclaredSources } from "../../src/job/declared-sources.ts";
import { ownDefaults, SHIPPED_SQL } from "../../src/sql-dir.ts";
import { explain } from "../../src/text/explain.ts";
import { fakeContext } from "./context.ts";

/** What was printed, on both streams together, and the exit code. */
export interface Typed {
  readonly code: number;
  readonly said: string;
}

type Load = () => Promise<{ readonly command: (context: CommandContext) => Promise<number> }>;

/** Types `dwh <words>` in the working folder; `commands` has those that may come, by name. */
export async function typed(
  words: readonly string[],
  commands: Readonly<Record<string, Load>>,
): Promise<Typed> {
  const own = ownDefaults(".");
  const declared = await readDeclaredSources(own?.sqlDir ?? SHIPPED_SQL);
  const line = parseCommandLine(words, { version: "test", width: 100, declared });
  if (line.kind === "text") return { code: 0, said: line.text };
  if (line.kind === "problem") return { code: line.error.exitCode, said: explain(line.error) };
  const loaded = loadConfig({
    flags: line.settings,
    sourceFlags: line.sourceFlags,
    env: {},
    declared,
    ...(own === undefined ? {} : { defaults: own }),
  });
  const { opens }: CommandDeclaration = COMMANDS[line.name];
  const config = opens === undefined ? loaded : chooseWarehouse(loaded, declared, opens).config;
  let ids = 0;
  const logged: string[] = [];
  const note = (message: string, fields: object = {}): void =>
    void logged.push(message, ...Object.values(fields).map(String));
  const fake = fakeContext({
    config,
    flags: line.flags,
    args: line.args,
    now: () => new Date(),
    newId: () => `typed-${String((ids += 1))}-${String(Math.random()).slice(2)}`,
    sqlDir: config.sqlDir ?? SHIPPED_SQL,
  });
  const context = { ...fake, log: { error: note, warn: note, info: note, debug: () => undefined } };
  const load = commands[line.name];
  if (load === undefined) throw new Error(`no command ${line.name} here`);
  const said = (): string => [context.io.out(), context.io.err(), ...logged].join("\n");
  try {
    return { code: await (await load()).command(context), said: said() };
  } catch (error) {
    if (!(error instanceof DwhError)) throw error;
    return { code: error.exitCode, said: `${said()}\n${explain(error)}` };
  }
}
