/**
 * guide-index.json is the table of contents of the Database Developer Guide, as its public source has it (awsdocs, the copy of 2023): "SQL
 * commands", and every chapter of "SQL functions reference", with the title and the file of each page, and the names that it tells of where
 * the title is not the name. docs/dialect.md, made of the tables that are asked here, has a row for each; what is not built is refused there
 * with what to write instead.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CATALOGUE_FUNCTIONS } from "../../../src/warehouse/local/functions/catalogue.ts";
import { KEYWORD_VALUES } from "../../../src/warehouse/local/functions/keyword-values.ts";
import { FUNCTION_TABLES } from "../../../src/warehouse/local/functions/tables.ts";
import { KNOWN_CLAUSES } from "../../../src/warehouse/local/known/clauses.ts";
import { KNOWN_STATEMENTS } from "../../../src/warehouse/local/known/statements.ts";

type Page = readonly [title: string, file: string, ...names: string[]];

const INDEX = JSON.parse(readFileSync(new URL("guide-index.json", import.meta.url), "utf8")) as Readonly<
  Record<string, readonly Page[]>
>;
const { "SQL commands": COMMANDS = [], ...CHAPTERS } = INDEX;
const PAGES = Object.values(CHAPTERS).flat();

/** Rows whose pages the guide of today has and that copy has not, or that are forms of another one's statement. */
const LATER: readonly string[] = [
  "ALTER EXTERNAL SCHEMA",
  "ALTER EXTERNAL VIEW",
  "ALTER FUNCTION",
  "ALTER MASKING POLICY",
  "ALTER RLS POLICY",
  "ALTER SYSTEM",
  "ALTER TABLE of an external table",
  "ALTER TEMPLATE",
  "ATTACH MASKING POLICY",
  "COPY JOB",
  "CREATE EXTERNAL MODEL",
  "CREATE EXTERNAL VIEW",
  "CREATE MASKING POLICY",
  "CREATE TEMPLATE",
  "DETACH MASKING POLICY",
  "DROP EXTERNAL VIEW",
  "DROP MASKING POLICY",
  "DROP TEMPLATE",
  "MERGE",
  "SHOW COLUMN GRANTS",
  "SHOW COLUMNS",
  "SHOW CONSTRAINTS",
  "SHOW DATABASES",
  "SHOW FUNCTIONS",
  "SHOW GRANTS",
  "SHOW PARAMETERS",
  "SHOW POLICIES",
  "SHOW PROCEDURES",
  "SHOW SCHEMAS",
  "SHOW TABLES",
  "SHOW TEMPLATE",
  "SHOW TEMPLATES",
  "USE",
  ...`array_contains array_distinct array_except array_intersection array_position array_positions array_sort array_union date_add
  date_diff format_encoding format_type grouping grouping_id h3_boundary h3_center h3_fromlonglat h3_frompoint h3_isvalid
  h3_polyfill h3_resolution h3_tochildren h3_toparent hll_combine_sketches last_user_query_id lower_attribute_names object_transform
  pg_get_session_roles pg_typeof reboot_cluster role_is_member_of st_geomfromgeosquare st_geosquare st_transform st_union
  upper_attribute_names user_is_member_of`.split(/\s+/),
];

/** What pages are headed with today, where it is not what they were headed with. */
const TITLED_ANEW: readonly string[] = [
  "NVL and COALESCE functions",
  "DECODE expression",
  "FIRST_VALUE window function",
  "LAST_VALUE window function",
];

const rows = Object.fromEntries(
  [...Object.values(FUNCTION_TABLES), KEYWORD_VALUES].flatMap((table) => Object.entries(table)),
);
const clauses = new Set(Object.values(KNOWN_CLAUSES).flatMap((chapter) => Object.keys(chapter)));
const namesOf = ([title, , ...names]: Page): readonly string[] =>
  names.length > 0 ? names : [title.replace(/ (?:window )?function$/i, "").toLowerCase()];
const plain = (title: string): string => title.toLowerCase().replace(/ (?:window )?functions?$/, "");

/** A page for the function itself, or that of its chapter. */
const titlesOf = (name: string): readonly string[] =>
  Object.entries(CHAPTERS).flatMap(([chapter, pages]) => {
    const own = pages.filter((page) => namesOf(page).includes(name)).map(([title]) => plain(title));
    return own.length === 0 ? [] : [...own, plain(chapter)];
  });

describe("docs/dialect.md has a row for every page of", () => {
  it("SQL commands", () => {
    const names = COMMANDS.map(([title, , name = title]) => name);
    expect(names.filter((name) => !(name in KNOWN_STATEMENTS))).toEqual([]);
  });

  it.each(Object.entries(CHAPTERS))("%s", (_, pages) => {
    const missing = pages.flatMap(namesOf).filter((name) => !(name in rows) && !clauses.has(name));
    expect(missing).toEqual([]);
  });
});

describe("a row of docs/dialect.md", () => {
  it("names the page of its function", () => {
    const wrong = Object.entries(rows).flatMap(([name, { page }]) => {
      const titles = titlesOf(name);
      const right = titles.length === 0 || titles.includes(plain(page)) || TITLED_ANEW.includes(page);
      return right ? [] : [`${name}: ${page}, not ${titles.join(" or ")}`];
    });
    expect(wrong).toEqual([]);
  });

  it("that is on no page of that copy is one of those that came later", () => {
    // What clients ask the catalogue is PostgreSQL's, and on few pages of the guide.
    const asked = Object.keys(CATALOGUE_FUNCTIONS).filter((name) => !LATER.includes(name));
    const known = new Set([...COMMANDS.map(([title]) => title), ...PAGES.flatMap(namesOf), ...asked]);
    const all = [...Object.keys(KNOWN_STATEMENTS), ...Object.keys(rows)];
    expect(all.filter((name) => !known.has(name)).toSorted()).toEqual(LATER.toSorted());
  });
});
