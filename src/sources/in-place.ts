/** Files that COPY reads where they lie, as they are. */
import type { Compression } from "../compression/compression.ts";
import { BadFilesError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { formatBytes } from "../text/amounts.ts";
import type { BrokenFile } from "./broken-files.ts";
import { membersOf, type Members } from "./members.ts";
import type { LoadedObject } from "./pack-map.ts";
import { LARGEST_BYTES } from "./pack-plan.ts";
import { beginCount } from "./row-counter.ts";
import type { SourceFile } from "./source.ts";

/** A file of several members has to be inflated in one go, to be written as one. */
const LARGEST_TO_REWRITE = LARGEST_BYTES;

/** What a file may be that is not written anew. */
interface Limits {
  /** That of all objects. */
  readonly compression: Compression;
  /** Bytes that are held. */
  readonly most: number;
  /** Takes files that cannot be decompressed. */
  readonly broken: BrokenFile[];
}

/** Returns the file as an object that COPY reads. */
export function fileInPlace(file: SourceFile): Extract<LoadedObject, { readonly kind: "file" }> {
  return { kind: "file", url: file.url, size: file.size, file };
}

/** Returns what a file is made of that may be loaded where it lies. @throws BadFilesError for one of several members that is too large for a pack */
export async function lookAt(store: Store, file: SourceFile): Promise<Members> {
  if (file.compression === "") return { are: "one", counted: undefined };
  const members = await membersOf(store.readParts(file), file.compression, beginCount(file.format));
  if (members.are !== "several" || file.size <= LARGEST_TO_REWRITE) return members;
  throw refuseFile(
    file,
    `a file is several members of ${file.compression}, one after the other, and too large to be rewritten: whether COPY reads beyond the first is not known`,
    `write it as one member, for example with \`gunzip -c old.gz | gzip > new.gz\`, or as files of less than ${formatBytes(LARGEST_TO_REWRITE)}`,
  );
}

/**
 * Returns a file of which more would have to be held than is, where it lies, if COPY can read it there.
 * @throws BadFilesError where it cannot
 */
export async function leaveWhole(
  store: Store,
  file: SourceFile,
  { compression, most, broken }: Limits,
): Promise<readonly LoadedObject[]> {
  if (file.compression === compression) {
    const members = await membersOf(store.readParts(file), compression, beginCount(file.format));
    if (members.are === "one") return [{ ...fileInPlace(file), counted: members.counted }];
    if (members.are === "broken") {
      broken.push({ file, ...members, pointer: false });
      return [];
    }
  }
  throw refuseFile(
    file,
    `a file holds more than ${formatBytes(most)}, and would have to be rewritten: COPY reads one compression, and one member of each file`,
    "write it as one member, compressed as the other files are, or as smaller files",
  );
}

function refuseFile({ url }: SourceFile, reason: string, next: string): BadFilesError {
  return new BadFilesError(reason, { where: url, next, files: [{ url, reason, next }] });
}
