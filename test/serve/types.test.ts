import { describe, expect, it } from "vitest";
import { wireType } from "../../src/serve/types.ts";

describe("a Redshift type on the wire", () => {
  it.each([
    ["smallint", 21, 2, -1],
    ["integer", 23, 4, -1],
    ["bigint", 20, 8, -1],
    ["real", 700, 4, -1],
    ["double precision", 701, 8, -1],
    ["boolean", 16, 1, -1],
    ["date", 1082, 4, -1],
    ["timestamp without time zone", 1114, 8, -1],
    ["timestamp with time zone", 1184, 8, -1],
    ["super", 4000, -1, -1],
    ["character varying(256)", 1043, -1, 260],
    ["character varying", 1043, -1, -1],
    ["VARCHAR(65535)", 1043, -1, 65539],
    ["character(3)", 1042, -1, 7],
    ["numeric(18,0)", 1700, -1, 18 * 65536 + 4],
    ["numeric(38, 2)", 1700, -1, 38 * 65536 + 2 + 4],
    ["numeric", 1700, -1, -1],
    ["timestamp(6)", 1114, 8, -1],
    ["something else", 705, -2, -1],
    ["constructor", 705, -2, -1],
  ])("%s has the id %i, the size %i and the modifier %i", (type, oid, size, modifier) => {
    expect(wireType(type)).toEqual({ oid, size, modifier });
  });
});
