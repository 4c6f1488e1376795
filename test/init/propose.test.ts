/** What is proposed for files, without any file. */
import { describe, expect, it } from "vitest";
import { delimiterOf, fieldsOfRecords, readRecords } from "../../src/init/csv-records.ts";
import { fieldsOfObjects, readObjects } from "../../src/init/json-records.ts";
import { propose, type Proposal } from "../../src/init/propose.ts";
import type { SourceSample } from "../../src/init/sample.ts";

const here = { where: "a file", cut: false };

function json(name: string, ...rows: readonly object[]): SourceSample {
  const objects = readObjects(rows.map((row) => JSON.stringify(row)).join("\n"), here);
  return {
    name,
    location: `../${name}`,
    csv: undefined,
    parquet: false,
    rows: rows.length,
    fields: fieldsOfObjects(objects),
    notes: [],
  };
}

function csv(name: string, text: string): SourceSample {
  const bytes = Buffer.from(text);
  const delimiter = delimiterOf(bytes, false);
  const found = fieldsOfRecords([readRecords(bytes, delimiter, here)], delimiter);
  return { name, location: `../${name}`, parquet: false, ...found };
}

const fileOf = ({ files }: Proposal, path: string): string =>
  files.find((file) => file.path === path)?.text ?? "";

describe("the delimiter of CSV", () => {
  it.each([
    ["|", "what all records have as often", ",|,|\n| |0\n"],
    [";", "commas in a name are no delimiter", "last, first;age\nDoe;3\n"],
    [",", "and neither are bars, of which the first record has more", "a|b|c|d,e\nf,g\nh,i\n"],
    [";", "a comma of decimals", "name;price\na;1,5\nb;2,5\n"],
    [",", "of a single record the one that tells most apart", "a,b,c;d\n"],
    [",", "of those that tell as many apart the first", "a,b;c\n"],
    [",", "nothing tells fields apart", "a\nb\n"],
  ])("is %j: %s", (delimiter, _, text) => {
    expect(delimiterOf(Buffer.from(text), false)).toBe(delimiter);
  });

  it("does not depend on the record in which the sample ends", () => {
    expect(delimiterOf(Buffer.from("a;b,c\n1;2\n3,4"), true)).toBe(";");
  });
});

describe("the columns of JSON", () => {
  it("are those of the keys, found by their names where that can be", () => {
    const proposal = propose("t", [json("plans", { planId: 1, name: "a" }, { planId: 2, name: null })], []);
    expect(fileOf(proposal, "sql/staging/staging_plans.sql")).toContain("format as json 'auto ignorecase'");
    expect(fileOf(proposal, "sql/schema/staging_plans.sql")).toContain("(planid integer, name varchar(16))");
  });

  it("are those of nested objects, by a JSONPaths file of one notation", () => {
    const proposal = propose("t", [json("plans", { a: { b: 1 }, "x y": 2, order: 3 }, { a: null })], []);
    expect(JSON.parse(fileOf(proposal, "jsonpaths/plans.json"))).toEqual({
      jsonpaths: ["$['a']['b']", "$['x y']", "$['order']"],
    });
    expect(fileOf(proposal, "sql/staging/staging_plans.sql")).toContain("(a_b, x_y, order_value)");
  });

  it("hold as SUPER what is an object here and a value there", () => {
    const proposal = propose("t", [json("plans", { a: { b: 1 } }, { a: 2 })], []);
    expect(fileOf(proposal, "sql/schema/staging_plans.sql")).toContain("(a super)");
  });

  it("keep all digits of long numbers", () => {
    const objects = readObjects('{"a": 9223372036854775807}', here);
    expect(fieldsOfObjects(objects)).toEqual([
      { path: ["a"], values: [{ kind: "number", text: "9223372036854775807" }] },
    ]);
  });

  it("are none of a file that is a list", () => {
    expect(() => readObjects('[{"a": 1}]', here)).toThrow("a value that is not an object");
  });
});

