/** LIKE, ILIKE and SIMILAR TO ("Pattern-matching conditions" of the Database Developer Guide). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound(
    { t: "v varchar(20), c char(8), n integer, e timestamp, l varchar(20), p varchar(20), q varchar(20)" },
    [
      // p is a\_%, q is [a-c]\_%
      "INSERT INTO public.t VALUES ('a_b', 'cat', 12345, '2008-09-15 10:00:00', 'one\ntwo', 'a\\_%', '[a-c]\\_%')",
    ],
  );
});
afterAll(() => database.close());

/** By page. */
const PAGES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  LIKE: [
    ["'abc' like 'abc'", "t"],
    ["'abc' like 'a%'", "t"],
    ["'abc' like '_b_'", "t"],
    ["'abc' like 'c'", "f"],
    ["'abc' not like 'A%'", "t"],
    ["'abc' ilike 'A%'", "t"],
    ["'Brea' ilike '__EA%'", "t"],
    ["'start_time' like '%start\\\\_%'", "t"],
    ["'startXtime' like '%start\\\\_%'", "f"],
    ["'start_time' like '%start^_%' escape '^'", "t"],
    ["'startXtime' like '%start^_%' escape '^'", "f"],
    // "do not implicitly ignore trailing spaces"
    ["'abc ' like 'abc'", "f"],
    // "case-insensitive pattern match for single-byte UTF-8 (ASCII) characters"
    ["'É' ilike 'é'", "f"],
    ["lower('É') like lower('é')", "t"],
    // "~~ is equivalent to LIKE, and ~~* is equivalent to ILIKE. Also the !~~ and !~~*"
    ["'abc' ~~ 'a%'", "t"],
    ["'abc' ~~* 'A%'", "t"],
    ["'abc' !~~ 'A%'", "t"],
    ["'abc' !~~* 'A%'", "f"],
    ["e like '2008-09%'", "t"],
    ["n like '12%'", "t"],
  ],
  "SIMILAR TO": [
    ["'abc' similar to 'abc'", "t"],
    ["'abc' similar to '_b_'", "t"],
    ["'abc' similar to '_A_'", "f"],
    ["'abc' similar to '%(b|d)%'", "t"],
    ["'abc' similar to '(b|c)%'", "f"],
    ["'AbcAbcdefgefg12efgefg12' similar to '((Ab)?c)+d((efg)+(12))+'", "t"],
    ["'aaaaaab11111xy' similar to 'a{6}_ [0-9]{5}(x|y){2}'", "f"],
    ["'aaaaaab11111xy' similar to 'a{6}_[0-9]{5}(x|y){2}'", "t"],
    ["'$0.87' similar to '$[0-9]+(.[0-9][0-9])?'", "t"],
    ["'Agoura Hills' similar to '%E%|%H%'", "t"],
    ["'start_time' similar to '%start\\\\_%'", "t"],
    ["'startXtime' similar to '%start\\\\_%'", "f"],
    ["'start_time' similar to '%start^_%' escape '^'", "t"],
    ["'abc' not similar to '[^a]%'", "t"],
    ["'bbc' similar to '[^a]%'", "t"],
    ["'a.c' similar to 'a.c'", "t"],
    ["'abc' similar to 'a.c'", "f"],
    ["'a^c$' similar to 'a^c$'", "t"],
    ["'12' similar to '[[:digit:]]+'", "t"],
  ],
};

describe.each(Object.entries(PAGES))("%s", (_, answers) => {
  it.each(answers)("%s is %s", async (call, answer) => {
    expect((await database.ask(`select ${call} from t`)).rows).toEqual([[answer]]);
  });
});

describe("newlines, columns, escapes", () => {
  it.each([
    ["% crosses the end of a line", "l like 'one%two' and l similar to 'one%two'"],
    ["_ is the end of a line, too", "l like 'one_two' and l similar to 'one_two'"],
    ["a backslash escapes in a column's pattern", "v like p and not 'axb' like p"],
    ["and in that of SIMILAR TO", "v similar to q and not 'axb' similar to q"],
    [
      "a backslash is itself where another sign escapes",
      "'a\\\\b' like 'a\\\\b' escape '^' and 'a\\\\b' similar to 'a\\\\b' escape '^'",
    ],
    [
      "the sign that escapes is escaped by itself",
      "'a^b' like 'a^^b' escape '^' and 'a^b' similar to 'a^^b' escape '^'",
    ],
    ["an escape of ILIKE may be a letter", "'A_B' ilike 'aX_b' escape 'X'"],
    ["nothing escapes where ESCAPE is empty", "'a\\\\b' like 'a\\\\%' escape ''"],
    ["a CHAR has no blanks behind it", "c like 'cat' and c similar to 'cat'"],
  ])("%s", async (_, condition) => {
    expect((await database.ask(`select 1 from t where ${condition}`)).rows).toEqual([["1"]]);
  });

  it.each([
    ["an escape of two signs", "v like 'a' escape 'xy'", "invalid escape string"],
    ["an escape in a column", "v like 'a' escape p", "invalid escape string"],
  ])("%s is refused", (_, condition, says) => {
    expect(() => database.bind(`select 1 from t where ${condition}`)).toThrow(says);
  });

  it.each([
    ["a bracket that is not closed", "v similar to '[a'", "[2201B]"],
    ["a group that is not closed", "v similar to '(a'", "[2201B]"],
    ["nothing before *", "v similar to '*'", "[2201B]"],
    ["an escaped letter, which the guide does not tell of", "v similar to '\\\\d'", "[22025]"],
  ])("%s is an error", async (_, condition, says) => {
    await expect(database.ask(`select 1 from t where ${condition}`)).rejects.toThrow(says);
  });
});
