/** Where COPY can read, and where not. */
import type { Store } from "../store/store.ts";

/**
 * Returns the region of a url's bucket when COPY cannot read there; undefined when it can, or where nobody tells.
 *
 * COPY reads in its cluster's region, and so must all buckets of a manifest be there (Database Developer Guide, "COPY from Amazon
 * S3"; REGION would move the manifest and everything else too). Which region that is, is taken from the work prefix, not from the
 * name of the cluster's host: the name may be an alias or an address, and packs and manifests lie under the prefix. Were it
 * elsewhere than the cluster, nothing could be loaded whatever the sources' regions are.
 */
export async function regionBeyondCopy(
  store: Store,
  url: string,
  workUrl: string,
): Promise<string | undefined> {
  const own = await store.region?.(url);
  if (own === undefined) return undefined;
  const home = await store.region?.(workUrl);
  return home === undefined || home === own ? undefined : own;
}
