/** "VARBYTE operators" and "Mathematical operator symbols" of the Database Developer Guide: operators on bits. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound({ t: "s smallint, n integer, b bigint, v varbyte(4)" }, [
    "INSERT INTO public.t VALUES (6, 3, 5, 'a')",
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
])("%s is %s", async (value, answer) => {
  const { rows } = await database.ask(`select ${value} from t`);
  expect(rows).toEqual([[answer]]);
});

it("values of different lengths are refused, since the guide does not say what becomes of them", async () => {
  await expect(database.ask("select v & 'bb'::varbyte from t")).rejects.toThrow("[0A000]");
});

it.each(["'a'::varchar & 'b'::varchar", "1.5 | 2", "date '2008-01-01' # date '2008-01-02'", "true & false"])(
  "there is no %s",
  (value) => {
    expect(() => database.bind(`select ${value} from t`)).toThrow("operator does not exist");
  },
);