describe("the columns of CSV", () => {
  const notesOf = (text: string): readonly string[] => csv("plans", text).notes;

  it("have the names of a header that says one of them twice, where what is below is of another kind", () => {
    expect(csv("plans", "a,a,A\n1,2,3\n").csv?.header).toBe(true);
    expect(
      fileOf(propose("t", [csv("plans", "a,a,A\n1,2,x\n")], []), "sql/schema/staging_plans.sql"),
    ).toContain("(a integer, a_2 integer, a_3 varchar(16))");
    expect(csv("plans", "x,x\ny,z\n").csv?.header).toBe(false);
  });

  it("are told with what was taken for granted, and with the rows that COPY is going to reject or fill", () => {
    expect(notesOf("a,b\n1,x\n")).toEqual(["the first line of each file is a header, not a row"]);
    expect(notesOf("1,x\n2,y\n")).toEqual(["the files have no header: their first lines are rows"]);
    expect(notesOf("a,b\n1\n1,2,3\n1,2,3\n")).toEqual([
      "the first line of each file is a header, not a row",
      "2 rows have more fields than the first line: COPY rejects them",
      "1 row has fewer fields than the first line: FILLRECORD fills it",
    ]);
  });

  it("are no tables of one name", () => {
    const fact = csv("dim_town", "id,town\n1,Oslo\n2,Oslo\n3,Rome\n");
    expect(() => propose("t", [fact], [])).toThrow("two tables would have the name dim_town");
  });

  it("are those of the header, with the delimiter that the file has", () => {
    const proposal = propose("t", [csv("plans", "Plan Id;Note\n1;a,b\n2;\n")], []);
    const staging = fileOf(proposal, "sql/staging/staging_plans.sql");
    expect(staging).toContain("copy staging_plans (plan_id, note)");
    expect(staging).toContain("format as csv delimiter ';' ignoreheader 1 null as '' :compression");
  });

  it("are numbered without a header", () => {
    const staging = fileOf(propose("t", [csv("plans", "1,a\n2,b\n")], []), "sql/staging/staging_plans.sql");
    expect(staging).toContain("(column_1, column_2)");
    expect(staging).not.toContain("ignoreheader");
  });

  it("may be missing at the end, and lines may be empty, when some are", () => {
    const staging = fileOf(
      propose("t", [csv("plans", "a,b\n1,2\n\n3\n")], []),
      "sql/staging/staging_plans.sql",
    );
    expect(staging).toContain("null as '' fillrecord ignoreblanklines");
  });
});

describe("the star", () => {
  const stations = csv("stations", "id,name\n1,Main\n2,Old\n");

  it("has the source that refers to another one as its fact, whichever comes first", () => {
    const trips = json("trips", { trip: "a", station_id: 1 }, { trip: "b", station_id: 1 });
    for (const samples of [
      [trips, stations],
      [stations, trips],
    ]) {
      const { star } = propose("t", samples, []);
      expect([star.fact.source.table, star.dimension?.table, star.dimension?.reference.name]).toEqual([
        "trips",
        "stations",
        "station_id",
      ]);
    }
  });

  it("does not take a column for a reference whose values the other source does not know", () => {
    const trips = json("trips", { trip: "a", station_id: 7 }, { trip: "b", station_id: 8 });
    expect(propose("t", [trips, stations], []).star.dimension?.source).toBeUndefined();
  });

  it("has the values of a column as its dimension where there is one source", () => {
    const { star } = propose(
      "t",
      [json("trips", { id: 1, town: "a" }, { id: 2, town: "b" }, { id: 3, town: "a" })],
      [],
    );
    expect([star.fact.key?.name, star.dimension?.table]).toEqual(["id", "dim_town"]);
  });

  it("has no key where values repeat or are missing, and adds rows then", () => {
    const proposal = propose("t", [json("trips", { id: 1, town: "a" }, { id: 1, town: "b" })], []);
    expect(proposal.star.fact.key?.name).not.toBe("id");
    const none = propose("t", [json("trips", { x: 0.5 }, { x: 0.5 })], []);
    expect(none.star.fact.key).toBeUndefined();
    expect(fileOf(none, "sql/transform/trips.sql")).not.toContain("delete");
  });
});

it("requires no column that holds nothing but empty texts, and takes none with one for a key", () => {
  for (const rows of [[{ a: "" }], [{ a: "x" }, { a: "" }]]) {
    const proposal = propose("t", [json("rows", ...rows)], []);
    expect(fileOf(proposal, "sql/staging/staging_rows.sql")).not.toContain("required");
  }
});
