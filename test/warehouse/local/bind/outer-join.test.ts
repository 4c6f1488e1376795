/** `(+)`: the examples and the usage notes of "Oracle-style outer joins in the WHERE clause" of the Developer Guide, with its answers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

const CATEGORIES = `(1, 'Sports', 'MLB'), (2, 'Sports', 'NHL'), (3, 'Sports', 'NFL'), (4, 'Sports', 'NBA'), (5, 'Sports', 'MLS'),
  (6, 'Shows', 'Musicals'), (7, 'Shows', 'Plays'), (8, 'Shows', 'Opera'), (9, 'Concerts', 'Pop'), (10, 'Concerts', 'Jazz'),
  (11, 'Concerts', 'Classical')`;

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound(
    {
      listing: "listid integer, eventid integer, numtickets smallint",
      sales:
        "salesid integer, listid integer, eventid integer, dateid smallint, pricepaid decimal(8, 2), commission decimal(8, 2)",
      event: "eventid integer, catid smallint, eventname varchar(20), tags super",
      category: "catid smallint, catgroup varchar(10), catname varchar(10)",
      dates: "dateid smallint",
    },
    [
      "INSERT INTO public.listing VALUES (1, 796, 10), (2, 797, 4), (3, 798, 6), (4, 796, 2), (5, 797, 8)",
      `INSERT INTO public.sales VALUES (1, 1, 796, 1, 728.00, 109.20), (2, 4, 797, 2, 76.00, 11.40), (3, 5, 797, 2, 350.00, 52.50),
        (4, 5, 798, 3, 175.00, 26.25), (5, NULL, 798, 4, 1.00, 0.10)`,
      `INSERT INTO public.event VALUES (796, 6, 'Dirty Dancing', '["a", "b"]'), (797, 9, 'Beck', NULL), (798, 9, 'Moby', NULL), (6, 700, 'None', NULL)`,
      `INSERT INTO public.category VALUES ${CATEGORIES}`,
      "INSERT INTO public.dates VALUES (1), (2)",
    ],
  );
});
afterAll(() => database.close());

type Rows = readonly (readonly (string | null)[])[];

const EXAMPLES: readonly { readonly sql: string; readonly rows: Rows }[] = [
  {
    sql: `select listing.listid, sum(pricepaid) as price, sum(commission) as comm from listing, sales
      where sales.listid(+) = listing.listid and listing.listid between 1 and 5 group by 1 order by 1`,
    rows: [
      ["1", "728.00", "109.20"],
      ["2", null, null],
      ["3", null, null],
      ["4", "76.00", "11.40"],
      ["5", "525.00", "78.75"],
    ],
  },
  {
    sql: "select catname, catgroup, eventid from category, event where category.catid=event.catid(+) and eventid(+)=796 order by 1",
    rows: [
      ["Classical", "Concerts", null],
      ["Jazz", "Concerts", null],
      ["MLB", "Sports", null],
      ["MLS", "Sports", null],
      ["Musicals", "Shows", "796"],
      ["NBA", "Sports", null],
      ["NFL", "Sports", null],
      ["NHL", "Sports", null],
      ["Opera", "Shows", null],
      ["Plays", "Shows", null],
      ["Pop", "Concerts", null],
    ],
  },
  {
    sql: "select catname, catgroup, eventid from category, event where category.catid=event.catid(+) and eventid=796",
    rows: [["Musicals", "Shows", "796"]],
  },
  // "To outer-join a table to itself, you must define table aliases": b's rows stay.
  { sql: "select count(*) from event a, event b where a.eventid(+)=b.catid", rows: [["4"]] },
  {
    sql: "select a.eventid, b.catid from event a, event b where a.eventid(+)=b.catid and b.catid = 6",
    rows: [["6", "6"]],
  },
];

/** A condition with (+), and the tables of FROM that it is equivalent to. */
const SAME: readonly (readonly [string, string])[] = [
  [
    "sales, listing where sales.listid = listing.listid(+)",
    "sales left outer join listing on sales.listid = listing.listid",
  ],
  [
    "sales, listing where sales.listid(+) = listing.listid",
    "sales right outer join listing on sales.listid = listing.listid",
  ],
  // "The order of the tables in the FROM clause doesn't matter."
  [
    "listing, sales where sales.listid = listing.listid(+)",
    "sales left outer join listing on sales.listid = listing.listid",
  ],
  // "Other types of comparison conditions and multiple pairs of joining columns are also valid."
  [
    "sales, listing where sales.eventid > listing.eventid(+) and sales.listid = listing.listid(+)",
    "sales left join listing on sales.eventid > listing.eventid and sales.listid = listing.listid",
  ],
  [
    "event, category where event.eventid(+)*10-7954=category.catid",
    "event right join category on event.eventid*10-7954=category.catid",
  ],
  [
    "sales, listing where listing.listid(+) between sales.listid - 1 and sales.listid",
    "sales left join listing on listing.listid between sales.listid - 1 and sales.listid",
  ],
  [
    "event, category where category.catname like event.eventname(+) || '%'",
    "category left join event on category.catname like event.eventname || '%'",
  ],
  // A table that is joined to one that is outer joined itself, and two that are joined to one.
  [
    "sales, listing, event where event.eventid(+) = listing.eventid and listing.listid(+) = sales.listid",
    "sales left join listing on listing.listid = sales.listid left join event on event.eventid = listing.eventid",
  ],
  [
    "sales, listing, dates where dates.dateid(+) = sales.dateid and sales.listid = listing.listid (+)",
    "sales left join listing on listing.listid = sales.listid left join dates on dates.dateid = sales.dateid",
  ],
  [
    "dates, sales, listing where dates.dateid = sales.dateid and (sales.listid = listing.listid(+) and numtickets(+) > 5)",
    "dates join sales on dates.dateid = sales.dateid left join listing on sales.listid = listing.listid and numtickets > 5",
  ],
  // "A join with mixed syntax styles executes as an inner join, without warning."
  [
    "sales, listing where sales.listid = listing.listid(+) and sales.eventid = listing.eventid",
    "sales join listing on sales.listid = listing.listid and sales.eventid = listing.eventid",
  ],
  [
    "sales, listing where sales.listid = listing.listid(+) and coalesce(listing.eventid, sales.eventid) = sales.eventid",
    "sales join listing on sales.listid = listing.listid and coalesce(listing.eventid, sales.eventid) = sales.eventid",
  ],
  // A condition of the outer table alone filters, and so does one with a third table.
  [
    "sales, listing where sales.listid = listing.listid(+) and listing.listid is null",
    "sales left join listing on sales.listid = listing.listid where listing.listid is null",
  ],
  [
    "sales, listing, event where sales.listid = listing.listid(+) and listing.eventid = event.eventid",
    "sales left join listing on sales.listid = listing.listid join event on listing.eventid = event.eventid",
  ],
];

