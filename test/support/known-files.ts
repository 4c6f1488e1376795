/** A ledger in memory, by what the files are: what the one in the warehouse has to answer, too. */
import { digestOf, NO_FILES, partOf, plus, type FileSum } from "../../src/sources/file-digest.ts";
import { folderOf } from "../../src/sources/folder-sums.ts";
import type { KnownFiles, KnownScope } from "../../src/sources/known-files.ts";
import { fileKey } from "../../src/sources/source.ts";
import { compareBytes } from "../../src/text/byte-order.ts";

/** A file as the ledger has it. */
export interface LedgerFile {
  readonly source: string;
  readonly url: string;
  readonly etag: string;
  readonly size: number;
}

/** Also what was asked, by the name of the question, and how many rows came back. */
export function memoryLedger(
  files: readonly LedgerFile[],
): KnownFiles & { readonly asked: string[]; readonly rows: () => number } {
  const asked: string[] = [];
  let rows = 0;
  const within = ({ source, prefixes, between: [first, last] }: KnownScope) =>
    files.filter(
      (file) =>
        file.source === source &&
        prefixes.some((prefix) => file.url.startsWith(prefix)) &&
        compareBytes(file.url, first) >= 0 &&
        compareBytes(file.url, last) <= 0,
    );
  const grouped = <K>(scope: KnownScope, keyOf: (file: LedgerFile) => K): Map<K, FileSum> => {
    const sums = new Map<K, FileSum>();
    for (const file of within(scope)) {
      const key = keyOf(file);
      sums.set(key, plus(sums.get(key) ?? NO_FILES, digestOf(file)));
    }
    rows += sums.size;
    return sums;
  };
  return {
    asked,
    rows: () => rows,
    total: async (scope) => {
      asked.push("total");
      return grouped(scope, () => 0).get(0) ?? NO_FILES;
    },
    byFolder: async (scope, depth) => {
      asked.push("byFolder");
      return grouped(scope, ({ url }) => folderOf(url, depth));
    },
    byPart: async (scope) => {
      asked.push("byPart");
      return grouped(scope, (file) => partOf(digestOf(file)));
    },
    async *digests(scope, { depth, names }, parts) {
      asked.push("digests");
      const found = within(scope)
        .filter(({ url }) => names.includes(folderOf(url, depth)))
        .map(digestOf)
        .filter((digest) => parts?.includes(partOf(digest)) ?? true);
      rows += found.length;
      yield found.map(({ short }) => short);
    },
    holdsBelow: async (source, url) =>
      files.some((file) => file.source === source && file.url.startsWith(url)),
    elsewhere: async (some, others) => {
      const known = new Set(files.map(fileKey));
      return others.flatMap((source) => {
        const moved = some.filter((file) => known.has(fileKey({ ...file, source })));
        return moved[0] === undefined ? [] : [{ source, files: moved.length, first: moved[0].url }];
      });
    },
  };
}
