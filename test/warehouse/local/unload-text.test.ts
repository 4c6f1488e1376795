/** What stands in the files of an UNLOAD; examples of Developer Guide "UNLOAD examples" unless a test says otherwise. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openUnloads, type Unloads } from "../../support/unloads.ts";

let unloads: Unloads;
beforeAll(async () => {
  unloads = await openUnloads(
    "create table venue (venueid integer, venuename varchar(40), venuecity varchar(16), venuestate char(2), venueseats integer)",
    `insert into venue values (1, 'Pinewood Racetrack', 'Akron', 'OH', 0), (2, 'Columbus "Crew" Stadium', 'Columbus', 'OH', 0),
      (4, 'Community, Ballpark, Arena', 'Kansas City', 'KS', 0)`,
    "create table location (id integer, location char(64))",
    "insert into location values (1, 'Phoenix, AZ'), (2, 'San Diego, CA'), (3, null)",
  );
});
afterEach(() => rmSync(join(unloads.folder, "b"), { recursive: true, force: true }));
afterAll(() => unloads.close());

/** The text of the one file that is written. */
async function textOf(query: string, options = ""): Promise<string> {
  await unloads.unload(query, options);
  const [name = "", ...others] = await unloads.names();
  expect(others).toEqual([]);
  return unloads.read(name);
}

const VENUE = "select * from venue order by venueid";

describe("delimited text", () => {
  it("has a pipe between the fields", async () => {
    expect(await textOf(VENUE)).toBe(
      '1|Pinewood Racetrack|Akron|OH|0\n2|Columbus "Crew" Stadium|Columbus|OH|0\n4|Community, Ballpark, Arena|Kansas City|KS|0\n',
    );
  });

  it.each([
    ["delimiter as '\\t'", "1\tAkron\n"],
    // The page does not say how a backslash that is doubled, as a program may, is read; COPY's page has \t and \ddd.
    ["delimiter '\\\\t'", "1\tAkron\n"],
    ["delimiter '\\\\001'", "1\u0001Akron\n"],
    ["delimiter ';'", "1;Akron\n"],
  ])("has the sign of %s", async (options, text) => {
    expect(await textOf("select venueid, venuecity from venue where venueid = 1", options)).toBe(text);
  });

  it("has the names of the columns at its top with HEADER", async () => {
    expect(
      await textOf("select venueid, venuename from venue where venueid = 1", "header parallel off"),
    ).toBe("venueid|venuename\n1|Pinewood Racetrack\n");
  });

  // The example quotes the texts alone, the parameter's own text says "each unloaded data field" and has "1" in its sample.
  it("has each field in quotes with ADDQUOTES, the header's too", async () => {
    expect(await textOf("select * from location order by id", "delimiter ',' addquotes header")).toBe(
      '"id","location"\n"1","Phoenix, AZ"\n"2","San Diego, CA"\n"3",""\n',
    );
  });

  it("has the string of NULL AS in the place of a NULL, and nothing without", async () => {
    const query = "select 251, 'Paris Hotel', null::integer, null::varchar(5)";
    expect(await textOf(query, "null as 'fred'")).toBe("251|Paris Hotel|fred|fred\n");
    rmSync(join(unloads.folder, "b"), { recursive: true });
    expect(await textOf(query)).toBe("251|Paris Hotel||\n");
  });

  it("has a backslash before newlines, the delimiter and backslashes of texts with ESCAPE, and before quotes with ADDQUOTES", async () => {
    const query = `select 'a\\nb\\rc|d\\\\e"f''g'::varchar(20) as t, 1.5 as n`;
    expect(await textOf(query, "escape")).toBe(`a\\\nb\\\rc\\|d\\\\e"f'g|1.5\n`);
    rmSync(join(unloads.folder, "b"), { recursive: true });
    expect(await textOf(query, "escape addquotes")).toBe(`"a\\\nb\\\rc\\|d\\\\e\\"f\\'g"|"1.5"\n`);
  });

  it("escapes CHAR and VARCHAR and nothing else: a number with the delimiter in it stays as it is", async () => {
    expect(await textOf("select 1.5 as n, 'a.b' as t", "escape delimiter '.'")).toBe("1.5.a\\.b\n");
  });

  it("is as it is without ESCAPE, whatever reads it", async () => {
    expect(await textOf("select 'a|b\\nc'")).toBe("a|b\nc\n");
  });
});