const KEYS: Readonly<Record<string, string>> = {
  sales: "salesid",
  listing: "listing.listid",
  event: "eventname",
  category: "catname",
  dates: "dates.dateid",
};

describe("(+) makes outer joins", () => {
  it.each(EXAMPLES)("$sql", async ({ sql, rows }) => {
    expect((await database.ask(sql)).rows).toEqual(rows);
  });

  it.each(SAME)("%s is as %s", async (marked, joined) => {
    const list = Object.entries(KEYS).filter(([table]) => new RegExp(`\\b${table}\\b`).test(marked));
    const keys = list.map(([, key]) => key).join(", ");
    const places = list.map((_, at) => at + 1).join(", ");
    const rows = async (from: string): Promise<unknown> =>
      (await database.ask(`select ${keys} from ${from} order by ${places}`)).rows;
    expect(await rows(marked)).toEqual(await rows(joined));
  });

  it("in a query within, whose marks are its own", async () => {
    const sql = `select catname from category as c where c.catid in
      (select e.catid from event as e, sales as s where e.eventid = s.eventid(+) and s.salesid is null)`;
    expect((await database.ask(sql)).rows).toEqual([]);
  });

  it("and leaves `*` in the order of FROM", async () => {
    const { names } = await database.ask(
      "select * from dates, category where dates.dateid(+) = category.catid",
    );
    expect(names).toEqual(["dateid", "catid", "catgroup", "catname"]);
  });
});

