/** Where the sources are: flags and variables that are named after what the warehouse's SQL declares. Pure. */
import { sourceFlag, sourceVariable, type SourceDeclaration } from "./declared-source.ts";
import { nearest } from "../text/nearest.ts";
import type { SourceConfig } from "./config.ts";
import { SETTING_FORMATS } from "./formats.ts";

/** What the command line says of sources. */
export interface SourceFlags {
  /** The texts of every --source: `tickets=data/tickets`. */
  readonly pairs: readonly string[];
  /** The texts of every --tickets, --tickets-jsonpaths and their like, by the flag without its dashes. */
  readonly named: Readonly<Record<string, readonly string[]>>;
}

/** Nothing about sources. */
export const NO_SOURCE_FLAGS: SourceFlags = { pairs: [], named: {} };

type Environment = Readonly<Record<string, string | undefined>>;

/** Where one location was written, and what it says. */
interface Given {
  readonly origin: "flag" | "environment";
  readonly written: string;
  readonly location: string;
}

/** Returns the flags of a source without their dashes: the one for its files, and for its JSONPaths file, when its COPY takes one. */
export function flagsOfSource({ name, jsonpaths }: SourceDeclaration): {
  readonly files: string;
  readonly jsonpaths: string | undefined;
} {
  const files = sourceFlag(name).slice(2);
  return { files, jsonpaths: jsonpaths ? `${files}-jsonpaths` : undefined };
}

/** Returns the variables of a source, in the order of the docs. */
export function variablesOfSource({ name, jsonpaths }: SourceDeclaration): readonly string[] {
  const own = sourceVariable(name);
  return [own, listVariable(name), ...(jsonpaths ? [`${own}_JSONPATHS`] : [])];
}

/** The one that takes several locations. */
function listVariable(name: string): string {
  return `${LIST}${name.toUpperCase()}`;
}

const LIST = "DWH_SOURCE_";

/** Returns what is wrong with a variable that is none of any source, when it was meant to be one; undefined for every other. */
export function explainSourceVariable(
  variable: string,
  declared: readonly SourceDeclaration[],
): string | undefined {
  const mapped = declared.find(({ name }) => variable === `${sourceVariable(name)}_JSONPATHS`);
  if (mapped !== undefined)
    return `${variable} is set, and the COPY of ${mapped.name} takes no JSONPaths file (${mapped.path})`;
  if (!variable.startsWith(LIST)) return undefined;
  const near = nearest(
    variable.slice(LIST.length).toLowerCase(),
    declared.map(({ name }) => name),
  );
  return `${variable} names no source; ${meant(near && listVariable(near), declared)}`;
}

/** What there is instead of a name that is not one. */
function meant(near: string | undefined, declared: readonly SourceDeclaration[]): string {
  const names = declared.map(({ name }) => name);
  const list = names.length === 0 ? "the SQL declares none" : `there are ${names.join(", ")}`;
  return near === undefined ? list : `did you mean ${near}? (${list})`;
}

/**
 * Returns the sources that are configured, and all that is wrong with what is said of them. Flags beat variables, source by source; all
 * flags of one source add up.
 */
export function readSources(
  declared: readonly SourceDeclaration[],
  flags: SourceFlags,
  env: Environment,
): { readonly sources: readonly SourceConfig[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const pairs = flags.pairs.flatMap((text) => readPair(text, declared, problems));
  const sources = declared.flatMap((source): readonly SourceConfig[] => {
    const { name } = source;
    const given = givenFor(source, pairs, flags, env, problems);
    const paths = jsonpathsOf(source, flags, env);
    for (const { written, location } of [...given, ...(paths === undefined ? [] : [paths])])
      problems.push(...problemsOfLocation(written, location));
    const [first] = given;
    if (first === undefined) return [];
    return [
      {
        name,
        locations: given.map(({ location }) => location),
        jsonpaths: paths?.location,
        origin: first.origin,
      },
    ];
  });
  return { sources, problems };
}

/** `tickets=data`, apart. */
function readPair(
  text: string,
  declared: readonly SourceDeclaration[],
  problems: string[],
): readonly { readonly name: string; readonly location: string }[] {
  const at = text.indexOf("=");
  const name = at === -1 ? text : text.slice(0, at);
  const location = at === -1 ? "" : text.slice(at + 1);
  const names = declared.map((source) => source.name);
  if (!names.includes(name)) {
    problems.push(
      `--source names ${JSON.stringify(name)}, which is not a source; ${meant(nearest(name, names), declared)}`,
    );
    return [];
  }
  if (location !== "") return [{ name, location }];
  problems.push(`--source is ${JSON.stringify(text)}; it must be ${name}=<path or url>`);
  return [];
}

function givenFor(
  source: SourceDeclaration,
  pairs: readonly { readonly name: string; readonly location: string }[],
  { named }: SourceFlags,
  env: Environment,
  problems: string[],
): readonly Given[] {
  const flag = flagsOfSource(source).files;
  const short = (named[flag] ?? []).filter((location) => location !== "");
  const flagged: Given[] = pairs
    .filter(({ name }) => name === source.name)
    .map(({ location }) => ({ origin: "flag", written: `--source ${source.name}`, location }));
  flagged.push(...short.map((location): Given => ({ origin: "flag", written: `--${flag}`, location })));
  if (flagged.length > 0) return flagged;
  const [one, several] = [sourceVariable(source.name), listVariable(source.name)];
  const single = env[one] || undefined;
  const list = env[several] || undefined;
  if (single !== undefined && list !== undefined)
    problems.push(`${one} and ${several} are both set; keep one of them`);
  if (single !== undefined) return [{ origin: "environment", written: one, location: single }];
  return (list?.split(",") ?? []).map((location) => ({
    origin: "environment",
    written: several,
    location: location.trim(),
  }));
}

function jsonpathsOf(source: SourceDeclaration, { named }: SourceFlags, env: Environment): Given | undefined {
  const { jsonpaths: flag } = flagsOfSource(source);
  if (flag === undefined) return undefined;
  const typed = named[flag]?.at(-1) || undefined;
  if (typed !== undefined) return { origin: "flag", written: `--${flag}`, location: typed };
  const variable = `${sourceVariable(source.name)}_JSONPATHS`;
  const set = env[variable] || undefined;
  return set === undefined ? undefined : { origin: "environment", written: variable, location: set };
}

function problemsOfLocation(written: string, location: string): readonly string[] {
  const { validate, allowed } = SETTING_FORMATS.location;
  try {
    if (location === "") throw new Error("empty");
    validate(location);
    return [];
  } catch {
    return [`${written} is ${JSON.stringify(location)}; it must be ${allowed}`];
  }
}
