/** The configuration of a stack, checked as a whole before anything is created. Pure. */
import { KEYS, type Key } from "./keys.ts";
import type { SourceDeclaration } from "../../src/config/declared-source.ts";
import { pairProblems } from "./pair-problems.ts";
import type { Settings } from "./settings.ts";
import { keysOfSource, sourceKeys, sourceSettings } from "./source-keys.ts";

/** What `parseSettings` finds: the settings, or every problem with them, one sentence each. */
export type Parsed =
  | { readonly kind: "settings"; readonly settings: Settings }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Turns the texts of a stack's configuration, by key, into settings. Each problem names the key, the value and what is allowed. */
export function parseSettings(
  environment: string,
  region: string | undefined,
  texts: ReadonlyMap<string, string>,
  declared: readonly SourceDeclaration[],
): Parsed {
  const keys: Readonly<Record<string, Key<unknown>>> = { ...KEYS, ...sourceKeys(declared) };
  const problems = declared.flatMap((source) => twinProblems(source));
  // Part of names that may hold 63 characters, and of a database-friendly prefix.
  if (!/^[a-z][a-z0-9-]{0,15}$/.test(environment))
    problems.push(`the stack is named "${environment}"; allowed: up to 16 lower-case letters, digits and -`);
  if (region === undefined || !/^[a-z]{2}-[a-z]+-\d$/.test(region))
    problems.push(`aws:region is ${quote(region)}; allowed: a region of AWS such as us-east-1`);
  for (const [key, text] of texts)
    if (!Object.hasOwn(keys, key))
      problems.push(
        `${key} is "${text}", and there is no such key; allowed: ${Object.keys(keys).join(", ")}`,
      );

  const values: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(keys)) {
    const text = texts.get(name) ?? key.otherwise;
    values[name] = text === null ? undefined : key.format.parse(text);
    if (text !== null && values[name] === undefined)
      problems.push(`${name} is "${text}"; allowed: ${key.format.allowed}`);
  }
  problems.push(...pairProblems({ ...values, environment, region: region ?? "" }));
  return problems.length > 0
    ? { kind: "problems", problems }
    : {
        kind: "settings",
        settings: {
          ...Object.fromEntries(Object.keys(KEYS).map((name) => [name, values[name]])),
          environment,
          region,
          sources: sourceSettings(declared, values),
        } as unknown as Settings,
      };
}

/** A source whose key would be one of the stack's own. */
function twinProblems(source: SourceDeclaration): readonly string[] {
  const { files, jsonpaths } = keysOfSource(source);
  return [files, jsonpaths]
    .filter((key) => key !== undefined && Object.hasOwn(KEYS, key))
    .map(
      (key) => `the source ${source.name} (${source.path}) would be set by ${key}, which has another meaning`,
    );
}

const quote = (text: string | undefined): string => (text === undefined ? "not set" : `"${text}"`);
