/** However little a compressed file is, what it means is bounded: in memory, and in time. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CompressionFault } from "../../src/compression/compression-fault.ts";
import type { Compression } from "../../src/compression/compression.ts";
import { decompress, decompressParts } from "../../src/compression/decompress.ts";
import { TooLarge } from "../../src/compression/too-large.ts";
import { unzstd } from "../../src/compression/zstd.ts";
import { checkBlock } from "../../src/compression/zstd-block.ts";
import { PLAIN, ZSTD } from "./examples.ts";

const MB = 1024 * 1024;
/** RFC 8878, 3.1.1: a window of 128 KB, neither size nor checksum. */
const START = Buffer.from("28b52ffd0038", "hex");

/** A block of one kind: 1 repeats a byte, 2 is compressed. */
function block(kind: 1 | 2, isLast: boolean, content: Buffer, length = content.length): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((length << 3) | (kind << 1) | (isLast ? 1 : 0), 0, 3);
  return Buffer.concat([header, content]);
}

/** A frame of so many blocks of 128 KB each, four bytes for each of them. */
function bomb(blocks: number, start = START): Buffer {
  return Buffer.concat([start, ...many(blocks - 1), block(1, true, Buffer.from("x"), 128 * 1024)]);
}

/** So many blocks of 128 KB that are not the last. */
function many(blocks: number): readonly Buffer[] {
  return Array.from({ length: blocks }, () => block(1, false, Buffer.from("x"), 128 * 1024));
}

async function lengthInParts(bytes: Buffer, compression: Compression): Promise<number> {
  let length = 0;
  for await (const part of decompressParts(once(bytes), compression)) length += part.length;
  return length;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

describe("what means more than is asked for", () => {
  // A frame that says that it holds 4 GB, and holds 16 MB.
  const saysMore = Buffer.from("28b52ffd803800000100", "hex");
  saysMore.writeUInt32LE(0xffffffff, 6);
  it.each([
    ["gzip", "gzip", gzipSync(Buffer.alloc(16 * MB))],
    [
      "several members of gzip",
      "gzip",
      Buffer.concat([gzipSync(Buffer.alloc(3 * MB)), gzipSync(Buffer.alloc(3 * MB))]),
    ],
    ["zstd", "zstd", bomb(128)],
    ["several frames of zstd", "zstd", Buffer.concat([bomb(24), bomb(24)])],
    ["zstd that says so", "zstd", bomb(128, saysMore)],
  ] as const)("is too large, and is not said to be damaged: %s", (_, compression, bytes) => {
    expect(() => decompress(bytes, compression, 4 * MB)).toThrow(TooLarge);
  });

  it.each([
    [
      "by what it holds so far",
      Buffer.concat([START, ...many(40), block(2, true, Buffer.from("ffffff", "hex"))]),
    ],
    ["by what it says", Buffer.concat([saysMore, block(2, true, Buffer.from("ffffff", "hex"))])],
  ])("is given up before it is read on, without the zstd of Node: %s", (_, bytes) => {
    expect(() => unzstd(bytes, {}, 4 * MB)).toThrow(TooLarge);
  });

  it("is read in parts all the same, and whole up to the last byte that may be", async () => {
    const gzip = gzipSync(Buffer.alloc(4 * MB));
    expect(decompress(gzip, "gzip", 4 * MB)).toHaveLength(4 * MB);
    expect(decompress(bomb(32), "zstd", 4 * MB)).toHaveLength(4 * MB);
    expect(
      unzstd(Buffer.concat([bomb(32), START, block(1, true, Buffer.from("x"), 0)]), {}, 4 * MB),
    ).toHaveLength(4 * MB);
    expect(await lengthInParts(gzipSync(Buffer.alloc(16 * MB)), "gzip")).toBe(16 * MB);
    expect(await lengthInParts(bomb(128), "zstd")).toBe(16 * MB);
  });
});

describe("a block of zstd", () => {
  /** Literals with a tree (RFC 8878, 3.1.1.3.1.1): four of them; their weights, and what follows. */
  const withTree = (...weights: readonly number[]): Buffer => {
    const header = Buffer.alloc(3);
    header.writeUIntLE(2 | (4 << 4) | ((weights.length + 2) << 14), 0, 3);
    return Buffer.concat([header, Buffer.from([weights.length, ...weights, 1]), Buffer.from([0])]);
  };

  it.each([
    ["whose first weight has the whole probability", withTree(0xf0, 0x03, 0x00, 0x80)],
    // The first two have none, the third has all.
    ["whose third weight has it", withTree(0x10, 0xfa, 0x01, 0x00, 0x80)],
  ])(
    "%s is refused, whole and in parts: such weights ask for no bits, and have no end",
    async (_, content) => {
      const frame = Buffer.concat([START, block(2, true, content)]);
      expect(() => unzstd(frame, {})).toThrow(CompressionFault);
      await expect(lengthInParts(frame, "zstd")).rejects.toThrow("a tree whose weights do not end");
    },
  );

  it.each([
    ["literals", Buffer.from([0b1101, 0, 0xff, 120, 0])],
    ["sequences", Buffer.from([0b1000, 120, 255, 0, 0x40])],
  ])("that says that it has more %s than one can hold is refused", (what, content) => {
    expect(() => checkBlock(content)).toThrow(`a zstd block that claims more ${what} than a block can hold`);
  });

  it("that compressors make is read", async () => {
    expect(Buffer.from(unzstd(ZSTD, {})).toString()).toBe(PLAIN);
    expect(await lengthInParts(ZSTD, "zstd")).toBe(Buffer.byteLength(PLAIN));
  });
});
