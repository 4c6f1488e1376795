/** What a run does beside its steps to load files again: tables that are emptied, the ledger that is renewed, and what it refuses before. */
import { ConfigError } from "../errors.ts";
import type { RebuildPart } from "../plan/partly.ts";
import { findGone, leaveOnly, renewEntries, takeFromLedger } from "../records/renew-ledger.ts";
import { isAgain, type Again } from "../sources/again.ts";
import { outermost } from "../sources/outermost.ts";
import { pagesOf } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import { countOf } from "../text/amounts.ts";
import { nearestPath } from "../text/nearest.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { BadFile } from "./bad-files.ts";
import type { Discovered } from "./discover.ts";
import type { RunInput } from "./run-input.ts";

/** Files that are named one by one. */
const SHOWN = 3;
/** Paths that a prefix without files is compared with. */
const COMPARED = 10_000;

/**
 * Empties the tables that are rebuilt, and returns how many rows each had. By DELETE: TRUNCATE commits ("TRUNCATE" of the Database Developer Guide), and
 * readers would see them empty.
 */
export async function emptyTables({
  session,
  runId,
  rebuild,
  onEvent,
}: Pick<RunInput, "runId" | "rebuild" | "onEvent"> & { readonly session: Session }): Promise<
  ReadonlyMap<string, number>
> {
  const emptied = new Map<string, number>();
  if (rebuild === undefined) return emptied;
  onEvent({ type: "stage", stage: "rebuild", detail: rebuild.tables.join(", ") });
  for (const table of rebuild.tables) {
    const { rowCount } = await session.execute(`delete from ${table}`, { label: `run ${runId}, rebuild` });
    emptied.set(table, rowCount);
  }
  return emptied;
}

/** Brings the ledger to what is in the tables now, after the entries of this run. */
export async function renewLedger(
  session: Session,
  {
    runId,
    again,
    rebuild,
    leftOut,
  }: Pick<RunInput, "runId" | "again" | "rebuild"> & { readonly leftOut: readonly BadFile[] },
): Promise<void> {
  if (rebuild !== undefined) return leaveOnly(session, runId, rebuild.sources);
  if (again === undefined) return;
  await renewEntries(session, runId);
  await takeFromLedger(session, leftOut);
}

/** Ends a run that was to load files again and found none of them. @throws ConfigError with the nearest path */
export async function refuseUnmatched(
  store: Store,
  found: readonly Pick<Discovered, "source" | "newFiles">[],
  again: Again,
): Promise<void> {
  const { prefixes, typed } = again;
  if (prefixes === undefined) return;
  if (found.some(({ newFiles }) => newFiles.some(({ url }) => isAgain(again, url)))) return;
  const sources = found.map(({ source }) => source);
  const near = await findNear(
    store,
    sources.flatMap(({ urls, roots = urls }) => roots),
    prefixes[0] ?? "",
  );
  throw new ConfigError(`--reload ${typed} matches no file of a source`, {
    where: prefixes.length === 1 ? prefixes.join("") : `${prefixes[0]} … ${prefixes.at(-1)}`,
    next: `${near === undefined ? "" : `did you mean ${near}? `}files lie below ${sources
      .flatMap(({ urls }) => urls)
      .slice(0, SHOWN)
      .join(", ")}; nothing was done`,
  });
}

/** The folder or file below the sources that is nearest to a prefix. */
async function findNear(store: Store, urls: readonly string[], prefix: string): Promise<string | undefined> {
  const paths = new Set<string>();
  for await (const page of pagesOf(store, outermost(urls))) {
    for (const { url } of page) {
      paths.add(url.slice(0, url.lastIndexOf("/") + 1));
      paths.add(url);
    }
    if (paths.size > COMPARED) break;
  }
  return nearestPath(prefix, [...paths]);
}

/**
 * Ends a run that would rebuild tables without files that the ledger has: their rows would be gone.
 * @param ledger the one meant, of a batch, which has one of its own with what the batches before have loaded
 * @throws ConfigError with their number, and some of them
 */
export async function refuseLost(
  session: Session,
  found: readonly Pick<Discovered, "source" | "newFiles">[],
  { sources, tables, whole }: RebuildPart,
  ledger?: string,
): Promise<void> {
  let count = 0;
  const some: string[] = [];
  for (const source of sources) {
    const listed = found.find((one) => one.source.name === source);
    const urls = new Set(listed?.newFiles.map(({ url }) => url));
    const gone = await findGone(session, source, urls, SHOWN, ledger);
    count += gone.count;
    some.push(...gone.some);
  }
  if (count === 0) return;
  throw new ConfigError(
    `${countOf(count, "file")} with rows in ${tables.join(", ")} cannot be loaded again as ${count === 1 ? "it was" : "they were"}: ${count === 1 ? "its" : "their"} rows would be gone`,
    {
      where: `${some.slice(0, SHOWN).join(", ")}${count > SHOWN ? " …" : ""}`,
      next: `${whole ? "" : "load what has changed with `dwh run` first; "}put them back, fix the files in quarantine, or give --yes to go on without them; nothing was done`,
    },
  );
}
