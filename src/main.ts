#!/usr/bin/env node
/**
 * The way in, and the only file that touches the process: arguments and environment -> command -> exit code. Everything heavy is
 * imported when it is needed, so that `dwh --version` costs little more than Node itself.
 */
import { randomUUID } from "node:crypto";
import { parseCommandLine, type CommandLine } from "./cli/command-line.ts";
import type { Command, Io } from "./cli/context.ts";
import {
  COMMANDS,
  type CommandDeclaration,
  type CommandName,
  type WarehouseUse,
} from "./cli/declarations.ts";
import type { Config, LogLevel } from "./config/config.ts";
import { ConfigError, DwhError, InterruptedError } from "./errors.ts";
import { explain } from "./text/explain.ts";
import type { Logger } from "./log.ts";
import { EXIT } from "./names.ts";
import { redact } from "./redact.ts";
import type { SourceDeclaration } from "./config/declared-source.ts";
import { ownDefaults, SHIPPED_SQL } from "./sql-dir.ts";
import { readVersion } from "./version.ts";
import { messageOf } from "./text/message-of.ts";

const { stdin, stdout, stderr } = process;
// Node 20 works; the SDK's word against it would stand in the log of every run.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
const jsonLines = !stderr.isTTY;
const { NO_COLOR = "", CI = "", TERM = "" } = process.env;
/** https://no-color.org: any value but the empty one. */
const colors = stderr.isTTY && NO_COLOR === "" && TERM !== "dumb";
/** Columns of a terminal that does not say how wide it is. */
const USUAL_WIDTH = 80;
/** Columns below which a live line would be several, and is none. */
const LEAST_WIDTH = 20;
// What draws the live line asks the terminal itself how many lines it takes: of no width, without end.
const animates =
  stderr.isTTY && stderr.columns >= LEAST_WIDTH && TERM !== "dumb" && ["", "0", "false"].includes(CI);

/** Each command's own file, read when the command is asked for. */
const LOAD: Readonly<Record<CommandName, () => Promise<{ readonly command: Command }>>> = {
  run: () => import("./commands/run.ts"),
  rebuild: () => import("./commands/rebuild.ts"),
  plan: () => import("./commands/plan.ts"),
  check: () => import("./commands/check.ts"),
  query: () => import("./commands/query.ts"),
  status: () => import("./commands/status.ts"),
  report: () => import("./commands/report.ts"),
  reset: () => import("./commands/reset.ts"),
  migrate: () => import("./commands/migrate.ts"),
  files: () => import("./commands/files.ts"),
  forget: () => import("./commands/forget.ts"),
  retry: () => import("./commands/retry.ts"),
  generate: () => import("./commands/generate.ts"),
  bootstrap: () => import("./commands/bootstrap.ts"),
  cluster: () => import("./commands/cluster.ts"),
  schedule: () => import("./commands/schedule.ts"),
  serve: () => import("./commands/serve.ts"),
  config: () => import("./commands/config.ts"),
  init: () => import("./commands/init.ts"),
  test: () => import("./commands/test.ts"),
  completion: () => import("./commands/completion.ts"),
};

/** What holds where the working folder has a warehouse of its own. */
const OWN = ownDefaults(".");

/** What the first signal aborts. */
const interruption = new AbortController();

/** The sources of the warehouse's SQL, or why nobody can tell. */
type Declared = { readonly sources: readonly SourceDeclaration[] } | { readonly failure: DwhError };

/** Reads what flags and variables are named after, when a command is going to need it: help and version cost nothing. */
async function readDeclared(argv: readonly string[]): Promise<Declared> {
  if (!argv.some((argument) => Object.hasOwn(LOAD, argument))) return { sources: [] };
  const { readDeclaredSources } = await import("./job/declared-sources.ts");
  try {
    return { sources: await readDeclaredSources(sqlDirOf(argv) ?? OWN?.sqlDir ?? SHIPPED_SQL) };
  } catch (error) {
    if (!(error instanceof DwhError)) throw error;
    return { failure: error };
  }
}

/** What --sql-dir or its variable says, before the command line can be read as a whole. */
function sqlDirOf(argv: readonly string[]): string | undefined {
  const at = argv.lastIndexOf("--sql-dir");
  const joined = argv.findLast((argument) => argument.startsWith("--sql-dir="))?.slice("--sql-dir=".length);
  return (at === -1 ? joined : argv[at + 1]) || process.env["DWH_SQL_DIR"] || undefined;
}

/** Loads configuration and command, runs it, and returns the exit code; whatever is thrown has been explained. */
async function run(
  line: CommandLine & { kind: "command" },
  declared: Declared,
  version: string,
): Promise<number> {
  const { openLog } = await import("./log.ts");
  const logAt = (level: LogLevel) =>
    openLog({ stream: stderr, json: jsonLines, color: colors, level, now: () => new Date() });
  let log = logAt("info");
  let reaching = (next: string | undefined): string | undefined => next;
  try {
    if ("failure" in declared) throw declared.failure;
    const { loadConfig } = await import("./config/load.ts");
    const loaded = loadConfig({
      flags: line.settings,
      sourceFlags: line.sourceFlags,
      env: process.env,
      declared: declared.sources,
      ...(OWN === undefined ? {} : { defaults: OWN }),
    });
    const quiet = line.flags.quiet === true && loaded.logLevel !== "error";
    log = logAt(quiet ? "warn" : loaded.logLevel);
    const { opens, settings }: CommandDeclaration = COMMANDS[line.name];
    if (OWN !== undefined && loaded.origins.sqlDir === "default" && settings.includes("sqlDir"))
      log.info("the SQL is that of the working folder", { sql: OWN.sqlDir });
    const config = opens === undefined ? loaded : await choose(loaded, declared.sources, opens, log);
    const { retypeIn } = await import("./job/retype.ts");
    reaching = (next) => next && retypeIn(config, next);
    const { command } = await LOAD[line.name]();
    return await command({
      config,
      flags: line.flags,
      args: line.args,
      io: openIo(),
      log,
      signal: interruption.signal,
      now: () => new Date(),
      newId: randomUUID,
      sqlDir: config.sqlDir ?? SHIPPED_SQL,
      version,
    });
  } catch (thrown) {
    const error = isAbort(thrown) ? interruption.signal.reason : thrown;
    if (!(error instanceof DwhError)) return explainBug(error, version);
    const { message, where, exitCode } = error;
    const next = reaching(error.next);
    if (jsonLines) log.error(message, { where, next, exit_code: exitCode });
    else stderr.write(explain({ message, where, next }));
    return exitCode;
  } finally {
    await log.close();
  }
}

