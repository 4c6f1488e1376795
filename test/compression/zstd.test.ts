import * as nodeZlib from "node:zlib";
import { decompress } from "fzstd";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutFrames, unzstd, type Zlib } from "../../src/compression/zstd.ts";

/** A frame of raw blocks, as RFC 8878 (3.1.1) describes it: one segment, its size in four bytes. */
function frame(...blocks: readonly string[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(blocks.join("").length);
  const parts = blocks.map((block, index) => {
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (index === blocks.length - 1 ? 1 : 0), 0, 3);
    return Buffer.concat([header, Buffer.from(block)]);
  });
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size, ...parts]);
}

/** A frame with a window, and one block that repeats a letter. */
const repeated = (letter: string, times: number): Buffer => {
  const header = Buffer.alloc(3);
  header.writeUIntLE((times << 3) | 3, 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]), header, Buffer.from(letter)]);
};
const SKIPPED = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);

/** Node's way at its worst: what follows the first frame is dropped without a word. */
function firstFrameOnly(): Zlib & { readonly seen: number[] } {
  const seen: number[] = [];
  return {
    seen,
    zstdDecompressSync: (bytes) => {
      seen.push(bytes.length);
      return decompress(cutFrames(bytes)[0] ?? bytes);
    },
  };
}
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

const own = (nodeZlib as Zlib).zstdDecompressSync;
const ways: readonly (readonly [string, Zlib, boolean])[] = [
  ["fzstd", {}, true],
  ["a zlib that stops behind the first frame", firstFrameOnly(), true],
  ["Node's own zlib (needs Node 22.15)", nodeZlib as Zlib, own !== undefined],
];

describe.each(ways)("zstd by %s", (_, zlib, present) => {
  it.skipIf(!present)("reads every frame, of every kind, and passes over what is to be skipped", () => {
    const bytes = Buffer.concat([frame("one\n"), SKIPPED, frame("tw", "o\n"), frame(""), repeated("x", 5)]);
    expect(text(unzstd(bytes, zlib))).toBe("one\ntwo\nxxxxx");
  });

  it.skipIf(!present)("reads nothing out of nothing, and out of what is skipped alone", () => {
    expect(text(unzstd(new Uint8Array(), zlib))).toBe("");
  });

  it.skipIf(!present).each([
    ["is cut off in a block", frame("one\n").subarray(0, -1)],
    ["is cut off in a header", frame("one\n").subarray(0, 7)],
    ["is cut off behind a whole frame", Buffer.concat([frame("one\n"), frame("two\n").subarray(0, 9)])],
    ["is no zstd", Buffer.from("{}\n{}\n")],
    ["ends in something else", Buffer.concat([frame("one\n"), Buffer.from("{}\n{}\n")])],
  ])("refuses what %s", (_what, bytes) => {
    expect(() => unzstd(bytes, zlib)).toThrow(/zstd|EOF|end/);
  });
});

it("Node's own zlib is asked where it is there, frame by frame", () => {
  const zlib = firstFrameOnly();
  const frames = [frame("one\n"), frame("two\n")];
  unzstd(Buffer.concat(frames), zlib);
  expect(zlib.seen).toEqual(frames.map(({ length }) => length));
});

describe.skipIf(own === undefined)("frames that Node writes (needs Node 22.15)", () => {
  const { zstdCompressSync, constants } = nodeZlib as unknown as {
    zstdCompressSync: (bytes: Uint8Array, options: object) => Buffer;
    constants: Readonly<Record<string, number>>;
  };

  it("are cut where they end, with and without checksum, and mean the same to both", () => {
    const texts = fc.array(fc.string({ maxLength: 300 }), { maxLength: 4 });
    fc.assert(
      fc.property(texts, fc.boolean(), (some, checksum) => {
        const params = { [constants["ZSTD_c_checksumFlag"] ?? 0]: checksum ? 1 : 0 };
        const frames = some.map((one) => zstdCompressSync(Buffer.from(one), { params }));
        const bytes = Buffer.concat(frames);
        expect(cutFrames(bytes).map(({ length }) => length)).toEqual(frames.map(({ length }) => length));
        expect(text(unzstd(bytes))).toBe(some.map((one) => Buffer.from(one).toString("utf8")).join(""));
        expect(text(unzstd(bytes, {}))).toBe(text(unzstd(bytes)));
      }),
    );
  });
});
