/** "Data type formatting functions" of the Database Developer Guide: its own examples, and what it is silent about. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DwhError } from "../../../../src/errors.ts";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound(
    {
      one: "t timestamp, z timestamptz, d date, n decimal(8, 2), f double precision, i integer, v varchar(30), w varchar(30)",
    },
    [
      `INSERT INTO public.one VALUES ('2009-12-31 23:15:59', '2009-12-31 23:15:59+00', '2009-12-31', 618.80, 0.00000015, 0, '2.5', 'YYYY')`,
    ],
  );
});
afterAll(() => database.close());

type Answer = readonly [string, ...(string | null)[][]];

const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  "TO_CHAR of a moment": [
    [
      "select to_char(timestamp '2009-12-31 23:15:59', 'MONTH-DY-DD-YYYY HH12:MIPM')",
      ["DECEMBER -THU-31-2009 11:15PM"],
    ],
    [
      "select to_char(timestamp '2009-12-31 23:15:59', 'DDD'), to_char(timestamp '2022-05-16 23:15:59', 'ID')",
      ["365", "1"],
    ],
    [
      "select to_char(date '2009-12-31', 'MONTH'), to_char(timestamp '2008-01-25 14:30:00', 'MON-DD-YYYY HH12:MIPM')",
      ["DECEMBER ", "JAN-25-2008 02:30PM"],
    ],
    [
      "select to_char(timestamp '2009-12-31 23:15:59', 'HH24:MI:SS'), to_char(timestamp '2008-02-18 02:36:48', 'cc')",
      ["23:15:59", "21"],
    ],
    [
      "select to_char(timestamp '2008-01-25 14:30:00', 'HH12:MI:SS TZ'), to_char(z, 'tz OF') from one",
      ["02:30:00 UTC", "utc +00"],
    ],
    // "Datetime format strings": the table's signs.
    [
      "select to_char(t, 'IYYY-IW-ID IDDD'), to_char(d, 'YYYY YYY YY Y Y,YYY'), to_char(t, 'IYY IY I') from one",
      ["2009-53-4 368", "2009 009 09 9 2,009", "009 09 9"],
    ],
    [
      "select to_char(timestamp '2018-11-04 15:04:05.006', 'Day|DY|dy|FMDay FMDD Month|FMMonth|Q|W|WW|D|J')",
      ["Sunday   |SUN|sun|Sunday 4 November |November|4|1|44|1|2458427"],
    ],
    [
      "select to_char(timestamp '2018-08-04 00:04:05.006', 'RM|rm|FMRM|HH|HH12|HH24|MS|US|AM|a.m.|FMHH12')",
      ["VIII|viii|VIII|12|12|00|006|006000|AM|a.m.|12"],
    ],
    [
      "select to_char(timestamp '2018-08-04', 'BC|A.D.|\"Year\" YYYY'), to_char('2018-08-04', 'DD')",
      ["AD|A.D.|Year 2018", "04"],
    ],
    ["select to_char(t, w), to_char(null::timestamp, 'DD') from one", ["2009", null]],
  ],
  "TO_CHAR of a number": [
    ["select to_char(-125.8, '999D99S')", ["125.80-"]],
    ["select to_char(n, 'rn'), to_char(n, 'l99999D99') from one", ["          dcxix", "$   618.80"]],
    [
      "select to_char(2.5 * 30.4, 'rn'), to_char(350 - 52.5, 'rn')",
      ["         lxxvi", "       ccxcviii"].map((text) => text.padStart(15, " ")),
    ],
    // The guide does not tell of nothing: PostgreSQL shows the digit.
    [
      "select to_char(0, '999'), to_char(i, '99.99'), to_char(f, 'FM0.00000000') from one",
      ["   0", "   .00", "0.00000015"],
    ],
  ],
  "TO_DATE function": [
    [
      "select to_date('02 Oct 2001', 'DD Mon YYYY'), to_date('20010631', 'YYYYMMDD', FALSE), to_date('20010631', 'YYYYMMDD')",
      ["2001-10-02", "2001-07-01", "2001-07-01"],
    ],
    [
      "select to_date('04.11.18', 'DD.MM.YY'), to_date('November 4, 1999', 'Month DD, YYYY'), to_date('2018.308', 'YYYY.DDD'), to_date('2458427', 'J')",
      ["2018-11-04", "1999-11-04", "2018-11-04", "2018-11-04"],
    ],
  ],
  "TO_TIMESTAMP function": [
    ["select to_timestamp('2011-12-18 24:38:15', 'YYYY-MM-DD HH24:MI:SS')", ["2011-12-19 00:38:15+00"]],
    [
      "select to_timestamp(timestamp '2021-04-05 19:27:53.281812', 'YYYY-MM-DD HH24:MI:SS')",
      ["2021-04-05 19:27:53+00"],
    ],
    [
      "select to_timestamp('05/04/2021 07:27:53.5 PM', 'DD/MM/YYYY HH12:MI:SS.MS AM')",
      ["2021-04-05 19:27:53.5+00"],
    ],
  ],
  TO_NUMBER: [
    ["select to_number('12,454.8-', '99G999D9S'), to_number('12.345', '99D999')", ["-12454.8", "12.345"]],
    [
      "select to_number('$ 12,454.88', 'FML99G999D99'), to_number('$ 2,012,454.88', 'FML9,999,999.99')",
      ["12454.88", "2012454.88"],
    ],
  ],
  "CAST and CONVERT functions": [
    [
      "select cast(162.00 as integer), convert(integer, 162.00), cast(2008 as char(4)), convert(char(4), 2008)",
      ["162", "162", "2008", "2008"],
    ],
    [
      "select cast('2008-02-18 02:36:48' as date), convert(datetime, '2008-02-18 02:36:48'), cast(109.652 as decimal(4, 1))",
      ["2008-02-18", "2008-02-18 02:36:48", "109.7"],
    ],
    [
      "select convert(time, timestamp '2008-02-18 02:36:48'), cast(d as timestamp), v::decimal(3, 1) from one",
      ["02:36:48", "2009-12-31 00:00:00", "2.5"],
    ],
    ["select ' 12 '::int, '1e2'::float, '5.9'::decimal(3, 1)", ["12", "100", "5.9"]],
  ],
  "PG_TYPEOF (the guide has no page)": [
    [
      "select pg_typeof(n), pg_typeof(v), pg_typeof(t), pg_typeof(1), pg_typeof('x') from one",
      ["numeric", "character varying", "timestamp without time zone", "integer", "unknown"],
    ],
    ["select pg_typeof(current_schemas(true)), pg_typeof(1::oid)", ["name[]", "oid"]],
  ],
};

describe.each(Object.entries(ANSWERS))("%s", (_, answers) => {
  it.each(answers.map(([sql, ...rows]) => ({ sql, rows })))("$sql", async ({ sql, rows }) => {
    expect((await database.ask(sql)).rows).toEqual(rows);
  });
});

it("a number has the digits of its format, and a time stamp is one with a time zone", async () => {
  const { types } = await database.ask(
    "select to_number('1', '99D999'), to_timestamp('2018', 'YYYY'), to_date('2018', 'YYYY'), to_char(1, '9')",
  );
  expect(types).toEqual(["numeric(5,3)", "timestamp with time zone", "date", "character varying(65535)"]);
});

describe("refused in the user's words", () => {
  it.each([
    ["select to_char(t, 'YYYY-MM-DDTHH24:MI') from one", "0A000", "THH24"],
    ["select to_char(t, 'SSSS') from one", "0A000", "SSSS"],
    ["select to_char(n, '9V9') from one", "0A000", "V9"],
    ["select to_char(v, '9') from one", "42883", "to_char"],
    ["select to_date('2018', 'TZ')", "0A000", "TZ"],
    ["select to_date('2018-1', 'IYYY-IW')", "0A000", "IYYY"],
    ["select to_number('1', v) from one", "0A000", "literal"],
    ["select to_number('1', 'YYYY')", "0A000", "YYYY"],
    ["select text_to_int_alt('1')", "0A000", "TEXT_TO_INT_ALT"],
    ["select '2.5'::int", "22P02", "2.5"],
    ["select '1e2'::int", "22P02", "1e2"],
    ["select '0x1A'::int", "22P02", "0x1A"],
    ["select '1_000'::int", "22P02", "1_000"],
    ["select '1_000'::decimal(8, 2)", "22P02", "1_000"],
    ["select ''::int", "22P02", '""'],
  ])("%s", (sql, sqlState, says) => {
    let thrown: unknown;
    try {
      database.bind(sql);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DwhError);
    expect(thrown).toMatchObject({ sqlState, message: expect.stringContaining(says) as string });
  });

  it.each([
    [
      "select to_date('20010631', 'YYYYMMDD', TRUE)",
      "[22008] date/time field date value out of range: 2001-6-31",
    ],
    [
      "select to_timestamp('2011-12-18 24:38:15', 'YYYY-MM-DD HH24:MI:SS', TRUE)",
      "[22008] date/time field time value out of range: 24:38:15.0",
    ],
    ["select to_date(v, 'DD.MM.YYYY') from one", '[22007] "2.5" has no year'],
    ["select to_date('x', 'YYYY')", '[22007] invalid value "x" for "YYYY"'],
    ["select to_number('12x', '999')", '[22P02] "12x" is not a number of the format "999"'],
    ["select v::int from one", '[22P02] invalid input syntax for integer: "2.5"'],
  ])("%s at run time", async (sql, says) => {
    await expect(database.ask(sql)).rejects.toThrow(says);
  });
});
