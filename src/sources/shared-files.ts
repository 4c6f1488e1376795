/** Files that lie under more than one source. Pure. */
import type { SourceFile, SourceName } from "./source.ts";

/** What two or more sources share. */
export interface SharedFiles {
  readonly sources: readonly SourceName[];
  readonly files: number;
  /** The first of them; two urls where it is reached in two ways. */
  readonly first: readonly string[];
}

/**
 * Compares the files of all sources, those that are known too, and returns what they share; undefined when every file has one source. In a
 * folder one file may be reached by two paths, through a link: the etag is made of what it is.
 */
export function findShared(sources: readonly (readonly SourceFile[])[]): SharedFiles | undefined {
  const seen = new Map<string, SourceFile>();
  const names = new Set<SourceName>();
  let files = 0;
  let first: readonly string[] = [];
  for (const file of sources.flat()) {
    const keys = keysOf(file);
    const other = keys.map((key) => seen.get(key)).find((one) => one !== undefined);
    if (other === undefined) for (const key of keys) seen.set(key, file);
    else if (other.source !== file.source) {
      if (files === 0) first = [...new Set([other.url, file.url])];
      files += 1;
      names.add(other.source).add(file.source);
    }
  }
  return files === 0 ? undefined : { sources: [...names], files, first };
}

/** By what a file is the same one. In S3 an etag is of the content, which two objects may share. */
function keysOf({ url, etag, size }: SourceFile): readonly string[] {
  return url.startsWith("s3://") ? [url] : [url, `${etag}\n${size}`];
}