describe("CSV", () => {
  it("has quotes where a field needs them, and a quote doubled", async () => {
    expect(await textOf(VENUE, "csv")).toBe(
      '1,Pinewood Racetrack,Akron,OH,0\n2,"Columbus ""Crew"" Stadium",Columbus,OH,0\n4,"Community, Ballpark, Arena",Kansas City,KS,0\n',
    );
  });

  it("takes another delimiter, which then needs quotes", async () => {
    expect(await textOf("select 1, 'Pinewood Race|track', 'a, b'", "format as csv delimiter as '|'")).toBe(
      '1|"Pinewood Race|track"|a, b\n',
    );
  });

  it("has newlines and carriage returns in quotes, and names of columns too", async () => {
    expect(await textOf(`select 'a\\nb' as "x,y", 'c\\rd' as z`, "csv header")).toBe(
      '"x,y",z\n"a\nb","c\rd"\n',
    );
  });

  // "Zero-length strings for delimited output", and an empty text is none of those that are in quotes.
  it("tells NULL from an empty text by NULL AS alone", async () => {
    const query = "select ''::varchar(1), null::varchar(1), 'x'";
    expect(await textOf(query, "csv")).toBe(",,x\n");
    rmSync(join(unloads.folder, "b"), { recursive: true });
    expect(await textOf(query, "csv null as '@'")).toBe(",@,x\n");
  });
});

describe("JSON", () => {
  it("has an object a line, numbers bare and texts escaped", async () => {
    expect(await textOf(VENUE, "json")).toBe(
      '{"venueid":1,"venuename":"Pinewood Racetrack","venuecity":"Akron","venuestate":"OH","venueseats":0}\n' +
        '{"venueid":2,"venuename":"Columbus \\"Crew\\" Stadium","venuecity":"Columbus","venuestate":"OH","venueseats":0}\n' +
        '{"venueid":4,"venuename":"Community, Ballpark, Arena","venuecity":"Kansas City","venuestate":"KS","venueseats":0}\n',
    );
  });

  // "UNLOAD": "boolean values are unloaded as t or f, and NULL values are unloaded as null"; in quotes, since a line is a JSON object.
  it("has t and f for booleans, null, and SUPER values nested", async () => {
    const query = `select true as a, false as b, null::integer as c, json_parse('{"x": [1, "y"]}') as d, null::super as e, 1.50 as f`;
    expect(await textOf(query, "json")).toBe(
      '{"a":"t","b":"f","c":null,"d":{"x":[1,"y"]},"e":null,"f":1.50}\n',
    );
  });

  it("has numbers that JSON does not know, and dates, as texts", async () => {
    const query =
      "select 'NaN'::float8 as a, '-Infinity'::real as b, date '2008-01-02' as c, 1e20::float8 as d";
    expect(await textOf(query, "json")).toBe(
      '{"a":"NaN","b":"-Infinity","c":"2008-01-02","d":100000000000000000000}\n',
    );
  });
});

describe("a value of a text file", () => {
  // As the wire has it; the guide shows numbers, dates and VARBYTE ("in the hexadecimal form"), and SUPER "using the JSON format".
  it.each([
    ["true", "t"],
    ["false", "f"],
    ["(-7)::smallint", "-7"],
    ["9223372036854775807::bigint", "9223372036854775807"],
    ["363.00::decimal(8,2)", "363.00"],
    ["0.5::decimal(2,2)", "0.50"],
    ["0.1::real", "0.1"],
    ["1.5::float8", "1.5"],
    ["date '2008-01-04'", "2008-01-04"],
    ["timestamp '2008-01-04 10:20:30.250'", "2008-01-04 10:20:30.25"],
    ["timestamptz '2008-01-04 10:20:30+02'", "2008-01-04 08:20:30+00"],
    ["'a'::char(3)", "a"],
    ["'ab'::varbyte", "6162"],
    [`json_parse('{"a": "b|c"}')`, '{"a":"b|c"}'],
    [`json_parse('"x"')`, '"x"'],
  ])("%s is %s", async (value, text) => {
    expect(await textOf(`select ${value} as v`)).toBe(`${text}\n`);
  });

  // "SUPER data columns ignore the NULL [AS] option used in UNLOAD commands", "represents it as null as determined by the JSON format".
  it("of a SUPER column that is NULL is JSON's null", async () => {
    expect(await textOf("select null::super as s, null::integer as i", "csv null as 'N'")).toBe("null,N\n");
  });
});
