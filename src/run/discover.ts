/** Finds the source files that are not in the warehouse yet. */
import { ConfigError } from "../errors.ts";
import { planPacks, type PackPlan } from "../sources/pack-plan.ts";
import { regionBeyondCopy } from "../sources/region.ts";
import { fileKey, parseListing, type Source, type SourceFile } from "../sources/source.ts";
import { LARGEST_IN_PARTS } from "../store/s3-parts.ts";
import type { News } from "../records/result.ts";
import type { Store } from "../store/store.ts";

/** A source with what is new in it. */
export interface Discovered {
  readonly source: Source;
  /** Sorted by url. */
  readonly newFiles: readonly SourceFile[];
  readonly knownFiles: number;
  /** How the new files are going to be packed. */
  readonly pack: PackPlan;
  /** Objects that are no JSON by their name. */
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
    const objects = await store.list(source.url);
    if (objects.length === 0 && source.url.startsWith("s3://") && !holdsFilesOf(ledger, source)) {
      throw new ConfigError(`the source ${source.name} holds no file`, {
        where: source.url,
        next: `check --${source.name} (DWH_${source.name.toUpperCase()}): does the folder or prefix exist?`,
      });
    }
    const { files, passedOver } = parseListing(source.name, objects);
    const newFiles = files.filter((file) => !ledger.has(fileKey(file)));
    const away =
      workUrl === undefined || newFiles.length === 0
        ? undefined
        : await regionBeyondCopy(store, source.url, workUrl);
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

/** Returns how many files are new in a source, and their bytes. */
export function newsOf({ newFiles }: Pick<Discovered, "newFiles">): News {
  return { files: newFiles.length, bytes: newFiles.reduce((total, { size }) => total + size, 0) };
}

function refuseTooLarge({ away, asTheyLie }: PackPlan): void {
  const large = away === undefined ? undefined : asTheyLie.find(({ size }) => size > LARGEST_IN_PARTS);
  if (large === undefined) return;
  throw new ConfigError(`the file is in ${away}, where COPY cannot read, and too large to be carried over`, {
    where: large.url,
    next: "split it (COPY reads several files at a time, and one JSON file on one slice), or keep it in a bucket of the cluster's region",
  });
}

function holdsFilesOf(ledger: ReadonlySet<string>, source: Source): boolean {
  for (const key of ledger) if (key.startsWith(source.url)) return true;
  return false;
}
