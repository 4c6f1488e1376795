/** "Date and time functions" of the Database Developer Guide: its own examples, page by page, and what it is silent about. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DwhError } from "../../../../src/errors.ts";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound(
    {
      one: "t timestamp, z timestamptz, d date, c time, v varchar(30)",
      time_test: "time_val time",
      timetz_test: "timetz_val timetz",
      seconds: "micro timestamp",
    },
    [
      `INSERT INTO public.one VALUES ('2008-08-24 09:36:12', '2008-08-24 09:36:12+00', '2008-08-24', '09:36:12', 'US/Pacific')`,
      `INSERT INTO public.time_test VALUES ('20:00:00'), ('00:00:00.555'), ('00:58:00')`,
      `INSERT INTO public.timetz_test VALUES ('04:00:00+00'), ('00:00:00.555+00'), ('05:58:00+00')`,
      `INSERT INTO public.seconds VALUES ('2009-09-21 11:10:03.189717')`,
    ],
  );
});
afterAll(() => database.close());

type Answer = readonly [string, ...(string | null)[][]];

/** By the title of the page. */
const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  "+ (Concatenation) operator": [
    [
      "select date '2000-01-02' + time_val from time_test order by 1",
      ["2000-01-02 00:00:00.555"],
      ["2000-01-02 00:58:00"],
      ["2000-01-02 20:00:00"],
    ],
    [
      "select date '2000-01-01' + time '20:00:00', time '20:00:00' + date '2000-01-01'",
      ["2000-01-01 20:00:00", "2000-01-01 20:00:00"],
    ],
  ],
  "ADD_MONTHS function": [
    ["select add_months('2008-01-01 05:07:30', 1)", ["2008-02-01 05:07:30"]],
    [
      "select add_months('2008-03-31', 1), add_months('2008-04-30', 1)",
      ["2008-04-30 00:00:00", "2008-05-31 00:00:00"],
    ],
    ["select trunc(add_months(d, 12)), add_months(t, -1) from one", ["2009-08-24", "2008-07-24 09:36:12"]],
  ],
  "AT TIME ZONE function": [
    // In the guide the session's time zone is PST: 19:38:40-08 is the same moment.
    ["select timestamp '2001-02-16 20:38:40' at time zone 'MST'", ["2001-02-17 03:38:40+00"]],
    ["select timestamp with time zone '2001-02-16 20:38:40-05' at time zone 'MST'", ["2001-02-16 18:38:40"]],
  ],
  "CONVERT_TIMEZONE function": [
    [
      "select convert_timezone('PST', t), convert_timezone('US/Pacific', t) from one",
      ["2008-08-24 01:36:12", "2008-08-24 02:36:12"],
    ],
    ["select convert_timezone('EST', 'PST', '20080305 12:25:29')", ["2008-03-05 09:25:29"]],
    [
      "select convert_timezone('America/New_York', '2013-02-01 08:00:00'), convert_timezone('America/New_York', '2013-06-01 08:00:00')",
      ["2013-02-01 03:00:00", "2013-06-01 04:00:00"],
    ],
    [
      "select convert_timezone('GMT', 'NEWZONE +2', '2014-05-17 12:00:00'), convert_timezone('GMT', 'NEWZONE-2:15', '2014-05-17 12:00:00')",
      ["2014-05-17 10:00:00", "2014-05-17 14:15:00"],
    ],
    [
      "select convert_timezone('GMT', 'America/Los_Angeles+2', '2014-05-17 12:00:00'), convert_timezone('GMT', 'GMT+2', '2014-05-17 12:00:00')",
      ["2014-05-17 10:00:00", "2014-05-17 10:00:00"],
    ],
    // "Using POSIX-style format": the examples of zones.
    [
      "select convert_timezone('PST8', '2008-07-01 12:00'), convert_timezone('PST8PDT', '2008-07-01 12:00'), convert_timezone('EST5', '2008-07-01 12:00'), convert_timezone('EST5EDT', '2008-07-01 12:00')",
      ["2008-07-01 04:00:00", "2008-07-01 05:00:00", "2008-07-01 07:00:00", "2008-07-01 08:00:00"],
    ],
    [
      "select convert_timezone(v, t), convert_timezone(v, 'UTC', t) from one",
      ["2008-08-24 02:36:12", "2008-08-24 16:36:12"],
    ],
  ],
  "DATE_CMP function and its like": [
    [
      "select date_cmp(d, '2008-01-04'), date_cmp(d, d), date_cmp(d, '2009-01-01') from one",
      ["1", "0", "-1"],
    ],
    [
      "select date_cmp_timestamp('2008-08-24', t), date_cmp_timestamptz('2008-08-25', z) from one",
      ["-1", "1"],
    ],
    [
      "select timestamp_cmp(t, t), timestamp_cmp_date(t, d), timestamp_cmp_timestamptz(t, z) from one",
      ["0", "1", "0"],
    ],
    [
      "select timestamptz_cmp(z, z), timestamptz_cmp_date(z, d), timestamptz_cmp_timestamp(z, t) from one",
      ["0", "1", "0"],
    ],
    ["select interval_cmp('3 days', '1 year'), interval_cmp('7 days', '1 week')", ["-1", "0"]],
  ],
  "DATE_PART function": [
    [
      "select date_part(minute, timestamp '20230104 04:05:06.789'), date_part(week, timestamp '20220502 04:05:06.789')",
      ["5", "18"],
    ],
    [
      "select date_part(day, timestamp '20220502 04:05:06.789'), date_part(dayofweek, timestamp '20220502 04:05:06.789')",
      ["2", "1"],
    ],
    [
      "select date_part(century, timestamp '20220502 04:05:06.789'), date_part(month, date '20220502')",
      ["21", "5"],
    ],
    [
      "select date_part(w, timestamp '2008-06-17 09:44:54'), date_part('dow', timestamp '2008-01-05 14:00:00')",
      ["25", "6"],
    ],
    ["select date_part_year(d) from one", ["2008"]],
  ],
  "Date parts for date or timestamp functions": [
    ["select extract(sec from micro), date_part(sec, micro) from seconds", ["3", "3.189717"]],
    // EXTRACT leaves out the parts above and below, DATE_PART has all of the seconds.
    [
      "select extract(ms from micro), extract(us from micro), date_part(ms, micro), date_part(us, micro) from seconds",
      ["189", "717", "3189.717", "3189717"],
    ],
    [
      "select extract(century from timestamp '2000-12-16 12:21:13'), extract(century from timestamp '2001-12-16 12:21:13')",
      ["20", "21"],
    ],
    [
      "select extract(decade from timestamp '1999-02-16 20:38:40'), extract(decade from timestamp '2000-02-16 20:38:40'), extract(decade from timestamp '2010-02-16 20:38:40')",
      ["200", "201", "202"],
    ],
    [
      "select extract(mil from timestamp '2000-12-16 12:21:13'), extract(mil from timestamp '2001-12-16 12:21:13')",
      ["2", "3"],
    ],
    ["select date_part(epoch, timestamp '2008-01-01 20:00:00')", ["1199217600"]],
    [
      "select timestamp with time zone 'epoch' + 1199217600 * interval '1 second'",
      ["2008-01-01 20:00:00+00"],
    ],
  ],
  "DATE_TRUNC function": [
    [
      "select date_trunc('second', timestamp '20200430 04:05:06.789'), date_trunc('minute', timestamp '20200430 04:05:06.789'), date_trunc('hour', timestamp '20200430 04:05:06.789')",
      ["2020-04-30 04:05:06", "2020-04-30 04:05:00", "2020-04-30 04:00:00"],
    ],
    [
      "select date_trunc('day', timestamp '20200430 04:05:06.789'), date_trunc('month', timestamp '20200430 04:05:06.789'), date_trunc('quarter', timestamp '20200430 04:05:06.789')",
      ["2020-04-30 00:00:00", "2020-04-01 00:00:00", "2020-04-01 00:00:00"],
    ],
    [
      "select date_trunc('year', timestamp '20200430 04:05:06.789'), date_trunc('millennium', timestamp '20200430 04:05:06.789'), date_trunc('century', timestamp '20000430')",
      ["2020-01-01 00:00:00", "2001-01-01 00:00:00", "1901-01-01 00:00:00"],
    ],
    [
      "select date_trunc('week', timestamp '20220430 04:05:06.789'), date_trunc('month', '2008-01-15'), date_trunc('month', d) from one",
      ["2022-04-25 00:00:00", "2008-01-01 00:00:00", "2008-08-01 00:00:00"],
    ],
  ],
  "DATEADD function": [
    [
      "select dateadd(day, 30, d), dateadd(month, 18, '2008-02-28'), dateadd(m, 30, '2008-02-28') from one",
      ["2008-09-23 00:00:00", "2009-08-28 00:00:00", "2008-02-28 00:30:00"],
    ],
    [
      "select dateadd(minute, 5, time_val) from time_test order by 1",
      ["00:05:00.555"],
      ["01:03:00"],
      ["20:05:00"],
    ],
    [
      "select dateadd(hour, 8, time '13:24:55'), dateadd(hour, 12, time '13:24:55')",
      ["21:24:55", "01:24:55"],
    ],
    [
      "select dateadd(minute, 5, timetz_val) from timetz_test order by 1",
      ["00:05:00.555+00"],
      ["04:05:00+00"],
      ["06:03:00+00"],
    ],
    ["select dateadd(hour, 2, timetz '13:24:55 PST')", ["23:24:55+00"]],
    [
      "select dateadd(month, 1, '2008-04-30'), dateadd(month, 12, '2016-02-29'), dateadd(year, 1, '2016-02-29')",
      ["2008-05-30 00:00:00", "2017-02-28 00:00:00", "2017-03-01 00:00:00"],
    ],
    [
      "select dateadd(year, 4, '2016-02-29'), dateadd(quarter, -1, '2008-03-31'), dateadd(week, 2, '2008-02-28')",
      ["2020-02-29 00:00:00", "2007-12-31 00:00:00", "2008-03-13 00:00:00"],
    ],
    // The guide does not say of which type a TIMESTAMPTZ makes it; nor that a decade of years is added as its years.
    [
      "select dateadd(ms, 1500, z), dateadd(decade, 1, '2000-01-01') from one",
      ["2008-08-24 09:36:13.5+00", "2010-01-01 00:00:00"],
    ],
  ],
  "DATEDIFF function": [
    // The guide has 40 for the quarters, but from the third of 1998 to the second of 2008 39 boundaries are crossed.
    [
      "select datediff(week, '2009-01-01', '2009-12-31'), datediff(qtr, '1998-07-01', date '2008-06-05')",
      ["52", "39"],
    ],
    [
      "select datediff(year, '12-31-2008', '01-01-2009'), datediff(hour, '01-01-2009 8:30:00', '01-01-2009 10:00:00')",
      ["1", "2"],
    ],
    ["select datediff(hour, time_val, time '15:24:45') from time_test order by 1", ["-5"], ["15"], ["15"]],
    ["select datediff(minute, time '20:00:00', time '21:00:00')", ["60"]],
    [
      "select datediff(hours, timetz '20:00:00 PST', timetz_val) from timetz_test order by 1",
      ["-4"],
      ["0"],
      ["1"],
    ],
    ["select datediff(hours, timetz '20:00:00 PST', timetz '00:58:00 EST')", ["1"]],
    // The guide is silent about the day on which a week begins: Monday, as in DATE_TRUNC.
    [
      "select datediff(week, '2020-01-05', '2020-01-06'), datediff(week, '2020-01-04', '2020-01-05'), datediff(week, '2020-01-06', '2020-01-05')",
      ["1", "0", "-1"],
    ],
    [
      "select datediff(day, d, t), datediff(day, t, z), datediff(decade, '1999-12-31', '2000-01-01'), datediff(century, '2000-12-31', '2001-01-01') from one",
      ["0", "0", "1", "1"],
    ],
  ],
  "EXTRACT function": [
    [
      "select extract(minute from timestamp '2009-09-09 12:08:43'), extract(ms from timestamp '2009-09-09 12:08:43.101')",
      ["8", "101"],
    ],
    ["select extract(year from timestamptz '1.12.1997 07:37:16.00 PST')", ["1997"]],
    [
      "select extract(minute from time_val), extract(hour from time_val) from time_test order by 1, 2",
      ["0", "0"],
      ["0", "20"],
      ["58", "0"],
    ],
    [
      "select extract(ms from time '18:25:33.123456'), extract(ms from timetz '18:25:33.123456 EST')",
      ["123", "123"],
    ],
    ["select extract(hour from timetz_val) from timetz_test order by 1", ["0"], ["4"], ["5"]],
    [
      "select extract(timezone_hour from z), extract(day from interval '3 days 4 hours'), extract(dow from d) from one",
      ["0", "3", "0"],
    ],
  ],
  "LAST_DAY, MONTHS_BETWEEN and NEXT_DAY function": [
    [
      "select last_day('2014-01-15'), last_day(t), last_day(d) from one",
      ["2014-01-31", "2008-08-31", "2008-08-31"],
    ],
    [
      "select months_between('1969-01-18', '1969-03-18'), months_between('2014-08-31', '2014-09-30')",
      ["-2", "-1"],
    ],
    [
      "select round(months_between('2008-12-25 15:00', '2008-01-21 19:30'), 2), round(months_between('2008-12-15 15:00', '2008-01-21 19:00'), 1)",
      ["11.12", "10.8"],
    ],
    [
      "select next_day('2014-08-20', 'Tuesday'), next_day(timestamp '2008-01-01 05:54:44', 'Tue'), next_day('2008-07-06', 'M')",
      ["2014-08-26", "2008-01-08", "2008-07-07"],
    ],
  ],
  "TIMEZONE function": [
    [
      "select timezone('MST', t), timezone('MST', z) from one",
      ["2008-08-24 16:36:12+00", "2008-08-24 02:36:12"],
    ],
  ],
  "TRUNC function of a timestamp": [["select trunc(t), trunc(d) from one", ["2008-08-24", "2008-08-24"]]],
};

