/** From which sources the rows of a table come; pure. */
import type { SqlFile } from "./sql-file.ts";

type Step = Pick<SqlFile, "kind" | "reads" | "writes" | "source">;

/** Returns the names of the sources whose files a table is made from: those of the loads above it, however many steps lie in between. */
export function sourcesOf(table: string, steps: readonly Step[]): readonly string[] {
  const above = new Set([table]);
  const sources = new Set<string>();
  for (const one of above) {
    for (const { kind, reads, writes, source } of steps) {
      if (!writes.includes(one) || !["stage", "transform"].includes(kind)) continue;
      if (source !== undefined) sources.add(source.name);
      // A Set goes on with what is added while it is gone through.
      for (const read of reads) above.add(read);
    }
  }
  return [...sources].sort();
}
