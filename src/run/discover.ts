/** Finds the source files that are not in the warehouse yet. */
import { ConfigError } from "../errors.ts";
import type { News } from "../records/result.ts";
import type { Again } from "../sources/again.ts";
import { planPacks, type PackPlan } from "../sources/pack-plan.ts";
import { regionBeyondCopy } from "../sources/region.ts";
import type { KnownFiles } from "../sources/known-files.ts";
import { searchShared } from "../sources/shared-files.ts";
import { fileKey, type Source, type SourceFile } from "../sources/source.ts";
import { sayUnsplit } from "../sources/unsplit.ts";
import { LARGEST_IN_PARTS } from "../store/s3-parts.ts";
import type { Store } from "../store/store.ts";
import { listSource, refuseShared, type ListedSource } from "./list-source.ts";

/** A source with what is new in it. */
export interface Discovered extends ListedSource {
  /** New files that are not tried: they are in quarantine, or left out of this run. */
  readonly heldBack: readonly SourceFile[];
  /** How the new files are going to be packed. */
  readonly pack: PackPlan;
}

/** What the sources are compared with, and when. */
export interface DiscoverInput {
  readonly known: KnownFiles;
  readonly now: () => Date;
  /** Where packs would go: files of another region than that are carried over; without it, nobody asks for regions. */
  readonly workUrl?: string | undefined;
  /** Keys of files that are not to be tried. */
  readonly heldBack?: ReadonlySet<string>;
  /** Files that are loaded whatever the ledger says. */
  readonly again?: Again | undefined;
  /** Another ledger: files that it does not hold are left out too. */
  readonly among?: KnownFiles | undefined;
}

/**
 * Lists every source and takes away what the ledger holds.
 * @throws ConfigError when a file is in two sources, when a source holds nothing that it can load and nothing was ever loaded from it, and
 * when a file of another region is too large to be carried over; UnreachableError when a source cannot be listed.
 */
export async function discover(
  store: Store,
  sources: readonly Source[],
  { known, now, workUrl, heldBack = new Set(), again, among }: DiscoverInput,
): Promise<readonly Discovered[]> {
  const names = sources.map(({ name }) => name);
  const listing = { known, now, names, shared: searchShared(sources), again, among };
  const listed: ListedSource[] = [];
  for (const source of sources) listed.push(await listSource(store, source, listing));
  refuseShared(listing.shared);
  const discovered: Discovered[] = [];
  for (const one of listed) {
    const { source, newFiles: unknown } = one;
    const [newFiles, held] = splitHeldBack(unknown, heldBack);
    const away =
      workUrl === undefined || newFiles.length === 0 ? undefined : await awayFrom(store, source, workUrl);
    const pack = planPacks(newFiles, away);
    refuseTooLarge(pack);
    const warnings = [...one.warnings, ...sayUnsplit(source.name, pack.asTheyLie)];
    discovered.push({ ...one, newFiles, heldBack: held, pack, warnings });
  }
  return discovered;
}

/** The region that COPY cannot read in, of any prefix: all files of the source are carried over then, since one COPY loads them. */
async function awayFrom(store: Store, { urls }: Source, workUrl: string): Promise<string | undefined> {
  for (const url of urls) {
    const away = await regionBeyondCopy(store, url, workUrl);
    if (away !== undefined) return away;
  }
  return undefined;
}

/** Returns the files that are tried, and those that are not. */
export function splitHeldBack(
  files: readonly SourceFile[],
  heldBack: ReadonlySet<string>,
): readonly [tried: readonly SourceFile[], held: readonly SourceFile[]] {
  if (heldBack.size === 0) return [files, []];
  const isHeld = (file: SourceFile): boolean => heldBack.has(fileKey(file));
  return [files.filter((file) => !isHeld(file)), files.filter(isHeld)];
}

/** Returns how many files are new in a source, and their bytes. */
export function newsOf({ newFiles }: Pick<Discovered, "newFiles">): News {
  return { files: newFiles.length, bytes: newFiles.reduce((total, { size }) => total + size, 0) };
}

function refuseTooLarge({ away, asTheyLie }: PackPlan): void {
  const large = away === undefined ? undefined : asTheyLie.find(({ size }) => size > LARGEST_IN_PARTS);
  if (large === undefined) return;
  throw new ConfigError(`the file is in ${away}, which COPY cannot read, and too large to be carried over`, {
    where: large.url,
    next: "split it (COPY reads several files at a time), or keep it in a bucket of the cluster's region",
  });
}
