/** What a shell needs to complete the command line, made of its declarations. Pure. */
import type { SourceDeclaration } from "../config/declared-source.ts";
import { SETTING_SCHEMA } from "../config/schema.ts";
import { flagsOfSource } from "../config/source-settings.ts";
import { COMMANDS, type CommandDeclaration } from "./declarations.ts";
import { kebab } from "./flags.ts";

/** The shells that there is a script for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
/** One of SHELLS. */
export type Shell = (typeof SHELLS)[number];

interface Completed {
  readonly name: string;
  readonly summary: string;
  /** With their dashes. */
  readonly flags: readonly string[];
  readonly formats: readonly string[];
  /** What its argument may be; empty where that is a file, or anything. */
  readonly words: readonly string[];
}

/** Returns the script; sourced, it completes commands, flags, and what `--format` and `dwh completion` take. */
export function renderCompletion(shell: Shell, declared: readonly SourceDeclaration[]): string {
  const commands = Object.entries(COMMANDS).map(([name, command]) => describe(name, command, declared));
  switch (shell) {
    case "bash":
      return bash(commands);
    case "zsh":
      // zsh reads the words of bash.
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case "fish":
      return fish(commands);
  }
}

function describe(
  name: string,
  { summary, settings, sources, flags, formats }: CommandDeclaration,
  declared: readonly SourceDeclaration[],
): Completed {
  const ofSources = declared.flatMap((source) =>
    Object.values(flagsOfSource(source)).filter((flag) => flag !== undefined),
  );
  const names = [
    ...(sources === true ? ["source", ...ofSources] : []),
    ...settings.flatMap((setting) => SETTING_SCHEMA[setting].flag ?? []),
    ...flags.map(kebab),
    ...(formats.length > 0 ? ["format"] : []),
    "log-level",
    "help",
  ];
  const words = name === "completion" ? SHELLS : [];
  return { name, summary, flags: [...new Set(names)].map((flag) => `--${flag}`), formats, words };
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, flags, formats, words }) =>
      `    ${name}) flags="${flags.join(" ")}"; formats="${formats.join(" ")}"; words="${words.join(" ")}" ;;`,
  );
  return `# Source it, or put it where your shell looks for completions.
_dwh() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags="" formats="" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} help --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [ "$before" = "--format" ]; then COMPREPLY=($(compgen -W "$formats" -- "$word"))
  elif [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$word"))
  else COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _dwh dwh
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, summary, flags, formats, words }) => [
    `complete -c dwh -n __fish_use_subcommand -f -a ${name} -d '${summary.replaceAll(/['\\]/g, String.raw`\$&`)}'`,
    ...flags
      .filter((flag) => flag !== "--format")
      .map((flag) => `complete -c dwh -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`),
    ...(formats.length > 0
      ? [`complete -c dwh -n '__fish_seen_subcommand_from ${name}' -l format -x -a '${formats.join(" ")}'`]
      : []),
    ...(words.length > 0
      ? [`complete -c dwh -n '__fish_seen_subcommand_from ${name}' -f -a '${words.join(" ")}'`]
      : []),
  ]);
  return `# Source it, or put it into ~/.config/fish/completions/dwh.fish.\n${lines.join("\n")}\n`;
}
