import { describe, expect, it } from "vitest";
import { parseSqlFile, type FileKind } from "../../src/plan/sql-file.ts";

const problemsOf = (kind: FileKind, header: string): readonly string[] => {
  const parsed = parseSqlFile("sql/x/a.sql", kind, `-- A sentence.\n${header}\nselect 1 as one;\n`);
  return "problems" in parsed ? parsed.problems.map(({ message }) => message) : [];
};

describe("a file", () => {
  it("reads and writes what outlives the session, and no temporary table of its own", () => {
    const sql = `-- A sentence.
create temp table news as select id from s;
insert into t select id from news;
insert into t select id from t;
`;
    const parsed = parseSqlFile("sql/transform/t.sql", "transform", sql);
    expect(parsed).toMatchObject({ file: { reads: ["s"], writes: ["t"] } });
  });
});

describe("the header of a file", () => {
  it("lets a check that names no severity roll the run back", () => {
    const severityOf = (line: string) => {
      const parsed = parseSqlFile("sql/checks/a.sql", "check", `-- A sentence.\n${line}select 1 as one;\n`);
      return "file" in parsed ? parsed.file.severity : parsed.problems;
    };
    const headers = ["", "-- severity: error\n", "-- severity: warn\n"];
    expect(headers.map(severityOf)).toEqual(["error", "error", "warn"]);
  });

  it("takes the severities and the charts that there are, and none besides", () => {
    for (const chart of ["bar", "column", "line"])
      expect(problemsOf("analysis", `-- chart: ${chart}`)).toEqual([]);
    for (const severity of ["error", "warn"])
      expect(problemsOf("check", `-- severity: ${severity}`)).toEqual([]);
    expect(problemsOf("analysis", "-- chart: pie")).toEqual(['chart is bar or column or line, not "pie"']);
    expect(problemsOf("check", "-- severity: fatal")).toEqual(['severity is error or warn, not "fatal"']);
  });

  it("takes no key that nobody reads", () => {
    expect(problemsOf("analysis", "-- title: Plays")).toEqual(['unknown key "title" in the header']);
    expect(problemsOf("check", "-- chart: bar")).toEqual(['unknown key "chart" in the header']);
  });
});

describe("an analysis", () => {
  const analysis = (header: string) =>
    parseSqlFile(
      "sql/analyses/a.sql",
      "analysis",
      `-- A sentence.\n${header}select a, count(*) as row_count from t group by a;\n`,
    );

  it("may fill a card, or add up to a table that it reads", () => {
    expect(analysis("-- card: The most\n")).toMatchObject({ file: { card: "The most", total: undefined } });
    expect(analysis("-- chart: bar\n-- total: t\n")).toMatchObject({ file: { chart: "bar", total: "t" } });
  });

  it("adds up to no table that it does not read, and a card of one row to none", () => {
    const said = (header: string) => {
      const parsed = analysis(header);
      return "problems" in parsed ? parsed.problems.map(({ message, next }) => `${message}; ${next}`) : [];
    };
    expect(said("-- total: u\n")).toEqual(['total names "u", which the analysis does not read; it reads t']);
    expect(said("-- card: The most\n-- total: t\n")).toEqual([
      "a card is one row, and has no total; make a second analysis for it",
    ]);
    expect(said("-- card: The most\n-- chart: bar\n")).toEqual([
      "a card is one row, and has no chart; make a second analysis for it",
    ]);
  });
});

