/** "Hash functions" and CRC32, which DuckDB does not have. */
import { createHash } from "node:crypto";
import type { ScalarFunction } from "./scalar.ts";

/** By their names in the written text. */
export const HASH_SCALARS: readonly ScalarFunction[] = [
  {
    name: "redshift_sha2",
    takes: ["text", "integer"],
    gives: "text",
    compute: ([text, bits]) => sha2(text as string, bits as number),
  },
  {
    name: "redshift_crc32",
    takes: ["text"],
    gives: "text",
    compute: ([text]) => crc32c(Buffer.from(text as string)),
  },
  {
    name: "redshift_fnv_text",
    takes: ["text", "bigint"],
    gives: "bigint",
    compute: ([text, seed]) => fnv(Buffer.from(text as string), seed as bigint),
  },
  {
    name: "redshift_fnv_whole",
    takes: ["bigint", "integer", "bigint"],
    gives: "bigint",
    compute: ([value, bytes, seed]) => {
      const all = Buffer.alloc(8);
      all.writeBigInt64LE(value as bigint);
      return fnv(all.subarray(0, bytes as number), seed as bigint);
    },
  },
];

/** 0 bits mean 256; of a wrong number of bits the hash is empty ("SHA2 function"). */
function sha2(text: string, bits: number): string {
  if (![0, 224, 256, 384, 512].includes(bits)) return "";
  return createHash(`sha${bits === 0 ? 256 : bits}`)
    .update(text)
    .digest("hex");
}

/** Castagnoli's polynomial, lowest bit first ("CRC32 function": CRC-32C). */
const CASTAGNOLI = 0x82f63b78;

function crc32c(bytes: Uint8Array): string {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ CASTAGNOLI;
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
}

/** The prime of FNV-1a with 64 bits. */
const PRIME = 0x100000001b3n;

/** FNV-1a that goes on from the seed ("FNV_HASH function"). */
function fnv(bytes: Uint8Array, seed: bigint): bigint {
  let hash = BigInt.asUintN(64, seed);
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  return BigInt.asIntN(64, hash);
}