describe.each(Object.entries(ANSWERS))("%s", (_, answers) => {
  it.each(answers.map(([sql, ...rows]) => ({ sql, rows })))("$sql", async ({ sql, rows }) => {
    expect((await database.ask(sql)).rows).toEqual(rows);
  });
});

// The guide multiplies an interval of seconds by an epoch only; of a month PostgreSQL 8 tells.
describe("an interval times a number", () => {
  it.each([
    ["timestamp '2018-01-31' + interval '1 month' * 2", "2018-03-31 00:00:00"],
    ["timestamp '2018-01-31' + 1.5 * interval '1 month'", "2018-03-15 00:00:00"],
    ["timestamp '2018-01-31' - 3 * interval '12 hours'", "2018-01-29 12:00:00"],
    ["timestamp '2018-01-31' + interval '1 day' / 2", "2018-01-31 12:00:00"],
    ["timestamp '2018-01-31' + -1 * interval '1 year 1 day'", "2017-01-30 00:00:00"],
    ["timestamp 'epoch' + 1541105830796 / 1000 * interval '1 second'", "2018-11-01 20:57:10"],
    ["timestamp 'epoch' + 1541105830796 / 1000.0 * interval '1 second'", "2018-11-01 20:57:10.796"],
  ])("%s is %s", async (expression, moment) => {
    expect((await database.ask(`select ${expression}`)).rows).toEqual([[moment]]);
  });
});

