/** What main.ts would hand to a command, with time and ids that do not change. */
import { fileURLToPath } from "node:url";
import type { CommandContext } from "../../src/cli/context.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Logger } from "../../src/log.ts";
import { fakeIo, type FakeIo } from "./fake-io.ts";
import { DECLARED } from "./sources.ts";

export interface FakeContext extends CommandContext {
  readonly io: FakeIo;
  readonly logged: readonly string[];
}

/** Returns a context with the default configuration; `env` sets variables, `over` replaces parts. */
export function fakeContext(
  over: Partial<Omit<CommandContext, "io" | "log">> & { readonly io?: FakeIo } = {},
  env: Readonly<Record<string, string>> = {},
): FakeContext {
  const logged: string[] = [];
  const write = (message: string): void => void logged.push(message);
  const log: Logger = { error: write, warn: write, info: write, debug: () => undefined };
  return {
    config: loadConfig({ flags: {}, env, declared: DECLARED }),
    flags: { format: "text" },
    args: [],
    signal: new AbortController().signal,
    now: () => new Date("2026-01-02T03:04:05Z"),
    newId: () => "00000000-0000-4000-8000-000000000001",
    sqlDir: fileURLToPath(new URL("../../sql", import.meta.url)),
    version: "0.0.0",
    ...over,
    io: over.io ?? fakeIo(),
    log,
    logged,
  };
}
