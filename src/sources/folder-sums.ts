/** The sums of the files of a source by folder, in memory that does not grow with them. */
import { NO_FILES, PARTS, partOf, plus, SUM_END, type FileDigest, type FileSum } from "./file-digest.ts";

/** So many folders are told apart; where there are more, those that lie deepest are taken together with what is beside them. */
const MOST_FOLDERS = 4096;

/** What the files that were added come to. */
export interface FolderSums {
  add(url: string, digest: FileDigest): void;
  /** Parts of a url that a folder is named by; see {@link folderOf}. */
  depth(): number;
  byFolder(): ReadonlyMap<string, FileSum>;
  total(): FileSum;
  /** The sum of the files in one of the {@link PARTS}. */
  part(part: number): FileSum;
}

/**
 * Returns the folder that a url lies in, cut to its first parts between slashes, without slashes at its end: `s3://lake/log/2018/11/a.json`
 * gives `s3://lake/log/2018` for five.
 */
export function folderOf(url: string, depth: number): string {
  let end = url.lastIndexOf("/");
  let at = -1;
  for (let part = 0; part < depth && depth !== Number.POSITIVE_INFINITY; part += 1) {
    at = url.indexOf("/", at + 1);
    if (at === -1 || at >= end) break;
    if (part === depth - 1) end = at;
  }
  while (end > 0 && url[end - 1] === "/") end -= 1;
  return url.slice(0, Math.max(end, 0));
}

/** A sum that files are still added to. */
type Counting = { -readonly [Key in keyof FileSum]: FileSum[Key] };

/** Returns sums without any file. */
export function openFolderSums(most = MOST_FOLDERS): FolderSums {
  let depth = 0;
  let limit = Number.POSITIVE_INFINITY;
  let folders = new Map<string, Counting>();
  const parts = {
    files: new Float64Array(PARTS),
    first: new Float64Array(PARTS),
    second: new Float64Array(PARTS),
  };
  const count = (folder: string, { files, first, second }: FileSum): void => {
    const sum = folders.get(folder);
    if (sum === undefined) {
      folders.set(folder, { files, first, second });
      return;
    }
    sum.files += files;
    sum.first = (sum.first + first) % SUM_END;
    sum.second = (sum.second + second) % SUM_END;
  };
  const cut = (): void => {
    limit = depth - 1;
    depth = limit;
    const before = folders;
    folders = new Map();
    for (const [folder, files] of before) count(folderOf(`${folder}/`, limit), files);
  };
  const areTooMany = (): boolean => folders.size > most && depth > 1;
  return {
    add: (url, digest) => {
      const { first, second } = digest;
      const folder = folderOf(url, limit);
      if (!folders.has(folder)) depth = Math.max(depth, folder.split("/").length);
      count(folder, { files: 1, first, second });
      const part = partOf(digest);
      parts.files[part] = (parts.files[part] ?? 0) + 1;
      parts.first[part] = ((parts.first[part] ?? 0) + first) % SUM_END;
      parts.second[part] = ((parts.second[part] ?? 0) + second) % SUM_END;
      while (areTooMany()) cut();
    },
    depth: () => depth,
    byFolder: () => folders,
    total: () => [...folders.values()].reduce((sum, files) => plus(sum, files), NO_FILES),
    part: (part) => ({
      files: parts.files[part] ?? 0,
      first: parts.first[part] ?? 0,
      second: parts.second[part] ?? 0,
    }),
  };
}
