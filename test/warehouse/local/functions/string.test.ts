/** "String functions" of the Database Developer Guide: the answers of its examples, and what this warehouse says where it is silent. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound(
    { t: "c char(6), v varchar(20), b varbyte(10), n integer, d decimal(8, 2), e timestamp" },
    ["INSERT INTO public.t VALUES ('cat', 'cat   ', 'aaa'::BLOB, 123, 109.20, '2008-01-24 06:43:29')"],
  );
});
afterAll(() => database.close());

/** By page: what is asked, and what the page answers. */
const PAGES: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  "ASCII function": [
    ["ascii('amazon')", "97"],
    ["ascii('Amazon')", "65"],
    ["ascii('')", "0"],
    ["ascii(null)", null],
  ],
  "BPCHARCMP function": [
    ["bpcharcmp('Rafael', 'Taylor')", "-1"],
    ["bpcharcmp('Vladimir', 'Humphrey')", "1"],
    ["bttext_pattern_cmp('Chase', 'Chase')", "0"],
  ],
  "BTRIM function": [
    ["btrim('     abc    ')", "abc"],
    ["btrim('xyzaxyzbxyzcxyz', 'xyz')", "axyzbxyzc"],
  ],
  "CHARINDEX function": [
    ["charindex('fish', 'dogfish')", "4"],
    ["charindex('fish', 'dogcat')", "0"],
  ],
  "CHR function": [
    ["chr(65)", "A"],
    ["chr(200)", null],
  ],
  "CONCAT function": [
    ["concat('December 25, ', '2008')", "December 25, 2008"],
    ["concat('Thursday, ', concat('December 25, ', '2008'))", "Thursday, December 25, 2008"],
    ["concat('Ballys Hotel', concat(' seats ', nvl(n, 0)))", "Ballys Hotel seats 123"],
    ["concat('a', null)", null],
    ["'a' || null", null],
  ],
  "CRC32 function": [["crc32('Amazon Redshift')", "f2726906"]],
  "DIFFERENCE function": [
    ["difference('%', '@')", "1"],
    ["difference('Amazon', '')", "0"],
    ["difference('Amazon', 'Ama')", "2"],
    ["difference('Amazon', '+-*/%Amazon')", "4"],
    ["difference('AC/DC', 'Ay See Dee See')", "4"],
  ],
  "INITCAP function": [
    ["initcap('All non-musical theatre')", "All Non-Musical Theatre"],
    ["initcap('MLB')", "Mlb"],
    ["initcap('urna.Ut@egetdictumplacerat.edu')", "Urna.Ut@Egetdictumplacerat.Edu"],
  ],
  "LEFT and RIGHT functions": [
    ["left('Chicago', 5)", "Chica"],
    ["right('Chicago', 5)", "icago"],
    ["right('Pal Joey', 5)", " Joey"],
  ],
  "LEN function": [
    ["len('français')", "8"],
    ["len('cat   ')", "6"],
    ["len(c)", "3"],
    ["len(v)", "6"],
    ["len(b)", "3"],
    ["len(12345)", "5"],
    ["textlen('cat')", "3"],
    ["char_length('cat')", "3"],
    ["character_length('cat')", "3"],
  ],
  "LPAD and RPAD functions": [
    ["lpad('Salome', 20)", "              Salome"],
    ["lpad('La Cenerentola (Cinderella)', 20)", "La Cenerentola (Cind"],
    ["rpad('Boris Godunov', 20, '0123456789')", "Boris Godunov0123456"],
    ["rpad('a', -1)", ""],
  ],
  "LTRIM function": [
    ["ltrim(e, '2008-')", "1-24 06:43:29"],
    ["trim('Citizens Bank Park', 'CDG')", "itizens Bank Park"],
  ],
  "OCTET_LENGTH function": [
    ["octet_length('français')", "9"],
    ["octet_length(c)", "3"],
  ],
  "OCTETINDEX function": [
    ["octetindex('AWS', 'Amazon AWS')", "8"],
    ["octetindex('AWS', 'Άμαζον AWS')", "14"],
    ["octetindex('q', 'Άμαζον AWS')", "0"],
  ],
  "POSITION function": [["position('fish' in 'dogfish')", "4"]],
  "QUOTE_IDENT function": [
    ["quote_ident('MLB')", '"MLB"'],
    ["quote_ident('mlb')", "mlb"],
    ["quote_ident('a\"b')", '"a""b"'],
  ],
  "QUOTE_LITERAL function": [
    ["quote_literal(1)", "'1'"],
    ["quote_literal('it''s \\\\ ')", "'it''s \\\\ '"],
  ],
  "REPEAT function": [
    ["repeat(10, 3)", "101010"],
    ["replicate('ab', 2)", "abab"],
  ],
  "REPLACE function": [
    ["replace('Shows', 'Shows', 'Theatre')", "Theatre"],
    ["replace('Shows', 'Shows', null)", null],
  ],
  "REVERSE function": [
    ["reverse('abcde')", "edcba"],
    ["reverse(172456)", "654271"],
  ],
  "RTRIM function": [["rtrim('Citizens Bank Park', 'Park')", "Citizens Bank "]],
  "SOUNDEX function": [
    ["soundex('AWS Amazon')", "A252"],
    ["soundex('+-*/%')", ""],
    ["soundex('Amazon')", "A525"],
  ],
  "SPLIT_PART function": [
    ["split_part('abc$def$ghi', '$', 2)", "def"],
    ["split_part('abc$def$ghi', '$', 4)", ""],
    ["split_part('abc$def$ghi', '#', 1)", "abc$def$ghi"],
    ["split_part(split_part(e, '-', 3), ' ', 1)", "24"],
  ],
  "STRPOS function": [
    ["strpos('dogfish', 'fist')", "0"],
    ["strpos('dogfish', 'fish')", "4"],
    ["strpos(d, '.')", "4"],
  ],
  "SUBSTRING function": [
    ["substring('caterpillar', 6, 4)", "pill"],
    // PostgreSQL manual, "String Functions": `substring(string [from int] [for int])`; pgcli asks so.
    ["substring('caterpillar' for 3)", "cat"],
    ["substring('caterpillar', 6, 8)", "pillar"],
    ["substring('caterpillar', -2, 6)", "cat"],
    ["substring('caterpillar', -5, 4)", ""],
    ["substring(e, 6, 2)", "01"],
    ["substring(e from 6 for 2)", "01"],
    ["substr('caterpillar', 6)", "pillar"],
    // "VARBYTE functions and operators" names SUBSTRING and SUBSTR.
    ["substring('caterpillar'::varbyte, 6, 4)::varchar", "pill"],
    ["substr(b, 2)", "6161"],
  ],
  "TRANSLATE function": [
    ["translate('mint tea', 'inea', 'osin')", "most tin"],
    ["translate('St. George', ' .', '_')", "St_George"],
  ],
  "TRIM function": [
    ["trim('\"' from '\"dog\"')", "dog"],
    ["trim('    dog    ')", "dog"],
    ["trim(leading '\"' from '\"dog\"')", 'dog"'],
  ],
};

