/** TIMETZ, intervals and uuid in binary, as PostgreSQL's timetz_send, interval_send and uuid_send have them. */
import { describe, expect, it } from "vitest";
import { decodeBinary, encodeBinary } from "../../src/serve/binary.ts";

const [TIMETZ, INTERVAL, UUID] = [1266, 1186, 2950];

// The bytes were sent by PostgreSQL 15.
describe("a value in binary", () => {
  it.each([
    [TIMETZ, "10:00:00+00", "0000000861c4680000000000"],
    [TIMETZ, "10:00:00.5+02", "0000000861cc0920ffffe3e0"],
    [TIMETZ, "10:00:00-05:30", "0000000861c4680000004d58"],
    [INTERVAL, "1 year 2 months 3 days 04:05:06", "000000036c8bc080000000030000000e"],
    [INTERVAL, "-1 day", "0000000000000000ffffffff00000000"],
    [INTERVAL, "-00:00:00.5", "fffffffffff85ee00000000000000000"],
    [UUID, "00000000-0000-0000-0000-000000000005", "00000000000000000000000000000005"],
  ] as const)("of type %i: %s", (type, text, hex) => {
    expect(encodeBinary(type, text).toString("hex")).toBe(hex);
  });

  it.each([
    [TIMETZ, "0000000861c46800ffffe3e0", "10:00:00.000000+02:00"],
    [TIMETZ, "0000000861c4680000004d58", "10:00:00.000000-05:30"],
    [INTERVAL, "000000036c8bc080000000030000000e", "14 months 3 days 04:05:06.000000"],
    [INTERVAL, "fffffffffff85ee0ffffffff00000000", "0 months -1 days -00:00:00.500000"],
    [UUID, "00000000000000000000000000000005", "00000000-0000-0000-0000-000000000005"],
  ] as const)("of type %i is read: %s", (type, hex, text) => {
    expect(decodeBinary(type, Buffer.from(hex, "hex"))).toBe(text);
  });

  it.each([TIMETZ, INTERVAL, UUID])("of type %i has its size", (type) => {
    expect(() => decodeBinary(type, Buffer.alloc(5))).toThrow("incorrect binary data format");
  });
});