// "Datetime types": DATE and TIMESTAMP begin at 4713 BC, DATE ends at 294276 AD. How an era is written PostgreSQL 8 tells.
describe("days far away", () => {
  it.each([
    ["date '0184-09-04 BC'", "0184-09-04 BC"],
    ["timestamptz '0184-09-04 10:00:00.5 BC'", "0184-09-04 10:00:00.5+00 BC"],
    ["(timestamp '0184-09-04 10:00:00 BC')::varchar", "0184-09-04 10:00:00 BC"],
    ["date '0001-01-01' - 1", "0001-12-31 BC"],
    ["date '2008-01-01' + 100000000", "275798-09-13"],
    ["date '4713-01-01 BC' + 109203489", "294276-12-31"],
    ["timestamp '1969-12-31 23:59:59.25'", "1969-12-31 23:59:59.25"],
  ])("%s is %s", async (expression, day) => {
    expect((await database.ask(`select ${expression}`)).rows).toEqual([[day]]);
  });

  it.each([
    "date '2008-01-01' - 2147483647",
    "2147483647 + date '2008-01-01'",
    "date '4713-01-01 BC' - 1",
    "date '4713-01-01 BC' + 109203490",
  ])("%s is out of range", async (expression) => {
    await expect(database.ask(`select ${expression}`)).rejects.toThrow("[22008] date out of range");
  });
});

