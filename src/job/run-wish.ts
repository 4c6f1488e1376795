/** What somebody wants of a run beyond what is new: files again, tables rebuilt, a part of the steps. */
import { statSync } from "node:fs";
import { ConfigError } from "../errors.ts";
import { planPart, planRebuild } from "../plan/partly.ts";
import type { Words } from "../plan/select.ts";
import type { RunInput } from "../run/run-input.ts";
import { listedAgain, parseAgain } from "../sources/again.ts";
import { absolute } from "../sources/find-source.ts";
import { parseBytes } from "../text/parse-bytes.ts";
import type { Job } from "./open-job.ts";

/** What was asked for; nothing of it is an ordinary run. */
export interface RunWish extends Partial<Words> {
  /** Files that are loaded again: a folder, a file or a prefix, or days as `2018-11-01..2018-11-30`. */
  readonly reload?: string | undefined;
  /** Tables that are recreated, by the words of a selection; all where there are none. */
  readonly rebuild?: readonly string[] | undefined;
  /** Whether tables are recreated without files that are gone. */
  readonly mayLose?: boolean;
  /** How much a batch loads where they are recreated in several: `50GB`. */
  readonly batchSize?: string | undefined;
}

/**
 * Returns that in bytes; undefined where all is one transaction.
 * @throws ConfigError for what is not a size, and for a rehearsal
 */
export function batchBytesOf({ batchSize }: RunWish, dryRun: boolean): number | undefined {
  if (batchSize === undefined) return undefined;
  const bytes = parseBytes(batchSize);
  if (bytes === undefined)
    throw new ConfigError(`${JSON.stringify(batchSize)} is not a batch size`, {
      where: "--batch-size",
      next: "write a number with a unit: 500MB, 50GB, 1.5TB",
    });
  if (dryRun)
    throw new ConfigError("batches are committed one by one and cannot be rolled back", {
      where: "--batch-size, --dry-run",
      next: "give only one of them",
    });
  return bytes;
}

/**
 * Returns what of it the run is given.
 * @throws ConfigError for words that name nothing or cannot be had, and for days that cannot be read
 */
export function grant(
  { sources, sql, locations }: Pick<Job, "sources" | "sql" | "locations">,
  { reload, rebuild, select = [], exclude = [], mayLose = false }: RunWish,
): Pick<RunInput, "sources" | "again" | "part" | "rebuild" | "mayLose"> {
  if (rebuild !== undefined) {
    const part = planRebuild(sql.steps, { select: [...rebuild, ...select], exclude });
    const again = { typed: "", prefixes: undefined, knownOnly: !part.whole };
    const read = sources.filter(({ name }) => part.sources.has(name));
    return { sources: read.map((one) => listedAgain(one, again)), again, rebuild: part, mayLose };
  }
  const again = reload === undefined ? undefined : parseAgain(reload, prefixOf, locations);
  const listed = again === undefined ? sources : sources.map((one) => listedAgain(one, again));
  if (select.length + exclude.length === 0) return { sources: listed, again };
  const part = planPart(sql.steps, { select, exclude });
  return { sources: listed.filter(({ name }) => part.sources?.has(name)), again, part };
}

/** A folder of this machine stands for all that is in it, and not for what lies beside it with a longer name. */
function prefixOf(location: string): string {
  const whole = absolute(location);
  if (location.startsWith("s3://")) return whole;
  const isFolder =
    location.endsWith("/") || statSync(whole, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && !whole.endsWith("/") ? `${whole}/` : whole;
}
