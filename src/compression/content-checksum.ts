/** The checksum of what a zstd frame holds: the low four bytes of XXH64 with the seed 0 (RFC 8878, 3.1.1). */
import xxhash from "xxhash-wasm";

type Hashes = Awaited<ReturnType<typeof xxhash>>;

let hashes: Hashes | undefined;
const loading = load();

async function load(): Promise<void> {
  hashes = await xxhash();
}

/** Resolves when checksums can be computed: WebAssembly is compiled beside the program. */
export function checksumsReady(): Promise<void> {
  return loading;
}

/** Bytes that are hashed at a time: they are copied to where the hash is computed, which grows with the largest of them. */
const PIECE = 256 * 1024;
const LOW = 0xffffffffn;

/** A checksum of bytes that come in pieces. */
export interface ContentChecksum {
  add(bytes: Uint8Array): void;
  /** Returns the checksum of all that was added, as an unsigned number of 32 bits. */
  value(): number;
}

/** Begins the checksum of nothing, once {@link checksumsReady} has resolved. */
export function beginChecksum(): ContentChecksum {
  if (hashes === undefined) throw new Error("a checksum begins before checksumsReady() has resolved");
  const hash = hashes.create64(0n);
  return {
    add: (bytes) => {
      for (let at = 0; at < bytes.length; at += PIECE) hash.update(bytes.subarray(at, at + PIECE));
    },
    value: () => Number(hash.digest() & LOW),
  };
}
