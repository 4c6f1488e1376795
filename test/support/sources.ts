/** The sources of the warehouse that ships, for tests that configure and run them. */
import { resolve } from "node:path";
import { readDeclaredSources } from "../../src/job/declared-sources.ts";
import type { Source } from "../../src/sources/source.ts";

/** The SQL that ships. */
export const SQL_DIR = resolve(import.meta.dirname, "../../sql");

/** As its staging files declare them. */
export const DECLARED = await readDeclaredSources(SQL_DIR);

/** Returns a source as it is found at `url`. */
export function sourceAt(name: string, url: string, jsonpaths?: string): Source {
  return { name, urls: [url], mayBeEmpty: false, jsonpaths, format: { kind: "json" } };
}
