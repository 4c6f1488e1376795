/** The command line, read with the help of commander; pure. Values of settings are judged in `config/load.ts`. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { COMMANDS, type CommandDeclaration, type CommandName } from "./declarations.ts";
import { FLAGS, kebab, type Flags } from "./flags.ts";
import type { SettingName } from "../config/config.ts";
import { settingDefault, settingFormat, SETTING_SCHEMA, type Setting } from "../config/schema.ts";
import { flagsOfSource, variablesOfSource, type SourceFlags } from "../config/source-settings.ts";
import { SETTING_FORMATS } from "../config/formats.ts";
import { sourceVariable, type SourceDeclaration } from "../config/declared-source.ts";
import { fillExample } from "./fill-example.ts";
import { ConfigError } from "../errors.ts";

/** What the command line asks for: a command with its flags, or a text to print. */
export type CommandLine =
  | {
      readonly kind: "command";
      readonly name: CommandName;
      readonly flags: Flags;
      /** The flags that stand for settings, as they were typed. */
      readonly settings: Readonly<Partial<Record<SettingName, string>>>;
      readonly sourceFlags: SourceFlags;
      readonly args: readonly string[];
    }
  /** Help, or the version. */
  | { readonly kind: "text"; readonly text: string }
  /** What is wrong with the command line; `text` is what a person reads where that is not the error: the help. */
  | { readonly kind: "problem"; readonly error: ConfigError; readonly text?: string };

/** What the answer depends on besides the arguments. */
export interface Surroundings {
  readonly version: string;
  /** Columns to wrap help at. */
  readonly width: number;
  /** The sources of the warehouse's SQL, whose names are flags. */
  readonly declared: readonly SourceDeclaration[];
}

const AFTERWORD = `
With nothing configured everything happens in .dwh/ below the working folder.
\`dwh <command> --help\` lists the flags of a command, docs/configuration.md every setting.

Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 a check failed, 4 too many rejected rows or a damaged file,
5 cannot reach something, 6 another session holds what it needs, 7 deadline passed, 70 a bug, 130/143 interrupted.`;

/** Returns which command to run with which flags, or a text to print and the exit code to end with. `argv` starts after the script. */
export function parseCommandLine(argv: readonly string[], surroundings: Surroundings): CommandLine {
  let command: CommandLine | undefined;
  let printed = "";
  const program = new Command("dwh")
    .description("Keeps a star schema in Redshift up to date from files in S3, in plain SQL.")
    .version(surroundings.version, "-V, --version", "Prints the version")
    .helpOption("-h, --help", "Shows help")
    .helpCommand("help [command]", "Shows the help of a command")
    .addHelpText("after", AFTERWORD)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => (printed += text),
      writeErr: (text) => (printed += text),
      outputError: () => undefined,
      getOutHelpWidth: () => surroundings.width,
      getErrHelpWidth: () => surroundings.width,
    });
  for (const [name, declaration] of Object.entries(COMMANDS) as [CommandName, CommandDeclaration][]) {
    const subcommand = declare(program, name, declaration, surroundings.declared);
    subcommand.action(() => {
      command = {
        kind: "command",
        name,
        ...readFlags(subcommand, declaration, surroundings.declared),
        args: subcommand.args,
      };
    });
  }
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "text", text: printed };
    // No command at all: commander prints the help as its error.
    if (error.code === "commander.help") return { kind: "problem", error: withoutCommand(), text: printed };
    return { kind: "problem", error: explainUsage(error, argv) };
  }
  if (command === undefined) throw new Error("commander accepted a command line without a command");
  return command;
}

function declare(
  program: Command,
  name: CommandName,
  declaration: CommandDeclaration,
  declared: readonly SourceDeclaration[],
): Command {
  const command = program
    .command(name)
    .summary(declaration.summary)
    .description([`${declaration.summary}.`, declaration.details ?? ""].join("\n\n").trimEnd())
    .helpOption("-h, --help", "Shows help")
    .allowExcessArguments(false);
  for (const argument of declaration.args ?? []) {
    const shown = `${argument.name}${argument.several === true ? "..." : ""}`;
    command.argument(argument.required ? `<${shown}>` : `[${shown}]`, argument.doc);
  }
  if (declaration.sources === true) for (const option of sourceOptions(declared)) command.addOption(option);
  for (const setting of [...declaration.settings, "logLevel"] as const)
    command.addOption(settingOption(SETTING_SCHEMA[setting]));
  for (const flag of declaration.flags) command.addOption(ownOption(flag));
  if (declaration.formats.length > 0) {
    const format = new Option(`--format <${declaration.formats.join("|")}>`, "How data is printed");
    command.addOption(format.argParser(oneOf(declaration.formats)).default(declaration.formats[0]));
  }
  const examples = declaration.examples.map((one) => `  ${fillExample(one, declared)}`).join("\n");
  return command.addHelpText("after", `\nExamples:\n${examples}`);
}

function settingOption(setting: Setting): Option {
  const fallback = settingDefault(setting) ?? setting.otherwise;
  const facts = [setting.env, ...(fallback === undefined ? [] : [`default: ${fallback}`])].join("; ");
  return new Option(`--${setting.flag} <${settingFormat(setting).placeholder}>`, `${setting.doc} (${facts})`);
}

