/** Compressed bytes in: every member of gzip, every frame of zstd. No bytes at all hold nothing, whatever they are called. */
import type { Compression } from "./compression.ts";
import { gunzip, gunzipParts } from "./gzip.ts";
import { LARGEST_PLAIN } from "./too-large.ts";
import { unzstd, unzstdParts } from "./zstd.ts";

/**
 * Returns the bytes that the compressed ones mean.
 * @throws CompressionFault when they are not whole, or not of that compression; TooLarge when they mean more than `most` bytes, before so
 * many are set aside
 */
export function decompress(
  bytes: Uint8Array,
  compression: Compression,
  most: number = LARGEST_PLAIN,
): Uint8Array {
  if (bytes.length === 0) return bytes;
  switch (compression) {
    case "gzip":
      return gunzip(bytes, most);
    case "zstd":
      return unzstd(bytes, undefined, most);
    case "":
      return bytes;
  }
}

/**
 * Gives the bytes that the compressed ones mean, in memory that does not grow with them; `onMember` is told of each member and frame.
 * @throws CompressionFault after what could be read, when they are not whole, or not of that compression
 */
export function decompressParts(
  parts: AsyncIterable<Buffer>,
  compression: Compression,
  onMember: () => void = () => undefined,
): AsyncIterable<Buffer> {
  switch (compression) {
    case "gzip":
      return gunzipParts(parts, onMember);
    case "zstd":
      return unzstdParts(parts, onMember);
    case "":
      return parts;
  }
}