/** The guide tells nothing of these; each says why it is so here. */
const SILENT: readonly (readonly [string, string, string])[] = [
  ["a text with nothing to fill it up stays as it is", "lpad('abc', 5, '')", "abc"],
  ["equal sounds with an H between are one, as in American Soundex", "soundex('Ashcraft')", "A261"],
  ["trailing blanks count in no comparison", "bpcharcmp('a', 'a ')", "0"],
  ["a reserved word is no identifier without quotes", "quote_ident('select')", '"select"'],
  ["as long as a VARCHAR may be", "len(repeat('x', 65535)) || ' ' || len(lpad('x', 65535))", "65535 65535"],
  ["a text repeated less than once is empty", "len(repeat('x', -1))", "0"],
  ["without a delimiter all is one part", "split_part('abc', '', 1) || split_part('abc', '', 2)", "abc"],
  ["a case_sensitive text is what it was", "collate('john', 'case_sensitive')", "john"],
];

/** What is refused, with its SQLSTATE. */
const REFUSALS: readonly (readonly [string, string])[] = [
  ["collate(v, 'case_insensitive')", "0A000"],
  ["collate(v, 'german')", "22023"],
  ["get_byte(v, 1)", "0A000"],
  ["to_ascii(v)", "0A000"],
  ["concat('a', 'b', 'c')", "42883"],
];

/** Errors of a value. */
const FAULTS: readonly (readonly [string, string])[] = [
  ["substring(v, 2, -1)", "[22011]"],
  ["split_part(v, 'a', 0)", "[22023]"],
  ["left(v, -1)", "[0A000]"],
  // "Character types": a VARCHAR has 65,535 bytes at most. The pages of the functions are silent, so it is the error of a column; none of
  // these texts is made, the longest would have two gigabytes.
  ["repeat('ab', 32768)", "[22001]"],
  ["replicate('x', 2147483647)", "[22001]"],
  ["repeat('é', 32768)", "[22001]"],
  ["lpad('x', 2147483647)", "[22001]"],
  ["rpad('x', 65536, '')", "[22001]"],
];

describe.each(Object.entries(PAGES))("%s", (_, answers) => {
  it.each(answers)("%s is %s", async (call, answer) => {
    expect((await database.ask(`select ${call} from t`)).rows).toEqual([[answer]]);
  });
});

describe("where the guide is silent", () => {
  it.each(SILENT)("%s: %s", async (_, call, answer) => {
    expect((await database.ask(`select ${call} from t`)).rows).toEqual([[answer]]);
  });
});

describe("what is refused", () => {
  it.each(REFUSALS)("%s", (call, sqlState) => {
    expect(() => database.bind(`select ${call} from t`)).toThrow(expect.objectContaining({ sqlState }));
  });

  it.each(FAULTS)("%s", async (call, sqlState) => {
    await expect(database.ask(`select ${call} from t`)).rejects.toThrow(sqlState);
  });
});

it("a result has the type that its page tells: that of the text, or VARCHAR", async () => {
  const { types } = await database.ask(
    "select upper(v), ltrim(c), split_part(v, 'a', 1), left(v, 2), chr(65), md5(v) from t",
  );
  expect(types).toEqual([
    "character varying(20)",
    "character(6)",
    "character varying(20)",
    "character varying(65535)",
    "character(1)",
    "character varying(32)",
  ]);
});
