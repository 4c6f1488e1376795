/** S3 lists keys in UTF-8 binary order (S3 API Reference, "ListObjectsV2"), and Redshift compares texts so (Database Developer Guide, "Collation sequences"). */
import fc from "fast-check";
import { expect, it } from "vitest";
import { compareBytes, inByteOrder } from "../../src/text/byte-order.ts";

it("texts are in the order of their bytes in UTF-8, and not in that of UTF-16", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "/", "ä", "\uD7FF", "\uE000", "\uFFFF", "𝄞", "😀"),
  });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const expected = Buffer.compare(Buffer.from(one), Buffer.from(other));
      expect(Math.sign(compareBytes(one, other))).toBe(expected);
    }),
  );
  expect(inByteOrder([{ url: "😀" }, { url: "\uFF5E" }]).map(({ url }) => url)).toEqual(["\uFF5E", "😀"]);
  expect(["\uFF5E", "😀"].sort()).toEqual(["😀", "\uFF5E"]);
});
