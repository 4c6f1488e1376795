/** Goes once through all that lies under a source, and keeps what it comes to. */
import { digestOf } from "../sources/file-digest.ts";
import { openFolderSums, type FolderSums } from "../sources/folder-sums.ts";
import { outermost } from "../sources/outermost.ts";
import type { SharedSearch } from "../sources/shared-files.ts";
import { searchSiblings } from "../sources/siblings.ts";
import { parseListing, type Source, type SourceFile } from "../sources/source.ts";
import { pagesOf } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import { compareBytes } from "../text/byte-order.ts";
import { addPassed, type PassedObject, type PassedOver } from "../text/passed-over.ts";

/** Files of a source that are kept in memory; of one that has more, those that may be new are listed again. */
const KEPT = 20_000;

/** What lies under a source. */
export interface SourceScan {
  /** Objects that were listed. */
  readonly keys: number;
  /** Files of the source among them. */
  readonly files: number;
  /** Those, unless there are too many to be kept. */
  readonly kept: readonly SourceFile[] | undefined;
  readonly sums: FolderSums;
  /** The first and the last url of the files in the order of bytes; undefined without any. */
  readonly between: readonly [string, string] | undefined;
  readonly passedOver: readonly PassedOver[];
  /** Prefixes with nothing below. */
  readonly empty: readonly string[];
  /** By prefix: what it takes in beside what it names. */
  readonly siblings: readonly { readonly url: string; readonly beside: readonly string[] }[];
}

/** Lists all prefixes of a source, in memory that does not grow with what lies there. @throws UnreachableError when it cannot be listed */
export async function scanSource(store: Store, source: Source, shared: SharedSearch): Promise<SourceScan> {
  const sums = openFolderSums();
  const irregular = new Map<string, PassedObject>();
  const passed = new Map<string, PassedOver>();
  const empty = new Set(source.roots ?? source.urls);
  const beside = source.urls.map((url) => ({ url, search: searchSiblings(url) }));
  let [keys, files] = [0, 0];
  let kept: SourceFile[] | undefined = [];
  let between: readonly [string, string] | undefined;
  const pages = pagesOf(store, outermost(source.urls), (one) => irregular.set(one.url, one));
  for await (const page of pages) {
    keys += page.length;
    for (const url of empty) if (page.some((object) => object.url.startsWith(url))) empty.delete(url);
    for (const { url, search } of beside)
      if (!url.endsWith("/")) for (const one of page) if (one.url.startsWith(url)) search.add(one.url);
    const listing = parseListing(source, page);
    addPassed(passed, listing.passedOver);
    for (const file of listing.files) {
      files += 1;
      sums.add(file.url, digestOf(file));
      shared.add(file);
      between = wider(between, file.url);
    }
    if (kept !== undefined) kept.push(...listing.files);
    if (files > KEPT) kept = undefined;
  }
  addPassed(passed, [...irregular.values()]);
  return {
    keys,
    files,
    kept,
    sums,
    between,
    passedOver: [...passed.values()],
    empty: [...empty],
    siblings: beside.map(({ url, search }) => ({ url, beside: search.found() })),
  };
}

function wider(between: readonly [string, string] | undefined, url: string): readonly [string, string] {
  if (between === undefined) return [url, url];
  const [first, last] = between;
  if (compareBytes(url, first) < 0) return [url, last];
  return compareBytes(url, last) > 0 ? [first, url] : between;
}
