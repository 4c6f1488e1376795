/** Compressed bytes in: every member of gzip, every frame of zstd. */
import { gunzipSync } from "node:zlib";
import type { Compression } from "./source.ts";
import { unzstd } from "./zstd.ts";

/** Returns the bytes that the compressed ones mean. @throws Error when they are not of that compression. */
export function inflate(bytes: Uint8Array, compression: Compression): Uint8Array {
  switch (compression) {
    case "gzip":
      return gunzipSync(bytes);
    case "zstd":
      return unzstd(bytes);
    case "":
      return bytes;
  }
}