describe("types and names of dates and times", () => {
  it.each([
    ["extract(day from t)", "integer", "date_part"],
    ["extract(day from z)", "double precision", "date_part"],
    ["date_part(day, t)", "double precision", "pgdate_part"],
    ["dateadd(day, 1, d)", "timestamp without time zone", "date_add"],
    ["dateadd(hour, 1, c)", "time without time zone", "date_add"],
    ["datediff(day, d, d)", "bigint", "date_diff"],
    ["months_between(t, t)", "double precision", "months_between"],
    ["d - 7", "date", "?column?"],
    ["d - d", "integer", "?column?"],
    ["sysdate", "timestamp without time zone", "timestamp"],
    ["current_date", "date", "date"],
    ["getdate()", "timestamp without time zone", "timestamp"],
    ["t at time zone 'UTC'", "timestamp with time zone", "timezone"],
    ["z at time zone 'UTC'", "timestamp without time zone", "timezone"],
  ])("%s is %s", async (expression, type, name) => {
    const answer = await database.ask(`select ${expression} from one`);
    expect(answer.types).toEqual([type]);
    expect(answer.names).toEqual([name]);
  });

  it("today, tomorrow, yesterday and now are moments of the transaction", async () => {
    const sql = `select timestamp 'today' = trunc(sysdate)::timestamp, 'now'::timestamp = sysdate, 'tomorrow'::date - 'yesterday'::date,
      dateadd(day, 1, 'today') = dateadd(day, 1, current_date), datediff(day, timestamptz 'Yesterday', sysdate)`;
    expect((await database.ask(sql)).rows).toEqual([["t", "t", "2", "t", "1"]]);
  });

  it("timeofday is a text of the day, the date, the time and the zone", async () => {
    const { rows } = await database.ask("select timeofday()");
    expect(rows[0]?.[0]).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d\d:\d\d:\d\d\.\d{6} \d{4} UTC$/);
  });
});