describe("a sum", () => {
  const sum = (sql: string) => parseSqlFile("sql/sums/a.sql", "sum", `-- A sentence.\n${sql};\n`);
  const said = (sql: string) => {
    const parsed = sum(sql);
    return "problems" in parsed ? parsed.problems : [];
  };

  it.each([
    "select 'x' as what, 1 as counted, 2 as expected",
    "with c as (select 1 as counted) select 'x' as what, c.counted, 2 as expected from c",
    "select 'x' as what, 1 as counted, 2 as expected union all select 'y', 3, 3",
    "(select 'x' as what, 1 as counted, 2 as expected)",
  ])("is %s", (sql) => {
    expect(said(sql)).toEqual([]);
  });

  it.each([
    ["select 'x' as what, 1 as counted", 2, 8],
    ["select 'x' as what, 1 as expected, 2 as counted", 2, 8],
    ["select 'x' as what, 1, 2 as expected", 2, 8],
    ["select 'x' as what, 1 as counted, 2 as expected, 3 as more", 2, 8],
    ["with c as (select 1 as a)\nselect * from c", 3, 8],
  ])("has three columns by name: %s has not, and is refused with its place", (sql, line, column) => {
    const message = "a sum must have the columns what, counted, expected, in this order";
    expect(said(sql)).toMatchObject([{ message, line, column }]);
  });

  it("is one select, as a check is", () => {
    expect(said("delete from t").map(({ message }) => message)).toContain(
      "a sum is one select, this is delete",
    );
    const two = "select 'x' as what, 1 as counted, 2 as expected; select 1 as one";
    expect(said(two).map(({ message }) => message)).toContain("a sum is one select");
  });
});

describe("a file with statements that are none, or that Redshift refuses", () => {
  it("gives each of them with line and column", () => {
    const source = `-- A sentence.
selct 1;
insert into t select a,
  from s;
delete from t where a = 1 b;
update t set a = now();
`;
    const parsed = parseSqlFile("sql/transform/a.sql", "transform", source);
    expect("problems" in parsed ? parsed.problems : []).toMatchObject([
      { line: 2, column: 1, message: 'syntax error at or near "selct"' },
      { line: 4, column: 3, message: expect.stringContaining('near "from"') as string },
      { line: 5, column: 27, message: 'syntax error at or near "b"', next: "the statement ends before this" },
      { line: 6, column: 18, message: expect.stringContaining("not supported on Redshift tables") as string },
    ]);
  });

  it("holds statements all the same", () => {
    const parsed = parseSqlFile("sql/checks/a.sql", "check", "-- A sentence.\nselect 1 as;\n");
    expect("problems" in parsed ? parsed.problems.map(({ message }) => message) : []).toEqual([
      "syntax error at end of input",
    ]);
  });
});

describe("the tables of a file", () => {
  it("are told apart from CTEs, from temporary ones and from what the file makes itself", () => {
    const parsed = parseSqlFile(
      "sql/transform/a.sql",
      "transform",
      `-- A sentence.
create temp table x as with c as (select * from a) select * from c;
merge into t using x on t.i = x.i remove duplicates;
insert into u select * from t;
`,
    );
    expect("file" in parsed ? parsed.file : {}).toMatchObject({ reads: ["a"], writes: ["t", "u"] });
  });
});

describe("an analysis of the newest moment", () => {
  const analysis = (header: string) =>
    parseSqlFile("sql/analyses/a.sql", "analysis", `-- A sentence.\n${header}select max(at) as at from t;\n`);

  it.each([
    ["48 hours", 172_800_000],
    ["1 day", 86_400_000],
    ["90 minutes", 5_400_000],
  ])("may be %s old", (text, newest) => {
    expect(analysis(`-- newest: ${text}\n`)).toMatchObject({ file: { newest } });
  });

  it.each(["48", "0 hours", "48h", "-1 days", "soon"])("may not be %j old", (text) => {
    expect(analysis(`-- newest: ${text}\n`)).toMatchObject({
      problems: [{ message: `newest takes an age such as 48 hours or 2 days, not ${JSON.stringify(text)}` }],
    });
  });

  it("has no chart, no card and no total", () => {
    expect(analysis("-- newest: 2 days\n-- card: Newest\n")).toMatchObject({
      problems: [{ message: "the newest moment is one value, and has no card" }],
    });
  });
});
