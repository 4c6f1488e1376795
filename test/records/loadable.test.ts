/** What a text becomes before it goes into the record. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadableRows, loadableText, TEXT_BYTES } from "../../src/records/loadable.ts";
import { SQL_DIR } from "../support/sources.ts";

describe("a text of the record", () => {
  it.each([
    ["half a pair, the first", "cut \ud83c", "cut \\ud83c"],
    ["half a pair, the second", "\udf89 cut", "\\udf89 cut"],
    ["the halves in the wrong order", "\udf89\ud83c", "\\udf89\\ud83c"],
    ["a NUL", "a\0b", "a\\u0000b"],
    ["a character that is none", "a\uffffb\ufdd0", "a\\uffffb\\ufdd0"],
    ["one that is none beyond the first plane", "\u{1fffe}", "\\ud83f\\udffe"],
    ["a whole pair and other letters", "🎉 é \ufffd \t\n\\u", "🎉 é \ufffd \t\n\\u"],
  ])("with %s is one that COPY takes", (_, text, loadable) => {
    expect(loadableText(text, 64)).toBe(loadable);
    expect(Buffer.from(loadable).toString("utf8")).toBe(loadable);
  });

  it.each([
    ["aé", 3, "aé"],
    ["aé", 2, "a"],
    ["aé", 1, "a"],
    ["🎉🎉", 7, "🎉"],
    ["🎉🎉", 3, ""],
    ["ab\ufffd", 5, "ab\ufffd"],
    ["ab\ufffdc", 5, "ab\ufffd"],
    ["\ud83c\ud83c", 7, "\\ud83c\\"],
  ])("%j is cut to %i bytes on the border of a character", (text, bytes, cut) => {
    expect(loadableText(text, bytes)).toBe(cut);
  });

  it("is cut to the column that it goes into, and what is no text stays as it is", () => {
    const row = { run_id: "r".repeat(65), error_code: 1206, reason: null, value: "é".repeat(600) };
    expect(loadableRows("etl_rejects", [row])).toEqual([
      { run_id: "r".repeat(64), error_code: 1206, reason: null, value: "é".repeat(512) },
    ]);
  });

  it.each(Object.entries(TEXT_BYTES))("of %s is as long as the column that is declared", (table, bytes) => {
    const ddl = readFileSync(join(SQL_DIR, `schema/${table}.sql`), "utf8");
    const declared = [...ddl.matchAll(/^ {4}(\w+) varchar\((\d+)\)/gm)].map(([, column, width]) => [
      column,
      Number(width),
    ]);
    expect(Object.fromEntries(declared)).toEqual(bytes);
  });
});
