/** Whatever happens to compressed bytes, they mean the same or are refused: whole, in parts, and by both readers of zstd. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CompressionFault } from "../../src/compression/compression-fault.ts";
import type { Compression } from "../../src/compression/compression.ts";
import { decompress, decompressParts } from "../../src/compression/decompress.ts";
import { unzstd } from "../../src/compression/zstd.ts";
import { gzipNamed, PLAIN, ZSTD } from "./examples.ts";

async function inParts(bytes: Buffer, compression: Compression): Promise<string> {
  async function* parts(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of decompressParts(parts(), compression)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What a reader makes of the bytes: the text, or the kind of their fault. */
async function told(read: () => string | Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CompressionFault) return `fault: ${error.kind}`;
    throw error;
  }
}

/** All of the header and of what stands at the end, and one of many in between. */
function bitsOf(bytes: Buffer): readonly number[] {
  const all = Array.from({ length: bytes.length * 8 }, (_, bit) => bit);
  return all.filter((bit) => bit < 192 || bit >= all.length - 80 || bit % 13 === 0);
}

const FIRST = gzipSync(PLAIN.slice(0, 700));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const READERS: readonly (readonly [string, Buffer, (bytes: Buffer) => string | Promise<string>])[] = [
  ["gzip", gzipNamed(PLAIN), (bytes) => text(decompress(bytes, "gzip"))],
  ["gzip in parts", gzipNamed(PLAIN), (bytes) => inParts(bytes, "gzip")],
  [
    "two members of gzip",
    Buffer.concat([FIRST, gzipSync(PLAIN.slice(700))]),
    (bytes) => text(decompress(bytes, "gzip")),
  ],
  ["zstd", ZSTD, (bytes) => text(decompress(bytes, "zstd"))],
  ["zstd by fzstd", ZSTD, (bytes) => text(unzstd(bytes, {}))],
  ["zstd in parts", ZSTD, (bytes) => inParts(bytes, "zstd")],
];

it("a frame of few bytes is read in parts as well", async () => {
  const frame = Buffer.from("28b52ffd2003190000", "hex");
  expect(await inParts(Buffer.concat([frame, Buffer.from("{}\n")]), "zstd")).toBe("{}\n");
});

describe.each(READERS)("%s", (_, whole, read) => {
  it("means the same or is refused, whichever bit is flipped", async () => {
    expect(await told(() => read(whole))).toBe(PLAIN);
    const wrong: string[] = [];
    for (const bit of bitsOf(whole)) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      const found = await told(() => read(bytes));
      if (found !== PLAIN && !found.startsWith("fault: ")) wrong.push(`bit ${bit}`);
    }
    expect(wrong).toEqual([]);
  });

  it("is refused wherever it is cut off, and with anything behind its end", async () => {
    for (let end = 1; end < whole.length; end += 1) {
      // Between two members nothing tells that there was another one.
      if (end === FIRST.length && whole.indexOf(FIRST) === 0) continue;
      expect([end, await told(() => read(whole.subarray(0, end)))]).toEqual([
        end,
        expect.stringMatching(/^fault: (cut|other)$/),
      ]);
    }
    for (const more of ["\0", "\0\0\0\0\0\0\0\0", "x", "\u001f", "{}\n{}\n"])
      expect(await told(() => read(Buffer.concat([whole, Buffer.from(more)])))).toMatch(
        /^fault: (more|cut)$/,
      );
  });
});