/** What is refused, with its SQLSTATE and its place. */
const REFUSALS: readonly (readonly [string, string, number, string])[] = [
  // The page has this with the words of the error.
  [
    "select count(*) from sales, listing, dates where sales.listid(+)=listing.listid and sales.dateid(+)=dates.dateid",
    "42601",
    85,
    "A table may be outer joined to at most one other table.",
  ],
  [
    "select 1 from sales s, listing l, dates d where s.listid(+) = l.listid + d.dateid",
    "42601",
    49,
    "at most one other table",
  ],
  ["select 1 from sales s, listing l where s.listid(+) = l.listid(+)", "0A000", 40, "both sides"],
  [
    "select 1 from sales s, listing l where s.listid(+) = l.listid and s.eventid = l.eventid(+)",
    "0A000",
    40,
    "to each other",
  ],
  [
    "select 1 from dates, sales s, listing l where s.listid(+) = l.listid and s.eventid = l.eventid(+)",
    "0A000",
    47,
    "to each other",
  ],
  [
    "select 1 from sales s, listing l where s.listid(+) + s.eventid = l.listid",
    "0A000",
    40,
    "all columns of its table",
  ],
  ["select 1 from sales s, listing l where s.listid(+) = 1", "0A000", 40, "joins nothing"],
  [
    "select 1 from sales s, listing l where s.listid(+) is null and s.listid = l.listid",
    "0A000",
    40,
    "comparisons",
  ],
  ["select 1 from sales s, listing l where not s.listid(+) = l.listid", "0A000", 44, "comparisons"],
  [
    "select 1 from sales s where s.listid(+) = (select max(listid) from listing)",
    "0A000",
    29,
    "without subqueries",
  ],
  ["select 1 from sales s, event e where s.eventid = e.tags.k(+)", "0A000", 50, "SUPER"],
  // "Only in reference to columns from tables or views", and no outer join with "a table that results from an inner query".
  ["select 1 from sales s, (select 1 as k) t where t.k(+) = s.listid", "0A000", 48, "tables and views"],
  ["select 1 from sales s, (select 1 as k) t where t.k = s.listid(+)", "0A000", 54, "tables and views"],
  [
    "with t as (select 1 as k) select 1 from sales s, t where t.k = s.listid(+)",
    "0A000",
    64,
    "tables and views",
  ],
  [
    "select (select max(l.listid) from listing l where l.listid(+) = s.listid) from sales s",
    "0A000",
    51,
    "tables and views",
  ],
  [
    "select 1 from sales s, event e, e.tags t where e.eventid = s.eventid(+)",
    "0A000",
    60,
    "SUPER value in FROM",
  ],
  // Whether this filters or makes an inner join, the page does not say.
  [
    "select 1 from sales s, listing l where s.listid = l.listid(+) and (l.listid is null or s.eventid = l.eventid)",
    "0A000",
    51,
    "not a comparison",
  ],
];

describe("(+) is refused where it makes no outer join", () => {
  it.each(REFUSALS)("%s", (sql, sqlState, column, says) => {
    const refused = (): unknown => database.bind(sql);
    expect(refused).toThrow(
      expect.objectContaining({
        sqlState,
        message: expect.stringContaining(says) as string,
        position: { line: 1, column },
      }) as Error,
    );
  });
});
