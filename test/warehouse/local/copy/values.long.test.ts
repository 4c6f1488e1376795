import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCopies, type Copies } from "../../../support/copies.ts";

let copies: Copies;
beforeEach(async () => {
  copies = await openCopies();
});
afterEach(() => copies.close());

/** type, JSON, what is stored or the error code, options */
const VALUES: readonly (readonly [string, string, string | number | null, string?])[] = [
  ["integer", "7", "7"],
  ["integer", '"7"', "7"],
  ["integer", '""', null],
  ["integer", '" "', null],
  ["integer", "1.0", 1207],
  ["bigint", "1540919166796.0", 1207],
  ["integer", "3000000000", 1222],
  ["integer", "-2147483648", "-2147483648"],
  ["integer", "2147483648", 1222],
  ["smallint", "-32768", "-32768"],
  ["smallint", "-32769", 1222],
  ["smallint", "32767", "32767"],
  ["smallint", "32768", 1222],
  ["bigint", "-9223372036854775808", "-9223372036854775808"],
  ["bigint", "9223372036854775808", 1222],
  ["double precision", "1540919166796.0", "1540919166796"],
  ["double precision", '"abc"', 1208],
  ["double precision", "1e400", 1204],
  ["real", "3.5e38", 1204],
  ["decimal(5, 2)", "1.239", "1.23"],
  ["decimal(5, 2)", "1.239", "1.24", "roundec"],
  ["decimal(5, 2)", "12345", 1222],
  // "Numeric types", "Note": 19 digits stand in eight bytes.
  ["decimal(19, 0)", "9223372036854775807", "9223372036854775807"],
  ["decimal(19, 0)", "9223372036854775808", 1222],
  ["decimal(19, 18)", "9.3", 1222],
  ["boolean", "true", "t"],
  ["boolean", '"maybe"', 1210],
  ["varchar(3)", '"abc"', "abc"],
  ["varchar(3)", '"éé"', 1204],
  ["varchar(3)", '"éé"', "é", "truncatecolumns"],
  ["varchar(9)", "1999", "1999"],
  ["varchar(9)", "1.10", "1.10"],
  ["varchar(9)", "1e5", "1e5"],
  ["varchar(20)", '{"b": [1, 2]}', '{"b": [1, 2]}'],
  ["varchar(9)", '"\\u00e9\\n"', "é\n"],
  ["varchar(9)", '"a\\u0000b"', 1218],
  ["varchar(9)", '""', ""],
  ["varchar(9)", '""', null, "emptyasnull"],
  ["varchar(9)", '"  "', null, "blanksasnull"],
  ["varchar(9)", '"a  "', "a", "trimblanks"],
  ["char(2)", '"é"', 1220],
  ["timestamp", "1541105830796", "2018-11-01 20:57:10.796", "timeformat 'epochmillisecs'"],
  ["timestamp", "1541105830", "2018-11-01 20:57:10", "timeformat 'epochsecs'"],
  ["timestamp", '"1541105830796.0"', 1206, "timeformat 'epochmillisecs'"],
  ["timestamp", '"2018-11-01 20:57:10.5"', "2018-11-01 20:57:10.5"],
  ["timestamp", '"2018-02-30 00:00:00"', 1206],
  ["timestamp", '"2018-02-30 00:00:00"', null, "acceptanydate"],
  ["timestamp", '"2018-11-01T20:57:10Z"', "2018-11-01 20:57:10", "timeformat 'auto'"],
  ["date", '"01.11.2018"', "2018-11-01", "dateformat 'DD.MM.YYYY'"],
  ["date", '"yesterday"', 1205],
  ["integer not null", "null", 1213],
  ["super", '{"b": [1.10, null]}', '{"b":[1.10,null]}'],
  ["super", '{"b": 1, "b": 2}', 1224],
];

describe("a value", () => {
  const stored = VALUES.filter(([, , expected]) => typeof expected !== "number");
  it.each(stored)("%s from %s is stored as %s (%s)", async (type, json, expected, options = "") => {
    copies.put("b/x", `{"a": ${json}}`);
    const { rows, failure } = await copies.load(`a ${type}`, `format json 'auto' ${options}`);
    expect(failure).toBeUndefined();
    expect(rows).toEqual([[expected]]);
  });

  const refused = VALUES.filter(([, , expected]) => typeof expected === "number");
  it.each(refused)("%s from %s is refused with %s (%s)", async (type, json, code, options = "") => {
    copies.put("b/x", `{"a": ${json}}`);
    const { rows, errors, failure } = await copies.load(`a ${type}`, `format json 'auto' ${options}`);
    expect(failure).toMatchObject({ sqlState: "XX000" });
    expect(errors.map(([, , column, errorCode]) => [column, errorCode])).toEqual([["a", String(code)]]);
    expect(rows).toEqual([]);
  });

  it("of invalid UTF-8 is an error, or takes a character in the place of each byte", async () => {
    copies.put(
      "b/x",
      Buffer.concat([Buffer.from('{"a": "x'), Buffer.from([0xff, 0xfe]), Buffer.from('y"}')]),
    );
    expect((await copies.load("a varchar")).errors.map(([, , , code]) => code)).toEqual(["1220"]);
    await copies.session((one) => one.execute("drop table t"));
    expect((await copies.load("a varchar", "format json 'auto' acceptinvchars as '^'")).rows).toEqual([
      ["x^^y"],
    ]);
  });

  it("says which character a number does not have", async () => {
    copies.put("b/x", '{"a": 20200407.0}');
    expect((await copies.load("a bigint")).errors[0]?.[4]).toBe(
      "Invalid digit, Value '.', Pos 8, Type: Long",
    );
  });
});
