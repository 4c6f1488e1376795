/** Lists a source: its new files, and what may be a mistake in it. */
import { sourceFlag, sourceVariable } from "../config/declared-source.ts";
import { ConfigError } from "../errors.ts";
import { type Again } from "../sources/again.ts";
import { addPassed, sayPassed, unexpected, type PassedOver } from "../text/passed-over.ts";
import type { FilesElsewhere, KnownFiles } from "../sources/known-files.ts";
import { lookAtCompression } from "../sources/look-at-compression.ts";
import type { SharedSearch } from "../sources/shared-files.ts";
import { fileKey, type Source, type SourceFile, type SourceName } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { countOf } from "../text/amounts.ts";
import { findAgain, findNew } from "./find-new.ts";
import { scanSource } from "./scan-source.ts";

/** Siblings of a prefix that are named one by one. */
const SHOWN_SIBLINGS = 3;

/** What was found of one source. */
export interface ListedSource {
  readonly source: Source;
  /** What is loaded: what the ledger does not hold, and what is meant again. Sorted by the bytes of their urls. */
  readonly newFiles: readonly SourceFile[];
  readonly knownFiles: number;
  /** Objects that were listed, what is passed over too. */
  readonly keys: number;
  /** How long that took, and comparing them with the ledger. */
  readonly listingMs: number;
  /** Objects that are not its files. */
  readonly passedOver: readonly PassedOver[];
  /** What may be a mistake, in whole sentences. */
  readonly warnings: readonly string[];
}

/** All that is listed together. */
export interface Listing {
  readonly known: KnownFiles;
  /** Takes every file of every source. */
  readonly shared: SharedSearch;
  /** All sources, whose files the ledger may hold. */
  readonly names: readonly SourceName[];
  readonly now: () => Date;
  /** Files that are loaded whatever the ledger says. */
  readonly again?: Again | undefined;
  /** Another ledger: files that it does not hold are left out too. */
  readonly among?: KnownFiles | undefined;
}

/**
 * Lists all prefixes of a source, and asks the ledger which of its files are new.
 * @throws ConfigError when a prefix or folder is empty, or holds only what is passed over, and nothing was ever loaded from it: a mistyped
 * location would otherwise succeed for years, on S3 and on a laptop alike; UnreachableError when it cannot be listed.
 */
export async function listSource(
  store: Store,
  source: Source,
  { known, shared, names, now, again, among }: Listing,
): Promise<ListedSource> {
  const { name, urls } = source;
  const startedAt = now();
  const scan = await scanSource(store, source, shared);
  for (const url of scan.empty)
    if (!source.mayBeEmpty && !(await known.holdsBelow(name, url))) throw withoutFiles(name, url);
  const warnings: string[] = [];
  for (const { url, beside } of scan.siblings)
    if (beside.length > 0) warnings.push(saySiblings(name, url, beside));
  const missing = await findNew(store, source, scan, known);
  const left = new Set(among === undefined ? [] : (await findNew(store, source, scan, among)).map(fileKey));
  const unknown = missing.filter((file) => !left.has(fileKey(file)));
  const wanted = again === undefined ? unknown : await findAgain(store, source, scan, unknown, again);
  const looked =
    source.files === undefined ? { files: wanted, passedOver: [] } : await lookAtCompression(store, wanted);
  const newFiles = looked.files;
  const passed = new Map(scan.passedOver.map((group) => [group.reason, group]));
  addPassed(passed, looked.passedOver);
  const passedOver = [...passed.values()];
  const meant = unexpected(passedOver);
  const isWithout = scan.files === looked.passedOver.length && meant.length > 0 && !source.mayBeEmpty;
  if (isWithout && !(await holdsAny(known, source)))
    throw withoutFiles(name, urls.join(", "), sayPassed(name, meant));
  const others = names.filter((other) => other !== name);
  for (const elsewhere of await known.elsewhere(newFiles, others, urls))
    warnings.push(sayElsewhere(name, elsewhere));
  return {
    source,
    newFiles,
    knownFiles: scan.files - wanted.length - (missing.length - unknown.length),
    keys: scan.keys,
    listingMs: now().getTime() - startedAt.getTime(),
    passedOver,
    warnings,
  };
}

/**
 * Says that files are of more than one source: which of two they are read for would be left to chance.
 * @throws ConfigError when a file lies in two sources, also one that is known
 */
export function refuseShared(search: SharedSearch): void {
  const shared = search.found();
  if (shared === undefined) return;
  const places = shared.sources.map((name) => `${sourceFlag(name)} (${sourceVariable(name)})`);
  const { sources, files, first } = shared;
  throw new ConfigError(`${countOf(files, "file")} in more than one source: ${sources.join(" and ")}`, {
    where: `${first.join(", the same file as ")}${files > 1 ? " …" : ""}`,
    next: `a file belongs to one source: give each source a place of its own, by ${places.join(" and ")}; nothing was loaded`,
  });
}

async function holdsAny(known: KnownFiles, { name, urls, roots = urls }: Source): Promise<boolean> {
  for (const url of roots) if (await known.holdsBelow(name, url)) return true;
  return false;
}

function withoutFiles(name: SourceName, where: string, passed?: string): ConfigError {
  const place = `check ${sourceFlag(name)} (${sourceVariable(name)})`;
  const empty = "a source that may be empty needs -- empty: allowed in the header of its staging file";
  if (passed === undefined) {
    return new ConfigError(`the source ${name} holds no file`, {
      where,
      next: `${place}: does the folder or prefix exist? ${empty.replace("a", "A")}`,
    });
  }
  return new ConfigError(`the source ${name} holds no file that it can load; ${passed}`, {
    where,
    next: `${place}, or give the files the ending of their format; -- files: * in the header of the staging file takes any name (docs/copy.md, "Which files belong to a source"); ${empty}`,
  });
}

function saySiblings(name: SourceName, prefix: string, siblings: readonly string[]): string {
  const shown = siblings.slice(0, SHOWN_SIBLINGS).join(", ");
  const more = siblings.length > SHOWN_SIBLINGS ? ` and ${siblings.length - SHOWN_SIBLINGS} more` : "";
  return `the prefix ${prefix} of ${name} also covers ${shown}${more}; end it in a slash if that is not meant`;
}

/** Files that were loaded for another source before: locations may have been swapped, then or now. */
function sayElsewhere(name: SourceName, { source, files, first }: FilesElsewhere): string {
  return `${countOf(files, "new file")} of ${name} (${first}${files > 1 ? " …" : ""}) ${files > 1 ? "were" : "was"} loaded as ${source} before, and its rows from then stay; are the locations of the sources right?`;
}
