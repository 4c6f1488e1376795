/** Listings page by page, of any store. */
import type { PassOver, Store, StoredObject } from "./store.ts";

/** Yields what lies below the prefixes, as `Store.pages` says; a store without that gives one page a prefix. */
export async function* pagesOf(
  store: Store,
  prefixes: readonly string[],
  passOver?: PassOver,
): AsyncGenerator<readonly StoredObject[]> {
  if (store.pages !== undefined) yield* store.pages(prefixes, passOver);
  else for (const prefix of prefixes) yield await store.list(prefix, passOver);
}
