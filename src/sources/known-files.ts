/** What is known of the source files that are already in the warehouse: as little as a question needs. */
import type { FileDigest, FileSum } from "./file-digest.ts";
import type { SourceFile, SourceName } from "./source.ts";

/** The files of a source that were listed, as a place in the ledger. */
export interface KnownScope {
  readonly source: SourceName;
  /** What their urls begin with. */
  readonly prefixes: readonly string[];
  /** The first and the last of their urls in the order of bytes: what is known outside has gone from there. */
  readonly between: readonly [string, string];
}

/** Files of other sources that are new in this one. */
export interface FilesElsewhere {
  readonly source: SourceName;
  readonly files: number;
  /** The url of one of them. */
  readonly first: string;
}

/** The ledger, asked. */
export interface KnownFiles {
  /** The sum of all known files of the scope. */
  total(scope: KnownScope): Promise<FileSum>;
  /** The same by folder, cut to a depth as `folderOf` cuts it. */
  byFolder(scope: KnownScope, depth: number): Promise<ReadonlyMap<string, FileSum>>;
  /** The same by `partOf` their digests. */
  byPart(scope: KnownScope): Promise<ReadonlyMap<number, FileSum>>;
  /**
   * Yields the short digests of the known files in some folders, many at a time.
   * @param depth as `byFolder` has it
   * @param parts those that are asked for; undefined: all
   */
  digests(
    scope: KnownScope,
    folders: { readonly depth: number; readonly names: readonly string[]; readonly files: number },
    parts: readonly number[] | undefined,
  ): AsyncIterable<readonly FileDigest["short"][]>;
  /** Whether a file of the source whose url begins so is known. */
  holdsBelow(source: SourceName, url: string): Promise<boolean>;
  /** Which of the files, whose urls begin with the prefixes, are known as those of other sources, by source. */
  elsewhere(
    files: readonly SourceFile[],
    others: readonly SourceName[],
    prefixes: readonly string[],
  ): Promise<readonly FilesElsewhere[]>;
}
