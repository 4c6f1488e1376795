/** Flags and environment become the configuration; whatever is wrong with them is said at once. */
import convict from "convict";
import { ConfigError } from "../errors.ts";
import type { SourceDeclaration } from "./declared-source.ts";
import { nearest } from "../text/nearest.ts";
import type { Config, SettingOrigin, SettingName } from "./config.ts";
import { SETTING_FORMATS } from "./formats.ts";
import { settingFormat, SETTING_ENTRIES } from "./schema.ts";
import {
  explainSourceVariable,
  NO_SOURCE_FLAGS,
  readSources,
  variablesOfSource,
  type SourceFlags,
} from "./source-settings.ts";

/** Where settings come from: the command line and the environment. */
export interface ConfigInputs {
  /** The texts of the flags that were given. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly sourceFlags?: SourceFlags;
  /** The sources of the warehouse's SQL, which have flags and variables too. */
  readonly declared: readonly SourceDeclaration[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What holds where nobody says otherwise, in the place of the settings' own defaults: the working folder has a warehouse of its own. */
  readonly defaults?: Partial<Pick<Config, "sqlDir" | "pipeline">>;
}

convict.addFormats(SETTING_FORMATS);

/**
 * Returns the configuration: flags beat the environment, which beats the defaults; an empty text counts as not set.
 * @throws ConfigError that lists every value that is not allowed and every `DWH_*` variable that does not exist.
 */
export function loadConfig({
  flags,
  env,
  sourceFlags = NO_SOURCE_FLAGS,
  declared,
  defaults = {},
}: ConfigInputs): Config {
  const given = SETTING_ENTRIES.map(([name, setting]) => {
    const flag = flags[name] || undefined;
    const text = flag ?? (env[setting.env] || undefined);
    const origin: SettingOrigin =
      flag !== undefined ? "flag" : text !== undefined ? "environment" : "default";
    return { name, setting, text, origin };
  });
  const settings = convict(
    Object.fromEntries(
      SETTING_ENTRIES.map(([name, setting]) => [name, { ...setting, nullable: setting.default === null }]),
    ) as convict.Schema<Record<SettingName, unknown>>,
    {
      // A flag in the place of its variable: as an argument convict would take a folder "1.0" for a number and look for "1".
      env: Object.fromEntries(given.map(({ setting, text }) => [setting.env, text])),
      args: [],
    },
  );
  const refused = validate(settings);
  const problems = given
    .filter(({ name }) => refused.has(name))
    .map(({ setting, text, origin }) => {
      const source = origin === "flag" ? `--${setting.flag}` : setting.env;
      const shown = setting.sensitive === true ? "not allowed" : JSON.stringify(text);
      return `${source} is ${shown}; it must be ${settingFormat(setting).allowed}`;
    });
  const read = readSources(declared, sourceFlags, env);
  problems.push(...read.problems, ...unknownVariables(env, declared));

  if (problems.length > 0) {
    throw new ConfigError(summarize(problems), {
      where: "flags and environment",
      next: "correct these settings; `dwh config --help` lists the flags, docs/configuration.md everything",
    });
  }
  const values = settings.getProperties();
  const isDefault = (one: string): boolean =>
    given.some(({ name, origin }) => name === one && origin === "default");
  return Object.freeze({
    ...Object.fromEntries(given.map(({ name }) => [name, values[name] ?? undefined])),
    ...Object.fromEntries(Object.entries(defaults).filter(([name]) => isDefault(name))),
    sources: Object.freeze(read.sources),
    declared,
    origins: Object.freeze(Object.fromEntries(given.map(({ name, origin }) => [name, origin]))),
  }) as unknown as Config;
}

/** The names of the settings that convict refuses: it says all of them at once, each on a line that begins with its name. */
function validate(settings: convict.Config<Record<SettingName, unknown>>): ReadonlySet<string> {
  try {
    settings.validate({ allowed: "strict" });
    return new Set();
  } catch (error) {
    const lines = (error as Error).message.split("\n");
    return new Set(lines.map((line) => line.slice(0, line.indexOf(":"))));
  }
}

function unknownVariables(env: ConfigInputs["env"], declared: ConfigInputs["declared"]): string[] {
  const known = [
    ...SETTING_ENTRIES.map(([, setting]) => setting.env),
    ...declared.flatMap(variablesOfSource),
  ];
  return Object.keys(env)
    .filter((name) => name.startsWith("DWH_") && !known.includes(name))
    .sort()
    .map((name) => {
      const explained = explainSourceVariable(name, declared);
      if (explained !== undefined) return explained;
      const near = nearest(name, known);
      return `there is no variable ${name}${near === undefined ? "" : `; did you mean ${near}?`}`;
    });
}

function summarize(problems: readonly string[]): string {
  if (problems.length === 1) return problems[0] as string;
  return [
    `${problems.length} problems in the configuration`,
    ...problems.map((problem) => `- ${problem}`),
  ].join("\n");
}
