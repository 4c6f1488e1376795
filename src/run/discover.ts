/** Finds the source files that are not in the warehouse yet. */
import { ConfigError } from "../errors.ts";
import { planPacks, type PackPlan } from "../sources/pack-plan.ts";
import { regionBeyondCopy } from "../sources/region.ts";
import { fileKey, parseListing, type Source, type SourceFile } from "../sources/source.ts";
import { LARGEST_IN_PARTS } from "../store/s3-parts.ts";
import type { News } from "../records/result.ts";
import { sourceFlag, sourceVariable } from "../config/declared-source.ts";
import type { Store, StoredObject } from "../store/store.ts";

/** A source with what is new in it. */
export interface Discovered {
  readonly source: Source;
  /** Sorted by url. */
  readonly newFiles: readonly SourceFile[];
  readonly knownFiles: number;
  /** How the new files are going to be packed. */
  readonly pack: PackPlan;
  /** Objects that are of another format by their name. */
  readonly passedOver: number;
}

/**
 * Lists every source and takes away what the ledger holds.
 * @param workUrl where packs would go: files of another region than that are carried over; without it, nobody asks for regions
 * @throws ConfigError when a prefix in S3 is empty and always was: a typing error would else succeed for years; and when a file of
 * another region is too large to be carried over; UnreachableError when a source cannot be listed.
 */
export async function discover(
  store: Store,
  sources: readonly Source[],
  ledger: ReadonlySet<string>,
  workUrl?: string,
): Promise<readonly Discovered[]> {
  const discovered: Discovered[] = [];
  for (const source of sources) {
    const objects = await listSource(store, source, ledger);
    const { files, passedOver } = parseListing(source, objects);
    const newFiles = files.filter((file) => !ledger.has(fileKey(file)));
    const away =
      workUrl === undefined || newFiles.length === 0 ? undefined : await awayFrom(store, source, workUrl);
    const pack = planPacks(newFiles, away);
    refuseTooLarge(pack);
    discovered.push({
      source,
      newFiles,
      knownFiles: files.length - newFiles.length,
      pack,
      passedOver: passedOver.length,
    });
  }
  return discovered;
}

/** Lists all prefixes of a source; an object below two of them is one. */
async function listSource(
  store: Store,
  { name, urls, mayBeEmpty }: Source,
  ledger: ReadonlySet<string>,
): Promise<readonly StoredObject[]> {
  const found = new Map<string, StoredObject>();
  for (const url of urls) {
    const objects = await store.list(url);
    if (objects.length === 0 && url.startsWith("s3://") && !mayBeEmpty && !holdsFilesBelow(ledger, url)) {
      throw new ConfigError(`the source ${name} holds no file`, {
        where: url,
        next: `check ${sourceFlag(name)} (${sourceVariable(name)}): does the folder or prefix exist? A source that may be empty says so in the header of its staging file (-- empty: allowed)`,
      });
    }
    for (const object of objects) found.set(object.url, object);
  }
  const objects = [...found.values()];
  return urls.length === 1 ? objects : objects.sort((one, other) => (one.url < other.url ? -1 : 1));
}

/** The region that COPY cannot read in, of any prefix: all files of the source are carried over then, since one COPY loads them. */
async function awayFrom(store: Store, { urls }: Source, workUrl: string): Promise<string | undefined> {
  for (const url of urls) {
    const away = await regionBeyondCopy(store, url, workUrl);
    if (away !== undefined) return away;
  }
  return undefined;
}

/** Returns how many files are new in a source, and their bytes. */
export function newsOf({ newFiles }: Pick<Discovered, "newFiles">): News {
  return { files: newFiles.length, bytes: newFiles.reduce((total, { size }) => total + size, 0) };
}

function refuseTooLarge({ away, asTheyLie }: PackPlan): void {
  const large = away === undefined ? undefined : asTheyLie.find(({ size }) => size > LARGEST_IN_PARTS);
  if (large === undefined) return;
  throw new ConfigError(`the file is in ${away}, where COPY cannot read, and too large to be carried over`, {
    where: large.url,
    next: "split it (COPY reads several files at a time), or keep it in a bucket of the cluster's region",
  });
}

function holdsFilesBelow(ledger: ReadonlySet<string>, url: string): boolean {
  for (const key of ledger) if (key.startsWith(url)) return true;
  return false;
}
