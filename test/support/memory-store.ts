/** A bucket of the fake as a store, without the requests in between. */
import { readFileSync } from "node:fs";
import { parseS3Url, s3Url } from "../../src/store/s3-url.ts";
import type { Store } from "../../src/store/store.ts";
import type { Bucket } from "./fake-aws/bucket.ts";

/** `bucket` is the one of that name; there is no other. */
export function memoryStore(name: string, bucket: Bucket): Store {
  return {
    list: async (prefix) =>
      bucket
        .list(parseS3Url(prefix).key)
        .map(({ key, etag, size }) => ({ url: s3Url({ bucket: name, key }), etag, size })),
    read: async (url) => bucket.read(parseS3Url(url).key)?.content ?? Buffer.alloc(0),
    readParts: async function* ({ url }) {
      yield bucket.read(parseS3Url(url).key)?.content ?? Buffer.alloc(0);
    },
    write: async (url, content) => void bucket.write(parseS3Url(url).key, Buffer.from(content)),
    put: async (path, url) => void bucket.write(parseS3Url(url).key, readFileSync(path)),
    remove: async (prefix) => {
      for (const { key } of bucket.list(parseS3Url(prefix).key)) bucket.remove(key);
    },
    localPath: () => undefined,
  };
}
