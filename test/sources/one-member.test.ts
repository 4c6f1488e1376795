import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Compression } from "../../src/compression/compression.ts";
import { decompress } from "../../src/compression/decompress.ts";
import { membersOf } from "../../src/sources/members.ts";
import { beginMember } from "../../src/sources/one-member.ts";

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function write(texts: readonly string[], compression: Compression): Promise<Buffer> {
  const member = beginMember(compression);
  for (const text of texts) await member.add(Buffer.from(text));
  return member.finish();
}

/** What a file is made of, or what is wrong with it. */
async function toldOf(bytes: Buffer, length: number, compression: Compression): Promise<string> {
  const members = await membersOf(inPieces(bytes, length), compression);
  return members.are === "broken" ? members.fault.kind : members.are;
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  const place = at < 0 ? bytes.length + at : at;
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}

describe("an object of one member", () => {
  const texts = fc.array(fc.string({ unit: "binary", maxLength: 400 }), { maxLength: 6 });

  it.each(["", "gzip", "zstd"] as const)(
    "holds whatever it is given, compressed as %j",
    async (compression) => {
      await fc.assert(
        fc.asyncProperty(texts, fc.integer({ min: 1, max: 700 }), async (some, length) => {
          const bytes = await write(some, compression);
          expect(Buffer.from(decompress(bytes, compression)).toString()).toBe(some.join(""));
          expect(await membersOf(inPieces(bytes, length), compression)).toEqual({ are: "one" });
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(["", "gzip", "zstd"] as const)(
    "may be longer than what goes in at a time, as %j",
    async (compression) => {
      const long = Array.from({ length: 40_000 }, (_, index) => `{"id": ${index}}\n`).join("");
      const bytes = await write([long, "x", long], compression);
      expect(Buffer.from(decompress(bytes, compression)).toString()).toBe(`${long}x${long}`);
      expect(await membersOf(inPieces(bytes, 1 << 16), compression)).toEqual({ are: "one" });
    },
  );
});

/** The smallest header with a name and two extra bytes in it (RFC 1952, 2.3.1). */
function named(gzip: Buffer): Buffer {
  const header = Buffer.from(gzip.subarray(0, 10));
  header[3] = 4 | 8;
  return Buffer.concat([header, Buffer.from([2, 0, 7, 7]), Buffer.from("a.json\0"), gzip.subarray(10)]);
}

describe("several members", () => {
  const one = gzipSync('{"id": 1}\n');
  const none = gzipSync("");

  it.each([
    ["two", Buffer.concat([one, one]), "several"],
    ["one with a name and extra fields, and another", Buffer.concat([named(one), one]), "several"],
    ["an empty one before another", Buffer.concat([none, one]), "several"],
    ["an empty one behind another", Buffer.concat([one, none]), "several"],
    ["one with a name and extra fields", named(one), "one"],
    ["one and zeros", Buffer.concat([one, Buffer.alloc(20)]), "more"],
    ["one and other bytes", Buffer.concat([one, Buffer.from("something else")]), "more"],
    ["one that is cut off", one.subarray(0, -9), "cut"],
    ["one that is cut off in its trailer", one.subarray(0, -1), "cut"],
    ["one that is cut off in its header", one.subarray(0, 6), "cut"],
    ["one whose checksum is another", flipped(one, -8), "damaged"],
    ["one whose length is another", flipped(one, -1), "damaged"],
    ["no gzip", Buffer.from('{"id": 1}\n{"id": 2}\n'), "other"],
    ["nothing", Buffer.alloc(0), "one"],
  ])("of gzip are told, wherever the pieces of a file end: %s", async (_, bytes, several) => {
    for (const length of [1, 2, 3, 7, 10, one.length - 1, one.length, one.length + 1, 1000])
      expect([length, await toldOf(bytes, length, "gzip")]).toEqual([length, several]);
  });

  it("of zstd are told, those to be passed over too", async () => {
    const frame = await write(["{}\n"], "zstd");
    const passed = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);
    for (const length of [1, 4, 5, 1000]) {
      const ask = (...frames: Buffer[]) => toldOf(Buffer.concat(frames), length, "zstd");
      expect(await ask(frame)).toBe("one");
      expect(await ask(frame, frame)).toBe("several");
      expect(await ask(passed, frame)).toBe("several");
      expect(await ask(frame, Buffer.from("something else"))).toBe("more");
      expect(await ask(Buffer.from("{}\n"))).toBe("other");
      for (let end = 1; end < frame.length; end += 1)
        expect([end, await ask(frame.subarray(0, end))]).toEqual([end, end < 4 ? "other" : "cut"]);
      expect(await ask()).toBe("one");
    }
  });
});
