/** Tells new files from those that the ledger holds, without having either of them whole. */
import {
  digestOf,
  isSameSum,
  NO_FILES,
  PARTS,
  partOf,
  plus,
  type FileDigest,
  type FileSum,
} from "../sources/file-digest.ts";
import { folderOf } from "../sources/folder-sums.ts";
import type { KnownFiles, KnownScope } from "../sources/known-files.ts";
import { UnreachableError } from "../errors.ts";
import { outermost } from "../sources/outermost.ts";
import { isAgain, type Again } from "../sources/again.ts";
import { fileKey, parseListing, type Source, type SourceFile } from "../sources/source.ts";
import { pagesOf } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import { inByteOrder } from "../text/byte-order.ts";
import type { SourceScan } from "./scan-source.ts";

/** With so many, the sums of all parts are less than the digests. */
const MANY = PARTS;
/** Folders that are listed again one by one; more than that are listed with all that lies around them. */
const MOST_FOLDERS = 1000;

/**
 * Returns the files of the source that are not known, sorted by the bytes of their urls. First the sums of all files are compared, then
 * those of each folder, and only files of folders that differ one by one; those are listed again unless the scan has kept them.
 * @param many with more known files than this in the folders that differ, only parts of them that differ are asked for
 * @throws UnreachableError when they cannot be listed; what the ledger throws
 */
export async function findNew(
  store: Store,
  source: Source,
  scan: SourceScan,
  known: KnownFiles,
  many = MANY,
): Promise<readonly SourceFile[]> {
  if (scan.between === undefined) return [];
  const scope = { source: source.name, prefixes: source.urls, between: scan.between };
  const all = await known.total(scope);
  if (isSameSum(scan.sums.total(), all)) return [];
  const depth = scan.sums.depth();
  const byFolder = all.files === 0 ? new Map<string, FileSum>() : await known.byFolder(scope, depth);
  const differing = [...scan.sums.byFolder()].filter(
    ([folder, sum]) => !isSameSum(sum, byFolder.get(folder) ?? NO_FILES),
  );
  const folders = new Set(differing.map(([folder]) => folder));
  const held = [...byFolder].filter(([folder]) => folders.has(folder));
  const files = held.reduce((total, [, sum]) => total + sum.files, 0);
  const names = held.map(([folder]) => folder);
  const digests = await openDigests(known, scope, scan, { depth, names, files }, many);
  const isNew = (file: SourceFile): boolean =>
    folders.has(folderOf(file.url, depth)) && !digests.has(digestOf(file));
  const found: SourceFile[] = [];
  for await (const some of listAgain(store, source, scan, [...folders])) {
    for (const file of some) if (isNew(file)) found.push(file);
  }
  return inByteOrder(found);
}

/**
 * Returns what is loaded: the files that are not known and those that are meant again, sorted by the bytes of their urls.
 * @param unknown what `findNew` returned of the same scan
 * @throws UnreachableError when files have changed since the scan, or cannot be listed
 */
export async function findAgain(
  store: Store,
  source: Source,
  scan: SourceScan,
  unknown: readonly SourceFile[],
  again: Again,
): Promise<readonly SourceFile[]> {
  if (scan.between === undefined) return [];
  const isNew = new Set(unknown.map(fileKey));
  const known: SourceFile[] = [];
  let sum = NO_FILES;
  for await (const some of listAgain(store, source, scan, undefined)) {
    for (const file of some) {
      sum = plus(sum, digestOf(file));
      if (isAgain(again, file.url) && !isNew.has(fileKey(file))) known.push(file);
    }
  }
  // One that changed in between is in neither list as it is now, and would pass for one that is known.
  if (!isSameSum(sum, scan.sums.total()))
    throw new UnreachableError(`files of ${source.name} appeared or changed while they were listed`, {
      where: source.urls.join(", "),
      next: "nothing was done: run it again",
    });
  return inByteOrder(again.knownOnly ? known : [...unknown, ...known]);
}

/** Files of the source in those folders, and maybe more; without folders all of them. */
async function* listAgain(
  store: Store,
  source: Source,
  { kept }: SourceScan,
  folders: readonly string[] | undefined,
): AsyncGenerator<readonly SourceFile[]> {
  if (kept !== undefined) {
    yield kept;
    return;
  }
  const isAll = folders === undefined || folders.length > MOST_FOLDERS;
  const prefixes = isAll ? source.urls : within(source.urls, folders);
  for await (const page of pagesOf(store, outermost(prefixes))) {
    yield parseListing(
      source,
      page.filter(({ url }) => source.urls.some((prefix) => url.startsWith(prefix))),
    ).files;
  }
}

/** The prefixes that take in what lies in the folders and belongs to the source. */
function within(urls: readonly string[], folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    const inner = urls.filter((url) => url.startsWith(`${folder}/`));
    return urls.some((url) => `${folder}/`.startsWith(url)) ? [`${folder}/`] : inner;
  });
}

/** Which of the files in some folders are known. */
interface Digests {
  has(digest: FileDigest): boolean;
}

/** Eight bytes for each known file that is compared one by one, and no more. */
async function openDigests(
  known: KnownFiles,
  scope: KnownScope,
  { sums }: SourceScan,
  folders: { readonly depth: number; readonly names: readonly string[]; readonly files: number },
  many: number,
): Promise<Digests> {
  if (folders.files === 0) return { has: () => false };
  let parts: ReadonlySet<number> | undefined;
  if (folders.files > many) {
    const byPart = await known.byPart(scope);
    const differs = (part: number): boolean => !isSameSum(sums.part(part), byPart.get(part) ?? NO_FILES);
    parts = new Set(Array.from({ length: PARTS }, (_, part) => part).filter(differs));
  }
  let held = new BigUint64Array(1024);
  let count = 0;
  for await (const some of known.digests(scope, folders, parts && [...parts])) {
    for (const short of some) {
      if (count === held.length) held = doubled(held);
      held[count] = BigInt(`0x${short}`);
      count += 1;
    }
  }
  const sorted = held.subarray(0, count).sort();
  // Where a part is the same on both sides, all of its files are known.
  return { has: (digest) => (parts !== undefined && !parts.has(partOf(digest))) || holds(sorted, digest) };
}

function doubled(numbers: BigUint64Array<ArrayBuffer>): BigUint64Array<ArrayBuffer> {
  const larger = new BigUint64Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

function holds(sorted: BigUint64Array, { short }: FileDigest): boolean {
  const wanted = BigInt(`0x${short}`);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0n) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
