/** Compressed bytes in and out, for packing: gzip members and zstd frames may simply follow each other. */
import { gunzipSync, gzipSync } from "node:zlib";
import type { Compression } from "./source.ts";
import { unzstd } from "./zstd.ts";

/** One newline as a zstd frame of a single raw block (RFC 8878, 3.1.1). */
const ZSTD_NEWLINE = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x01, 0x09, 0x00, 0x00, 0x0a]);
const GZIP_NEWLINE = gzipSync("\n");
const NEWLINE = Buffer.from("\n");

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

/** Returns the bytes compressed; undefined where this project cannot (zstd: Node 20 has none, and fzstd only reads). */
export function deflate(bytes: Uint8Array, compression: Compression): Uint8Array | undefined {
  switch (compression) {
    case "gzip":
      return gzipSync(bytes, { level: 1 });
    case "zstd":
      return undefined;
    case "":
      return bytes;
  }
}

/** Returns a newline in that compression, to be put between two files of a pack. */
export function compressedNewline(compression: Compression): Uint8Array {
  switch (compression) {
    case "gzip":
      return GZIP_NEWLINE;
    case "zstd":
      return ZSTD_NEWLINE;
    case "":
      return NEWLINE;
  }
}