/** --source, and the flags of each source. */
function sourceOptions(declared: readonly SourceDeclaration[]): readonly Option[] {
  const { placeholder } = SETTING_FORMATS.location;
  const names = declared.map(({ name }) => name).join(", ");
  const several = new Option(
    `--source <name=${placeholder}>`,
    `Where the files of a source are: a folder, a file, or a key prefix in S3; repeatable, also for one source (${names})`,
  );
  return [
    several.default([]).argParser(andBefore),
    ...declared.flatMap((source) => {
      const { files, jsonpaths } = flagsOfSource(source);
      const [variable, list] = variablesOfSource(source);
      const otherwise = source.location === undefined ? [] : [`default: ${source.location}`];
      const facts = [variable, list, ...otherwise].join("; ");
      const own = new Option(
        `--${files} <${placeholder}>`,
        `The same for the source ${source.name} (${facts})`,
      ).argParser(andBefore);
      if (jsonpaths === undefined) return [own];
      const what = `A JSONPaths file that maps the files of ${source.name} to the columns of their staging table`;
      const paths = `${sourceVariable(source.name)}_JSONPATHS; default: keys are matched to columns by name, whatever their case`;
      return [own, new Option(`--${jsonpaths} <${placeholder}>`, `${what} (${paths})`)];
    }),
  ];
}

function ownOption(name: keyof typeof FLAGS): Option {
  const flag = FLAGS[name];
  const long = `--${kebab(name)}`;
  switch (flag.value) {
    case "none":
      return new Option(long, flag.doc);
    case "text":
      return new Option(`${long} <${flag.placeholder}>`, flag.doc);
    case "texts": {
      const several = new Option(`${long} <${flag.placeholder}>`, flag.doc);
      return several.default([]).argParser(andBefore);
    }
    case "whole number":
      return new Option(`${long} <${flag.placeholder}>`, flag.doc).argParser(wholeNumber);
  }
}

function readFlags(
  command: Command,
  declaration: CommandDeclaration,
  declared: readonly SourceDeclaration[],
): Pick<CommandLine & { kind: "command" }, "flags" | "settings" | "sourceFlags"> {
  const values = command.opts<Record<string, string | number | boolean | readonly string[]>>();
  const settings: Partial<Record<SettingName, string>> = {};
  const flags: Record<string, unknown> = { format: values["format"] ?? "text" };
  for (const name of [...declaration.settings, "logLevel"] as const) {
    if (values[name] !== undefined) settings[name] = String(values[name]);
  }
  for (const name of declaration.flags) {
    if (values[name] !== undefined) flags[name] = values[name];
  }
  const named =
    declaration.sources === true ? declared.flatMap((one) => Object.values(flagsOfSource(one))) : [];
  return {
    flags: flags as unknown as Flags,
    settings,
    sourceFlags: {
      pairs: declaration.sources === true ? ((values["source"] as readonly string[] | undefined) ?? []) : [],
      named: Object.fromEntries(
        named.flatMap((flag) => {
          const value = flag === undefined ? undefined : values[camel(flag)];
          return flag === undefined || value === undefined ? [] : [[flag, [value].flat().map(String)]];
        }),
      ),
    },
  };
}

/** What an option holds that may be given again and again. */
function andBefore(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 0 or more.");
  return Number(text);
}

function oneOf(words: readonly string[]): (text: string) => string {
  return (text) => {
    if (!words.includes(text)) throw new InvalidArgumentError(`It must be one of ${words.join(", ")}.`);
    return text;
  };
}

function withoutCommand(): ConfigError {
  return new ConfigError("there is no command", {
    where: "command line of `dwh`",
    next: "`dwh --help` lists the commands",
  });
}

/** Commander's sentence, and what to do about it. */
function explainUsage(error: CommanderError, argv: readonly string[]): ConfigError {
  const [, what = "", meant] =
    /^(?:error: )?(.*?)\.?(?:\n\(Did you mean (.*)\?\))?$/s.exec(error.message) ?? [];
  const name = argv.find((argument) => Object.hasOwn(COMMANDS, argument));
  const where = name === undefined ? "dwh" : `dwh ${name}`;
  const offered = harmless(meant);
  const hints = [
    ...(offered === undefined ? [] : [`did you mean ${offered}?`]),
    ...(error.code === "commander.excessArguments"
      ? ["put quotes around an argument with spaces in it;"]
      : []),
    ...(error.code === "commander.unknownOption" && /'-.*\s.*'/s.test(error.message)
      ? ["write -- before an argument that starts with a dash;"]
      : []),
    `\`${where} --help\` lists what it takes`,
  ];
  return new ConfigError(what, { where: `command line of \`${where}\``, next: hints.join(" ") });
}

/** What was meant, without what empties everything and without the flag that does not ask: nobody is led there by a slip of the finger. */
function harmless(meant: string | undefined): string | undefined {
  if (meant === undefined) return undefined;
  const names = meant.replace(/^one of /, "").split(", ");
  const left = names.filter((name) => name !== "--yes" && !empties(name));
  if (left.length === 0) return undefined;
  return left.length === 1 ? left[0] : `one of ${left.join(", ")}`;
}

function empties(name: string): boolean {
  const commands: Readonly<Record<string, CommandDeclaration>> = COMMANDS;
  return commands[name]?.opens === "empty";
}

/** As commander names the value of a flag. */
function camel(flag: string): string {
  return flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
