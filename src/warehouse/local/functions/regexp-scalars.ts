/** REGEXP_ functions where DuckDB has none that does the same: places, occurrences and parameters. */
import type { DuckDBValue } from "@duckdb/node-api";
import { similarToRegex } from "./pattern.ts";
import { duckRegex, groupsOf, scriptRegex } from "./regex.ts";
import type { ScalarFunction } from "./scalar.ts";

/** What all of them are given: position counts characters from 1. */
interface Search {
  readonly text: string;
  readonly pattern: string;
  readonly position: number;
  readonly parameters: string;
}

/** A match: where it begins and ends, in characters from 1, and what matched. */
interface Found {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** By their names in the written text. */
export const REGEXP_SCALARS: readonly ScalarFunction[] = [
  {
    name: "redshift_regex",
    takes: ["text"],
    gives: "text",
    compute: ([pattern]) => duckRegex(pattern as string),
  },
  {
    name: "redshift_similar",
    takes: ["text", "text"],
    gives: "text",
    compute: ([pattern, escape]) => similarToRegex(pattern as string, escape as string),
  },
  {
    name: "redshift_replacement",
    takes: ["text", "text"],
    gives: "text",
    compute: ([replacement, pattern]) => duckReplacement(replacement as string, groupsOf(pattern as string)),
  },
  {
    name: "redshift_regexp_count",
    takes: ["text", "text", "integer", "text"],
    gives: "integer",
    compute: ([text, pattern, position, parameters]) =>
      findAll(searchOf([text, pattern, position, parameters]), "cip").length,
  },
  {
    name: "redshift_regexp_instr",
    takes: ["text", "text", "integer", "integer", "integer", "text"],
    gives: "integer",
    compute: ([text, pattern, position, occurrence, option, parameters]) => {
      const search = searchOf([text, pattern, position, parameters]);
      const match = findAll(search, "ciep")[(occurrence as number) - 1];
      if (match === undefined) return 0;
      return option === 0 ? match.from : match.to;
    },
  },
  {
    name: "redshift_regexp_substr",
    takes: ["text", "text", "integer", "integer", "text"],
    gives: "text",
    compute: ([text, pattern, position, occurrence, parameters]) => {
      const search = searchOf([text, pattern, position, parameters]);
      const which = occurrence as number;
      const found = findAll(search, "ciep");
      if (which < 1 || which > Array.from(search.text).length) return null;
      return found[which - 1]?.text ?? "";
    },
  },
  {
    name: "redshift_regexp_replace",
    takes: ["text", "text", "text", "integer", "text"],
    gives: "text",
    compute: ([text, pattern, replacement, position, parameters]) =>
      replaceAll(searchOf([text, pattern, position, parameters]), replacement as string),
  },
];

function searchOf([text, pattern, position, parameters]: readonly (DuckDBValue | undefined)[]): Search {
  return {
    text: text as string,
    pattern: pattern as string,
    position: Math.max(1, position as number),
    parameters: parameters as string,
  };
}

/** All matches from the position on; with the parameter e, what the first group of each matched. */
function findAll(search: Search, allowed: string): readonly Found[] {
  const regex = regexOf(search, allowed);
  const characters = Array.from(search.text);
  if (search.position > characters.length) return [];
  const text = characters.slice(search.position - 1).join("");
  return [...text.matchAll(regex)].map((match): Found => {
    const group = search.parameters.includes("e") && match.length > 1 ? 1 : 0;
    const [from, to] = match.indices?.[group] ?? [match.index, match.index];
    const place = (index: number): number => search.position + Array.from(text.slice(0, index)).length;
    return { from: place(from), to: place(to), text: match[group] ?? "" };
  });
}

function replaceAll(search: Search, replacement: string): string {
  const regex = regexOf(search, "cip");
  const parts = partsOf(replacement);
  const characters = Array.from(search.text);
  if (search.position > characters.length) return search.text;
  const [before, after] = [
    characters.slice(0, search.position - 1).join(""),
    characters.slice(search.position - 1).join(""),
  ];
  const replaced = after.replace(regex, (...found: unknown[]) => {
    const groups = found.slice(
      0,
      found.findIndex((one) => typeof one === "number"),
    );
    return parts
      .map((part) => (typeof part === "string" ? part : ((groups[part] as string | undefined) ?? "")))
      .join("");
  });
  return before + replaced;
}

function regexOf({ pattern, parameters }: Search, allowed: string): RegExp {
  const wrong = Array.from(parameters).find((one) => !allowed.includes(one));
  if (wrong !== undefined)
    throw new Error(
      `[22023] invalid parameter "${wrong}" of a regular expression: use ${Array.from(allowed).join(", ")}`,
    );
  return scriptRegex(pattern, { ignoreCase: parameters.includes("i"), perl: parameters.includes("p") });
}

/** A replacement in pieces: texts, and numbers of groups for $1. */
function partsOf(replacement: string): readonly (string | number)[] {
  if (/\\|\$[^0-9\s]/.test(replacement)) {
    const why =
      "the manual tells of no other signs with a meaning than $1 to $9: a backslash, $$ and $& are not supported here";
    throw new Error(`[0A000] replacement "${replacement}": ${why}`);
  }
  return replacement
    .split(/(\$[0-9])/)
    .map((part) => (/^\$[0-9]$/.test(part) ? Number(part.slice(1)) : part));
}

/** A replacement as DuckDB reads it; a group that the pattern does not have is empty. */
function duckReplacement(replacement: string, groups: number): string {
  return partsOf(replacement)
    .map((part) => (typeof part === "string" ? part : part > groups ? "" : `\\${part}`))
    .join("");
}
