/** A command to type next that reaches what the last one reached. Pure, but for the working folder. */
import { resolve } from "node:path";
import { COMMANDS, type CommandDeclaration, type CommandName } from "../cli/declarations.ts";
import type { Config } from "../config/config.ts";
import { SETTING_SCHEMA } from "../config/schema.ts";
import { flagsOfSource } from "../config/source-settings.ts";
import { SAMPLE_WAREHOUSE } from "./sample.ts";

/** Where warehouse, sources and SQL are; what else was set holds for the command that it was typed for. */
const PLACES = ["warehouse", "s3Root", "sqlDir"] as const;

/**
 * Returns `dwh <name>` with those flags of the last command line that say where warehouse, sources and SQL are, quoted for a shell. The
 * environment is there next time too. Where a run into a warehouse that was named lacks its sources, `<path>` stands for each.
 */
export function retype(config: Config, name: CommandName, ...rest: readonly string[]): string {
  const { settings, sources }: CommandDeclaration = COMMANDS[name];
  const places = PLACES.filter((one) => settings.includes(one) && config.origins[one] === "flag").flatMap(
    (one) => [`--${SETTING_SCHEMA[one].flag}`, quote(String(config[one]))],
  );
  const flags = sources === true ? sourceFlags(config, name) : [];
  return ["dwh", name, ...rest, ...places, ...flags].join(" ");
}

/**
 * Returns a text in which every command between backquotes has those flags: what room the words come from, it does not know what was typed.
 * A flag that the command names already is left alone, and so is one with a placeholder.
 */
export function retypeIn(config: Config, text: string): string {
  return text.replaceAll(/`dwh ([a-z]+)((?: [^`]*)?)`/g, (quoted, name: string, rest: string) => {
    if (!isCommand(name) || /[<…]|--help/.test(rest)) return quoted;
    const given = (rest.match(/--[a-z0-9-]+/g) ?? []).map((flag) => flag.slice(2));
    const places = { ...config, origins: { ...config.origins } };
    for (const place of PLACES)
      if (given.includes(SETTING_SCHEMA[place].flag ?? "")) places.origins[place] = "default";
    const words = rest.trim();
    return `\`${retype(places, name, ...(words === "" ? [] : [words]))}\``;
  });
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function sourceFlags(config: Config, name: CommandName): readonly string[] {
  const typed = config.sources.filter(({ origin }) => origin === "flag");
  const flags = typed.flatMap(({ name: source, locations, jsonpaths }) => {
    const declaration = config.declared.find((one) => one.name === source);
    const paths = declaration && flagsOfSource(declaration).jsonpaths;
    return [
      ...locations.flatMap((location) => ["--source", quote(`${source}=${location}`)]),
      ...(paths === undefined || jsonpaths === undefined ? [] : [`--${paths}`, quote(jsonpaths)]),
    ];
  });
  if (flags.length > 0 || name !== "run" || !lacksSources(config)) return flags;
  return config.declared.flatMap((one) => ["--source", `${one.name}=<path>`]);
}

/** The sample is loaded into its own warehouse alone. */
function lacksSources({ warehouse, origins, sources, declared }: Config): boolean {
  const located = declared.some(({ location }) => location !== undefined);
  const named = origins.warehouse !== "default" && resolve(warehouse) !== resolve(SAMPLE_WAREHOUSE);
  return named && sources.length === 0 && !located;
}

/** Returns a word as a POSIX shell reads it back. */
export function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
