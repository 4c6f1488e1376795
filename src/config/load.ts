/** Flags and environment become the configuration; whatever is wrong with them is said at once. */
import convict from "convict";
import { ConfigError } from "../errors.ts";
import { nearest } from "../text/nearest.ts";
import type { Config, SettingOrigin, SettingName } from "./config.ts";
import { settingFormat, SETTING_ENTRIES, type Setting } from "./schema.ts";

/** Where settings come from: the command line and the environment. */
export interface ConfigInputs {
  /** The texts of the flags that were given. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Returns the configuration: flags beat the environment, which beats the defaults; an empty text counts as not set.
 * @throws ConfigError that lists every value that is not allowed and every `DWH_*` variable that does not exist.
 */
export function loadConfig({ flags, env }: ConfigInputs): Config {
  const values: Partial<Record<SettingName, unknown>> = {};
  const origins: Partial<Record<SettingName, SettingOrigin>> = {};
  const problems: string[] = [];

  for (const [name, setting] of SETTING_ENTRIES) {
    const flag = flags[name] || undefined;
    const variable = env[setting.env] || undefined;
    const source = flag === undefined ? setting.env : `--${setting.flag}`;
    origins[name] = flag !== undefined ? "flag" : variable !== undefined ? "environment" : "default";
    try {
      values[name] = parse(name, setting, flag ?? variable);
    } catch {
      const shown = setting.sensitive === true ? "not allowed" : JSON.stringify(flag ?? variable);
      problems.push(`${source} is ${shown}; it must be ${settingFormat(setting).allowed}`);
    }
  }
  problems.push(...unknownVariables(env));

  if (problems.length > 0) {
    throw new ConfigError(summarize(problems), {
      where: "flags and environment",
      next: "set what is named; `dwh config --help` lists the flags, docs/configuration.md everything",
    });
  }
  return Object.freeze({ ...values, origins: Object.freeze(origins) }) as unknown as Config;
}

/** Lets convict turn the text into the value and judge it; a setting of its own, so that each one can fail alone. */
function parse(name: SettingName, setting: Setting, text: string | undefined): unknown {
  const format = settingFormat(setting);
  const one = convict(
    {
      [name]: {
        doc: setting.doc,
        default: setting.default,
        nullable: setting.default === null,
        env: setting.env,
        sensitive: setting.sensitive ?? false,
        format: (value: unknown): void => {
          if (format.parse(String(value)) === undefined) throw new Error(`must be ${format.allowed}`);
        },
      },
    },
    { env: text === undefined ? {} : { [setting.env]: text }, args: [] },
  );
  one.validate({ allowed: "strict" });
  const value: unknown = one.get(name);
  return typeof value === "string" ? format.parse(value) : (value ?? undefined);
}

function unknownVariables(env: ConfigInputs["env"]): string[] {
  const known = SETTING_ENTRIES.map(([, setting]) => setting.env);
  return Object.keys(env)
    .filter((name) => name.startsWith("DWH_") && !known.includes(name))
    .sort()
    .map((name) => {
      const near = nearest(name, known);
      return `${name} is no variable of this program${near === undefined ? "" : `; did you mean ${near}?`}`;
    });
}

function summarize(problems: readonly string[]): string {
  if (problems.length === 1) return problems[0] as string;
  return [
    `${problems.length} problems in the configuration`,
    ...problems.map((problem) => `- ${problem}`),
  ].join("\n");
}
