/** A sentence on a rebuild in batches that is not finished; pure. */
import { countOf, formatCount, formatMoment } from "./amounts.ts";

/** What the sentence is made of. */
interface Told {
  readonly tables: readonly string[];
  readonly startedAt: Date | undefined;
  readonly files: number | undefined;
  readonly loaded: { readonly files: number; readonly batches: number } | undefined;
  readonly failed: string | undefined;
}

/** Returns what is under way, how far it is, what is in force meanwhile, and the commands that end it, between backquotes. */
export function sayUnderWay({ tables, startedAt, files, loaded, failed }: Told): string {
  const began = startedAt === undefined ? "" : ` began ${formatMoment(startedAt)} and`;
  const of = files === undefined ? "" : ` of ${formatCount(files)}`;
  const progress =
    loaded === undefined
      ? "this user may not see its progress"
      : loaded.batches === 0
        ? "its first batch is not loaded yet"
        : `${countOf(loaded.batches, "batch", "batches")} with ${formatCount(loaded.files)}${of} files ${loaded.batches === 1 ? "is" : "are"} loaded beside the star`;
  const last = failed === undefined ? "" : `; its newest batch failed: ${failed}`;
  return `a rebuild of ${tables.join(", ")}${began} is not finished: ${progress}; until it is, readers see the old tables, with what runs bring${last}; \`dwh rebuild ${tables.join(" ")} --batch-size <size>\` continues it, \`dwh rebuild --abandon\` abandons it`;
}