/** The configuration with the file of the local warehouse, which is told when nobody named it. */
async function choose(
  loaded: Config,
  declared: readonly SourceDeclaration[],
  use: WarehouseUse,
  log: Logger,
): Promise<Config> {
  const { chooseWarehouse } = await import("./job/choose-warehouse.ts");
  const { config, because } = chooseWarehouse(loaded, declared, use);
  if (because !== undefined && use !== "name") log.info(`the warehouse is ${config.warehouse}`, { because });
  return config;
}

/** Whether this is only the echo of the signal, from a function of Node that was given it. */
function isAbort(thrown: unknown): boolean {
  return interruption.signal.aborted && thrown instanceof Error && thrown.name === "AbortError";
}

function explainBug(thrown: unknown, version: string): number {
  const message = redact(messageOf(thrown));
  const stack = redact(thrown instanceof Error ? (thrown.stack ?? message) : message);
  const where = `dwh ${version}, Node ${process.versions.node}, ${process.platform}-${process.arch}`;
  const next = "this is a bug: please report it with all that stands here";
  const facts = { message, where, next, exitCode: EXIT.bug };
  stderr.write(jsonLines ? jsonLine(facts, { stack }) : `${explain(facts)}${stack}\n`);
  return EXIT.bug;
}

/** An error as the log writes it, where there is no log: it is not read for what ends before it is needed. */
function jsonLine(
  { message, where, next, exitCode: code }: Pick<DwhError, "message" | "where" | "next" | "exitCode">,
  more: object = {},
): string {
  const facts = { where, next, exit_code: code, ...more };
  const line = { timestamp: new Date().toISOString(), level: "error", message, ...facts };
  return `${redact(JSON.stringify(line))}\n`;
}

/** Columns of a terminal; one that nobody has told its size has 0, and is as wide as most. No end for anything else. */
function widthOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY ? columns || USUAL_WIDTH : Number.POSITIVE_INFINITY;
}

function openIo(): Io {
  return {
    writeOut: (text) => {
      if (stdout.writable) stdout.write(text);
    },
    writeErr: (text) => {
      if (stderr.writable) stderr.write(text);
    },
    readStdin: async () => {
      interruption.signal.addEventListener("abort", () => stdin.destroy(interruption.signal.reason as Error));
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString("utf8");
    },
    inIsTerminal: stdin.isTTY,
    outIsTerminal: stdout.isTTY,
    errIsTerminal: stderr.isTTY,
    width: widthOf(stdout),
    errWidth: widthOf(stderr),
    errColor: colors,
    errAnimates: animates,
    ask: async (question) => {
      if (!stdin.isTTY) {
        throw new ConfigError(`there is nobody to answer: ${question.trim()}`, {
          where: "standard input is not a terminal",
          next: "give the answer with a flag; --help names it",
        });
      }
      const { createInterface } = await import("node:readline/promises");
      const lines = createInterface({ input: stdin, output: stderr });
      // In raw mode Ctrl-C is a key like any other; it means the signal here too.
      lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
      try {
        return await lines.question(question, { signal: interruption.signal });
      } finally {
        lines.close();
      }
    },
  };
}

/** The first signal asks for a clean end, the second one ends at once. */
function listenForSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      const reason = new InterruptedError(signal);
      if (interruption.signal.aborted) process.exit(reason.exitCode);
      interruption.abort(reason);
    });
  }
}

/** Resolves when everything written so far has left, or cannot leave any more. */
async function flush(): Promise<void> {
  for (const stream of [stdout, stderr]) {
    if (stream.writable) await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }
}

async function main(): Promise<number> {
  const version = readVersion();
  process.on("uncaughtException", (error) => process.exit(explainBug(error, version)));
  // A reader that has gone (`dwh query … | head`) is no error, and no reason to stop a run half-way.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  const argv = process.argv.slice(2);
  const declared = await readDeclared(argv);
  const line = parseCommandLine(argv, {
    version,
    width: stdout.columns || 100,
    declared: "sources" in declared ? declared.sources : [],
  });
  if (line.kind === "text") {
    stdout.write(line.text);
    return EXIT.done;
  }
  if (line.kind === "problem") {
    // A flag that is named after a source is unknown where the sources are.
    const error = "failure" in declared ? declared.failure : line.error;
    const forPeople = error === line.error && line.text !== undefined ? line.text : explain(error);
    stderr.write(jsonLines ? jsonLine(error) : forPeople);
    return error.exitCode;
  }
  listenForSignals();
  return run(line, declared, version);
}

const exitCode = await main();
await flush();
process.exit(exitCode);
