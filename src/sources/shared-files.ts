/** Files that lie under more than one source. Pure. */
import { parseListing, type Source, type SourceFile, type SourceName } from "./source.ts";

/** What two or more sources share. */
export interface SharedFiles {
  readonly sources: readonly SourceName[];
  readonly files: number;
  /** The first of them; two urls where it is reached in two ways. */
  readonly first: readonly string[];
}

/** Takes the files of all sources, those that are known too, source by source. */
export interface SharedSearch {
  add(file: SourceFile): void;
  /** What was shared of what was added; undefined when every file has one source. */
  found(): SharedFiles | undefined;
}

/**
 * Returns a search that has seen nothing. In S3 a file is held against what the other sources take, so that nothing has to be kept. In a
 * folder one file may be reached by two paths, through a link: the etag is made of what it is, and kept.
 */
export function searchShared(sources: readonly Source[]): SharedSearch {
  const inFolders = new Map<string, SourceFile>();
  const names = new Set<SourceName>();
  let files = 0;
  let first: readonly string[] = [];
  const hasFolders = sources.filter(({ urls }) => urls.some((url) => !url.startsWith("s3://"))).length > 1;
  const note = (file: SourceFile, source: SourceName, url: string): void => {
    if (files === 0) first = [...new Set([url, file.url])];
    files += 1;
    names.add(source).add(file.source);
  };
  return {
    add: (file) => {
      const { url, source } = file;
      if (url.startsWith("s3://")) {
        const own = sources.findIndex(({ name }) => name === source);
        const other = sources.slice(0, own).find((one) => takes(one, file));
        if (other !== undefined) note(file, other.name, url);
      } else if (hasFolders) {
        const key = `${file.etag}\n${file.size}`;
        const other = inFolders.get(url) ?? inFolders.get(key);
        if (other === undefined) inFolders.set(url, file).set(key, file);
        else if (other.source !== source) note(file, other.source, other.url);
      }
    },
    found: () => (files === 0 ? undefined : { sources: [...names], files, first }),
  };
}

function takes(source: Source, file: SourceFile): boolean {
  if (!source.urls.some((url) => file.url.startsWith(url))) return false;
  return parseListing(source, [file]).files.length > 0;
}