describe("refused in the user's words", () => {
  it.each([
    ["select dateadd(dow, 1, t) from one", "22023", "dow"],
    ["select dateadd(month, 1, c) from one", "22023", "month"],
    ["select dateadd(fortnight, 1, t) from one", "22023", "fortnight"],
    ["select dateadd(day, 'x', t) from one", "22P02", "x"],
    ["select extract(timezone_hour from t) from one", "22023", "timezone_hour"],
    ["select datediff(hour, t, c) from one", "42804", "time"],
    // The guide has 2000-01-02 04:00:00+00 and -7: a TIMETZ keeps no zone here.
    ["select date '2000-01-01' + timetz '20:00:00 PST'", "42883", "date + time with time zone"],
    ["select extract(timezone_hour from timetz '1.12.1997 07:37:16.00 PDT')", "0A000", "timezone_hour"],
    ["select extract(hour from timetz '18:25:33.123456 EST')", "0A000", "hour"],
    ["select date_trunc('epoch', t) from one", "22023", "epoch"],
    ["select now()", "0A000", "NOW"],
    ["select age(t, t) from one", "0A000", "AGE"],
    ["select last_day('x')", "22007", "x"],
    ["select d = v from one", "42883", "date = character varying"],
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
      "select convert_timezone('Nowhere/Else', t) from one",
      '[22023] time zone "Nowhere/Else" not recognized',
    ],
    // "CONVERT_TIMEZONE function" has names, abbreviations and STDoffset; an offset alone is for SET timezone.
    ["select convert_timezone('+2', t) from one", '[22023] time zone "+2" not recognized'],
    ["select convert_timezone('IST', t) from one", '[0A000] the abbreviation "IST" stands for several'],
    ["select convert_timezone('AEST-10AEDT', t) from one", "[0A000] nothing says when summer time begins"],
    ["select next_day(d, 'Funday') from one", '[22023] "Funday" is not a day of the week'],
  ])("%s at run time", async (sql, says) => {
    await expect(database.ask(sql)).rejects.toThrow(says);
  });
});
