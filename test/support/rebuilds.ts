/** What a rebuild of the warehouse that ships is given, for tests that run it. */
import { loadSql } from "../../src/job/load-sql.ts";
import { planRebuild } from "../../src/plan/partly.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { SQL_DIR } from "./sources.ts";

/** Returns what `dwh rebuild <words>` gives the run, but for the sources, which may be more than it takes. */
export async function rebuildOf(words: readonly string[] = [], sql?: SqlFolder): Promise<Partial<RunInput>> {
  const { steps } = sql ?? (await loadSql(SQL_DIR));
  const rebuild = planRebuild(steps, { select: words, exclude: [] });
  return { again: { typed: "", prefixes: undefined, knownOnly: !rebuild.whole }, rebuild };
}
