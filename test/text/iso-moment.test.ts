/** "Datetime types" of the Developer Guide: TIMESTAMP values are UTC by default, TIMESTAMPTZ values are stored as UTC and printed with a zone. */
import { expect, it } from "vitest";
import { isoMoment } from "../../src/text/iso-moment.ts";
import { namedRows, rowsAsObjects } from "../../src/text/rows-as-objects.ts";

const PLAIN = "timestamp without time zone";
const ZONED = "timestamp with time zone";

it.each([
  [PLAIN, "2018-11-01 20:57:10.796", "2018-11-01T20:57:10.796Z"],
  [PLAIN, "2018-11-01 20:57:10", "2018-11-01T20:57:10Z"],
  ["timestamp", "0001-01-01 00:00:00.000001", "0001-01-01T00:00:00.000001Z"],
  [ZONED, "2018-11-01 20:57:10.796+00", "2018-11-01T20:57:10.796Z"],
  [ZONED, "2018-11-01 20:57:10-03", "2018-11-01T20:57:10-03:00"],
  [ZONED, "2018-11-01 20:57:10+05:30", "2018-11-01T20:57:10+05:30"],
  [PLAIN, "4713-01-01 00:00:00 BC", "4713-01-01 00:00:00 BC"],
  [PLAIN, "294276-12-31 00:00:00", "294276-12-31 00:00:00"],
  ["date", "2018-11-01", "2018-11-01"],
  ["time without time zone", "20:57:10", "20:57:10"],
  ["character varying(32)", "2018-11-01 20:57:10", "2018-11-01 20:57:10"],
  [undefined, "2018-11-01 20:57:10", "2018-11-01 20:57:10"],
  [PLAIN, null, null],
])("of type %s, %s is told as %s", (type, printed, told) => {
  expect(isoMoment(printed, type)).toBe(told);
});

it("is how rows are told as JSON, and not how the program itself reads them", () => {
  const answer = { columns: [{ name: "at", type: PLAIN }], rows: [["2018-11-01 20:57:10"]] };
  expect(namedRows(answer).map((row) => [...row])).toEqual([[["at", "2018-11-01T20:57:10Z"]]]);
  expect(rowsAsObjects(answer)).toEqual([{ at: "2018-11-01 20:57:10" }]);
});
