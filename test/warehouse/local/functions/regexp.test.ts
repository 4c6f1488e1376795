/** REGEXP_ functions and "POSIX operators" of the Database Developer Guide: the answers of its examples, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound({ t: "email varchar(60), p varchar(30), r varchar(20), s varchar(60)" }, [
    "INSERT INTO public.t VALUES ('Etiam.laoreet.libero@sodalesMaurisblandit.edu', 'l(a)o', '<$1>', 'abcAEFG\nsecond line')",
  ]);
});
afterAll(() => database.close());

const WORD = "(?=[^ ]*[a-z])(?=[^ ]*[0-9])[^ ]+";

/** By page: what is asked, and what the page answers. */
const PAGES: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  "REGEXP_COUNT function": [
    ["regexp_count('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}')", "8"],
    ["regexp_count(email, '@[^.]*\\\\.(org|edu)')", "1"],
    ["regexp_count('the fox', 'FOX', 1, 'i')", "1"],
    [`regexp_count('passwd7 plain A1234 a1234', '${WORD}', 1, 'p')`, "2"],
    [`regexp_count('passwd7 plain A1234 a1234', '${WORD}', 1, 'ip')`, "3"],
    ["regexp_count('abc', 'b', 4)", "0"],
    ["regexp_count('abab', 'ab', -3)", "2"],
  ],
  "REGEXP_INSTR function": [
    ["regexp_instr(email, '@[^.]*')", "21"],
    ["regexp_instr('The Home Depot Center', '[cC]ent(er|re)$')", "16"],
    ["regexp_instr('the fox', 'FOX', 1, 1, 0, 'i')", "5"],
    [`regexp_instr('passwd7 plain A1234 a1234', '${WORD}', 1, 2, 0, 'p')`, "21"],
    [`regexp_instr('passwd7 plain A1234 a1234', '${WORD}', 1, 2, 0, 'ip')`, "15"],
    ["regexp_instr('abcabc', 'b', 1, 2)", "5"],
    ["regexp_instr('abcabc', 'b', 3, 1, 1)", "6"],
    ["regexp_instr('français', 'a', 4)", "6"],
    ["regexp_instr('abc', 'x')", "0"],
    ["regexp_instr('abc', 'b', 1, 0)", "0"],
    ["regexp_instr('abc', 'a(b)', 1, 1, 0, 'e')", "2"],
  ],
  "REGEXP_REPLACE function": [
    ["regexp_replace(email, '@.*\\\\.(org|gov|com|edu|ca)$')", "Etiam.laoreet.libero"],
    [
      "regexp_replace(email, '@.*\\\\.[[:alpha:]]{2,3}', '@internal.company.com')",
      "Etiam.laoreet.libero@internal.company.com",
    ],
    ["regexp_replace('the fox', 'FOX', 'quick brown fox', 1, 'i')", "the quick brown fox"],
    [
      `regexp_replace('passwd7 plain A1234 a1234', '${WORD}', '[hidden]', 1, 'p')`,
      "[hidden] plain A1234 [hidden]",
    ],
    [
      `regexp_replace('passwd7 plain A1234 a1234', '${WORD}', '[hidden]', 1, 'ip')`,
      "[hidden] plain [hidden] [hidden]",
    ],
    ["regexp_replace('aaa', 'a', 'b', 2)", "abb"],
    ["regexp_replace('aaa', 'a', 'b', 9)", "aaa"],
    ["regexp_replace('aaa', 'a', null)", null],
  ],
  "REGEXP_SUBSTR function": [
    ["regexp_substr(email, '@[^.]*')", "@sodalesMaurisblandit"],
    ["regexp_substr('the fox', 'FOX', 1, 1, 'i')", "fox"],
    [`regexp_substr('passwd7 plain A1234 a1234', '${WORD}', 1, 2, 'p')`, "a1234"],
    [`regexp_substr('passwd7 plain A1234 a1234', '${WORD}', 1, 2, 'ip')`, "A1234"],
    ["regexp_substr('abc', 'x')", ""],
    ["regexp_substr('abc', 'b', 9)", ""],
    ["regexp_substr('abc', 'b', 1, 0)", null],
    ["regexp_substr('abc', 'b', 1, 4)", null],
    ["regexp_substr('abc', 'a(b)', 1, 1, 'e')", "b"],
    ["regexp_substr('abc', 'ab', 1, 1, 'e')", "ab"],
  ],
  "POSIX operators": [
    ["'Agoura Hills' ~ '.*E.*|.*H.*'", "t"],
    ["'U.S. Cellular Field' ~ '.*\\\\..*'", "t"],
    ["'Izod Center' ~ '.*\\\\..*'", "f"],
    ["'Izod Center' !~ '.*\\\\..*'", "t"],
    ["'abc' ~ 'b'", "t"],
    // "Perl-influenced operators", and classes of ASCII characters
    ["'a1' ~ '^\\\\w\\\\d$'", "t"],
    ["'a b' ~ '\\\\s'", "t"],
    ["'é' ~ '\\\\w'", "f"],
    ["'é' ~ '[[:alpha:]]'", "f"],
    ["'A-]' ~ '^[]A-]+$'", "t"],
    // ^ and $ are those of a line, and . is "any single character"
    ["s ~ '^second'", "t"],
    ["s ~ 'G$'", "t"],
    ["s ~ 'G.second'", "t"],
  ],
};

