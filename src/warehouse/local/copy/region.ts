/** A warehouse that stands in a region: its COPY reads and its UNLOAD writes there, and nowhere else. */
import { WarehouseError } from "../../../errors.ts";
import type { Store } from "../../../store/store.ts";

/**
 * Returns the store as COPY sees it from a region: data, manifest, what a manifest names and JSONPaths files in buckets of another one
 * are refused (Database Developer Guide, "COPY from Amazon S3", REGION, and "Load fails"), and as UNLOAD does ("UNLOAD", REGION). What
 * tells no region is read and written.
 */
export function storeInRegion(store: Store, region: string): Store {
  const admit = async (url: string): Promise<void> => {
    const own = await store.region?.(url);
    if (own !== undefined && own !== region) throw elsewhere(url);
  };
  const put = store.put?.bind(store);
  return {
    ...store,
    list: async (prefix) => {
      await admit(prefix);
      return store.list(prefix);
    },
    read: async (url) => {
      await admit(url);
      return store.read(url);
    },
    write: async (url, content) => {
      await admit(url);
      return store.write(url, content);
    },
    ...(put === undefined
      ? {}
      : {
          put: async (path: string, url: string, signal?: AbortSignal) => {
            await admit(url);
            return put(path, url, signal);
          },
        }),
    remove: async (prefix) => {
      await admit(prefix);
      return store.remove(prefix);
    },
  };
}

/** Without a remedy of its own, as S3 answers, so that what is said about Redshift is said about this too. */
function elsewhere(url: string): WarehouseError {
  return new WarehouseError(
    "S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint. " +
      "Please send all future requests to this endpoint.,Status 301,Error PermanentRedirect",
    { sqlState: "XX000", where: url },
  );
}
