/** "Hash functions" of the Database Developer Guide: the answers of its examples. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound({ sales: "commission decimal(8, 2), saletime timestamp, code char(3)" }, [
    "INSERT INTO public.sales VALUES (109.20, '2008-01-24 06:43:29', 'a')",
  ]);
});
afterAll(() => database.close());

const ANSWERS: readonly (readonly [string, string])[] = [
  ["checksum(commission)", "10920"],
  ["fnv_hash(1)", "-5968735742475085980"],
  ["fnv_hash('Amazon Redshift')", "7783490368944507294"],
  ["fnv_hash('Amazon Redshift', fnv_hash(1))", "-2202602717770968555"],
  ["fnv_hash('abcd')", "-281581062704388899"],
  ["fnv_hash('cd', fnv_hash('ab'))", "-281581062704388899"],
  ["fnv_hash(1::smallint)", "589727492704079044"],
  ["fnv_hash(1::bigint)", "-8517097267634966620"],
  // "hashing CHAR and VARCHAR inputs does not ignore trailing spaces"
  ["fnv_hash(code) - fnv_hash('a  ')", "0"],
  ["md5('Amazon Redshift')", "f7415e33f972c03abd4f3fed36748f7a"],
  ["sha('a')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"],
  ["func_sha1('a')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"],
  ["sha2('a', 0)", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
  // "an empty string if the number of bits is invalid"
  ["sha2('a', 100)", ""],
];

describe("hash functions", () => {
  it.each(ANSWERS)("%s is %s", async (call, answer) => {
    expect((await database.ask(`select ${call} from sales`)).rows).toEqual([[answer]]);
  });

  it.each([
    "fnv_hash(saletime)",
    "fnv_hash(commission)",
    "checksum('a')",
    "checksum(1)",
    "farmfingerprint64('a')",
    "murmur3_32_hash(1)",
  ])("%s is refused: its bytes or its sum are not in the guide, or not known here", (call) => {
    expect(() => database.bind(`select ${call} from sales`)).toThrow(
      expect.objectContaining({ sqlState: "0A000" }),
    );
  });
});