describe.each(Object.entries(PAGES))("%s", (_, answers) => {
  it.each(answers)("%s is %s", async (call, answer) => {
    expect((await database.ask(`select ${call} from t`)).rows).toEqual([[answer]]);
  });
});

/** The guide tells nothing of these. */
const SILENT: readonly (readonly [string, string, string | null])[] = [
  ["$1 is what the first group matched", "regexp_replace('foo bar', '(foo) (bar)', '$2 $1')", "bar foo"],
  ["also with parameters", "regexp_replace('foo bar', '(FOO) (bar)', '$2 $1', 1, 'i')", "bar foo"],
  ["a group that is not there is empty", "regexp_replace('abc', '(b)', '[$2]')", "a[]c"],
  [
    "patterns and replacements come from columns",
    "regexp_replace(email, p, r)",
    "Etiam.<a>reet.libero@sodalesMaurisblandit.edu",
  ],
  [
    "of a pattern in a column there are all functions",
    "regexp_count(email, p) + regexp_instr(email, p)",
    "8",
  ],
  ["^ is the position at which the search begins", "regexp_instr('aab', '^a', 2)", "2"],
  ["~* takes letters of both cases", "'ABC' ~* 'b'", "t"],
  ["!~* is its contrary", "'ABC' !~* 'b'", "f"],
];

describe("where the guide is silent", () => {
  it.each(SILENT)("%s: %s", async (_, call, answer) => {
    expect((await database.ask(`select ${call} from t`)).rows).toEqual([[answer]]);
  });
});

/** What has no meaning in the guide is an error with its SQLSTATE, and never another answer. */
const FAULTS: readonly (readonly [string, string])[] = [
  ["regexp_substr(email, '(?=a)b')", "[2201B]"],
  ["regexp_substr(email, '(?i)a')", "[2201B]"],
  ["regexp_substr(email, 'a*?')", "[2201B]"],
  ["regexp_substr(email, '(a')", "[2201B]"],
  ["regexp_substr(email, '[a')", "[2201B]"],
  ["regexp_substr(email, '*a')", "[2201B]"],
  ["email ~ '\\\\ba'", "[0A000]"],
  ["email ~ '(a)\\\\1'", "[0A000]"],
  ["email ~ 'a{1001}'", "[0A000]"],
  ["regexp_replace(email, '(a)', '\\\\1')", "[0A000]"],
  ["regexp_replace(email, 'a', '$$')", "[0A000]"],
  ["regexp_count(email, 'a', 1, 'x')", "[22023]"],
  ["regexp_count(email, 'a', 1, 'e')", "[22023]"],
];

describe("what is refused", () => {
  it.each(FAULTS)("%s", async (call, sqlState) => {
    await expect(database.ask(`select ${call} from t`)).rejects.toThrow(sqlState);
  });
});
