/** Lists a source: its files, and what lies beside them. */
import { sourceFlag, sourceVariable } from "../config/declared-source.ts";
import { ConfigError } from "../errors.ts";
import {
  groupPassed,
  sayPassed,
  unexpected,
  type PassedObject,
  type PassedOver,
} from "../text/passed-over.ts";
import { lookAtCompression } from "../sources/look-at-compression.ts";
import { findShared } from "../sources/shared-files.ts";
import { siblingsOf } from "../sources/siblings.ts";
import { fileKey, parseListing, type Source, type SourceFile, type SourceName } from "../sources/source.ts";
import type { Store, StoredObject } from "../store/store.ts";
import { countOf } from "../text/amounts.ts";

/** Siblings of a prefix that are named one by one. */
const SHOWN_SIBLINGS = 3;

/** What was found of one source. */
export interface ListedSource {
  readonly source: Source;
  /** Known and new, sorted by url. */
  readonly files: readonly SourceFile[];
  readonly newFiles: readonly SourceFile[];
  /** What is none of its files. */
  readonly passedOver: readonly PassedOver[];
  /** What may not be meant, in whole sentences. */
  readonly warnings: readonly string[];
}

/**
 * Lists all prefixes of a source; an object below two of them is one.
 * @param names all sources, whose files the ledger may hold
 * @throws ConfigError when a prefix in S3 is empty and always was, or holds nothing but what is passed over: a typing error would else
 * succeed for years; UnreachableError when it cannot be listed.
 */
export async function listSource(
  store: Store,
  source: Source,
  ledger: ReadonlySet<string>,
  names: readonly SourceName[],
): Promise<ListedSource> {
  const { name, urls } = source;
  const found = new Map<string, StoredObject>();
  const irregular = new Map<string, PassedObject>();
  const warnings: string[] = [];
  const isKnown = urls.some((url) => holdsFilesBelow(ledger, name, url));
  for (const url of urls) {
    const objects = await store.list(url, (one) => irregular.set(one.url, one));
    if (objects.length === 0 && !source.mayBeEmpty && !holdsFilesBelow(ledger, name, url)) {
      if (url.startsWith("s3://")) throw withoutFiles(name, url);
      // A folder that is there is no typing error, and may be filled later: it is said, in the same words.
      warnings.push(`${sayEmpty(name)}: ${url}`);
    }
    const siblings = siblingsOf(
      url,
      objects.map((object) => object.url),
    );
    if (siblings.length > 0) warnings.push(saySiblings(name, url, siblings));
    for (const object of objects) found.set(object.url, object);
  }
  const objects = [...found.values()];
  if (urls.length > 1) objects.sort((one, other) => (one.url < other.url ? -1 : 1));
  const listing = parseListing(source, objects);
  const unknown = listing.files.filter((file) => !ledger.has(fileKey(file)));
  const looked =
    source.files === undefined ? { files: unknown, passedOver: [] } : await lookAtCompression(store, unknown);
  const newFiles = looked.files;
  const passedOver = groupPassed([...listing.passedOver, ...looked.passedOver, ...irregular.values()]);
  const meant = unexpected(passedOver);
  const files = listing.files.filter((file) => !looked.passedOver.some(({ url }) => url === file.url));
  if (files.length === 0 && meant.length > 0 && !source.mayBeEmpty && !isKnown)
    throw withoutFiles(name, urls.join(", "), sayPassed(name, meant));
  for (const other of names) warnings.push(...sayElsewhere(newFiles, other, ledger));
  return { source, files, newFiles, passedOver, warnings };
}

/**
 * Compares the files of all sources: which of two it is read for would be left to chance.
 * @throws ConfigError when a file lies in two sources, also one that is known
 */
export function refuseShared(listed: readonly ListedSource[]): void {
  const shared = findShared(listed.map(({ files }) => files));
  if (shared === undefined) return;
  const places = shared.sources.map((name) => `${sourceFlag(name)} (${sourceVariable(name)})`);
  const { sources, files, first } = shared;
  throw new ConfigError(`${countOf(files, "file")} in more than one source: ${sources.join(" and ")}`, {
    where: `${first.join(", the same file as ")}${files > 1 ? " …" : ""}`,
    next: `a file is of one source: give each a place of its own, by ${places.join(" and ")}; nothing was loaded`,
  });
}

function holdsFilesBelow(ledger: ReadonlySet<string>, name: SourceName, url: string): boolean {
  for (const key of ledger) if (key.startsWith(url) && key.endsWith(`\n${name}`)) return true;
  return false;
}

function sayEmpty(name: SourceName): string {
  return `the source ${name} holds no file`;
}

function withoutFiles(name: SourceName, where: string, passed?: string): ConfigError {
  const place = `check ${sourceFlag(name)} (${sourceVariable(name)})`;
  const empty = "a source that may be empty says so in the header of its staging file (-- empty: allowed)";
  if (passed === undefined) {
    return new ConfigError(sayEmpty(name), {
      where,
      next: `${place}: does the folder or prefix exist? ${empty.replace("a", "A")}`,
    });
  }
  return new ConfigError(`the source ${name} holds no file that it loads; ${passed}`, {
    where,
    next: `${place}, or name the files by what they are; -- files: * in the header of the staging file takes any name (docs/copy.md, "Which files belong to a source"); ${empty}`,
  });
}

function saySiblings(name: SourceName, prefix: string, siblings: readonly string[]): string {
  const shown = siblings.slice(0, SHOWN_SIBLINGS).join(", ");
  const more = siblings.length > SHOWN_SIBLINGS ? ` and ${siblings.length - SHOWN_SIBLINGS} more` : "";
  return `the prefix ${prefix} of ${name} takes in what lies beside it: ${shown}${more}; end it in a slash if that is not meant`;
}

/** Files that were loaded for another source before: locations may have been swapped, then or now. */
function sayElsewhere(
  newFiles: readonly SourceFile[],
  other: SourceName,
  ledger: ReadonlySet<string>,
): readonly string[] {
  const moved = newFiles.filter(
    (file) => file.source !== other && ledger.has(fileKey({ ...file, source: other })),
  );
  const [first] = moved;
  if (first === undefined) return [];
  return [
    `${countOf(moved.length, "new file")} of ${first.source} (${first.url}${moved.length > 1 ? " …" : ""}) ${moved.length > 1 ? "were" : "was"} loaded as ${other} before, and what came of that stays; are the locations of the sources right?`,
  ];
}
