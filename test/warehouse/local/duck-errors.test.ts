/** DuckDB's own words for what is too large; none of them reaches a person. */
import { describe, expect, it } from "vitest";
import { fromDuckError } from "../../../src/warehouse/local/duck-errors.ts";

describe("what is out of range", () => {
  it.each([
    [
      "Conversion Error: Type INT64 with value 99999999999 can't be cast because the value is out of range for the destination type INT32",
      "22003",
      'value "99999999999" is out of range',
    ],
    [
      "Conversion Error: Could not convert string '99999999999' to INT32",
      "22003",
      'value "99999999999" is out of range',
    ],
    [
      "Conversion Error: Could not convert string '2.5' to INT32",
      "22P02",
      'invalid input syntax for integer: "2.5"',
    ],
    [
      "Conversion Error: Failed to cast decimal value 99999999999999999999 to type INT64",
      "22003",
      'value "99999999999999999999" is out of range',
    ],
    [
      'Conversion Error: Could not convert string "1000.00" to DECIMAL(5,2)',
      "22003",
      "numeric field overflow: 1000.00",
    ],
    ["Conversion Error: Could not cast value inf to DECIMAL(18,0)", "22003", "numeric field overflow: inf"],
    ["Conversion Error: Date and time not in timestamp range", "22008", "timestamp out of range"],
    ["Binder Error: LIMIT/OFFSET cannot be negative", "22023", "LIMIT and OFFSET must not be negative"],
    [
      "Invalid Input Error: Argument for ntile must be greater than zero",
      "22014",
      "argument of ntile must be greater than zero",
    ],
    ["Conversion Error: Date out of range: 100002016-2-29", "22008", "timestamp out of range"],
    [
      "Out of Range Error: Overflow exception in date/timestamp -> interval",
      "22008",
      "timestamp out of range",
    ],
  ])("%s", (message, sqlState, says) => {
    expect(fromDuckError(new Error(message))).toMatchObject({ sqlState, message: says });
  });
});
