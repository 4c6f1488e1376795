/** "VARBYTE operators", "VARBYTE type" and "Mathematical operator symbols" of the Database Developer Guide: bits and bytes. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound({ t: "s smallint, n integer, b bigint, v varbyte(4), c char(10)" }, [
    "INSERT INTO public.t VALUES (6, 3, 5, 'a', 'aa')",
  ]);
});
afterAll(() => database.close());

/** The guide's examples, in hexadecimal digits; those without a page's answer are the bits themselves. */
it.each([
  ["'a'::varbyte || 'b'::varbyte", "6162"],
  ["'a'::varbyte + 'b'::varbyte", "6162"],
  ["'a'::varbyte & 'b'::varbyte", "60"],
  ["'a'::varbyte | 'b'::varbyte", "63"],
  ["'a'::varbyte # 'b'::varbyte", "03"],
  ["~'a'::varbyte", "9e"],
  ["'a'::varbyte < 'b'::varbyte", "t"],
  ["'a'::varbyte = 'b'::varbyte", "f"],
  ["v & 'b'::varbyte", "60"],
  ["''::varbyte & ''::varbyte", ""],
  ["~''::varbyte", ""],
  ["s & n", "2"],
  ["s | b", "7"],
  ["n # b", "6"],
  ["n & '1'", "1"],
  ["~ s", "-7"],
  // "When casting with CHAR and VARCHAR the UTF-8 format is used"; a CHAR has its blanks.
  ["'abc'::varbyte", "616263"],
  ["'é'::varbyte", "c3a9"],
  ["'a\\\\x41'::varbyte", "615c783431"],
  ["c::varbyte", "61612020202020202020"],
  ["'é'::varbyte::varchar", "é"],
  ["'abc'::varbyte::varchar(2)", "ab"],
  ["try_cast(~v as varchar)", null],
  // The guide has a "fixed limit" and does not say what a cast does beyond: it cuts, as one to VARCHAR does.
  ["'é'::varbyte(1)", "c3"],
  ["'abc'::varbyte::varbyte(2)", "6162"],
  ["c::varbyte(3)", "616120"],
  // "When casting from SMALLINT, INTEGER, and BIGINT, the number of bytes of the original data type is maintained."
  ["5::smallint::varbyte", "0005"],
  ["n::varbyte", "00000003"],
  ["b::varbyte", "0000000000000005"],
  ["(-2)::smallint::varbyte", "fffe"],
  // The way back, of as many bytes as the number has.
  ["(-2)::smallint::varbyte::smallint", "-2"],
  ["n::varbyte::integer", "3"],
  ["9223372036854775807::varbyte::bigint", "9223372036854775807"],
  ["try_cast(v as integer)", null],
])("%s is %s", async (value, answer) => {
  const { rows } = await database.ask(`select ${value} from t`);
  expect(rows).toEqual([[answer]]);
});

it("values of different lengths are refused, since the guide does not say what becomes of them", async () => {
  await expect(database.ask("select v & 'bb'::varbyte from t")).rejects.toThrow("[0A000]");
});

it("bytes of another number than a whole number has are refused, since the guide does not say what becomes of them", async () => {
  await expect(database.ask("select v::integer from t")).rejects.toThrow("[0A000]");
});

it.each(["'a'::varchar & 'b'::varchar", "1.5 | 2", "date '2008-01-01' # date '2008-01-02'", "true & false"])(
  "there is no %s",
  (value) => {
    expect(() => database.bind(`select ${value} from t`)).toThrow("operator does not exist");
  },
);
