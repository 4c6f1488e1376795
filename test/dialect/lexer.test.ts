import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lex, MAX_TOKENS, type Token } from "../../src/dialect/lexer.ts";
import { quoteLiteral, quoteName } from "../../src/dialect/quote.ts";
import { SqlError } from "../../src/errors.ts";
import { thrownBy } from "./statement.ts";

const kinds = (sql: string): string[] => lex(sql).tokens.map(({ kind, text }) => `${kind} ${text}`);
const values = (sql: string): string[] => lex(sql).tokens.map(({ value }) => value);

/** Pieces of SQL that lex on their own; joined with blanks they lex together. */
const piece = fc.oneof(
  fc.constantFrom(
    "select",
    "a",
    "#t",
    "1.5e-3",
    ".5",
    "::",
    "<=",
    "||",
    "->>",
    "(",
    ")",
    "[",
    ",",
    ";",
    ".",
    "$1",
    ":x",
  ),
  fc.constantFrom(
    ":'x'",
    ':"x"',
    "-- note\n",
    "/* a /* b */ c */",
    "$$ ; ' $$",
    "$a1$ $$ $a1$",
    "E'\\n'",
    "é",
  ),
  fc
    .string({ unit: "binary" })
    .filter((text) => !text.includes("\0"))
    .map(quoteLiteral),
  fc
    .string({ unit: "binary", minLength: 1 })
    .filter((text) => !text.includes("\0"))
    .map(quoteName),
);
const gap = fc.constantFrom(" ", "\n", "\r\n", "\t", "  \n  ");
const source = fc.array(fc.tuple(piece, gap)).map((pairs) => pairs.flat().join(""));

describe("the lexer", () => {
  it("gives the source back when tokens, comments and the white space between are joined", () => {
    fc.assert(
      fc.property(source, (sql) => {
        const { tokens, comments } = lex(sql);
        const parts = [...tokens, ...comments].sort((one, other) => one.start - other.start);
        let at = 0;
        for (const part of parts) {
          expect(sql.slice(at, part.start)).toMatch(/^\s*$/);
          at = part.end;
        }
        expect(sql.slice(at)).toMatch(/^\s*$/);
        for (const token of tokens) expect(sql.slice(token.start, token.end)).toBe(token.text);
      }),
    );
  });

  it("places every token in the line and column where an editor shows it", () => {
    fc.assert(
      fc.property(source, (sql) => {
        const lines = sql.split("\n");
        for (const { text, line, column } of lex(sql).tokens) {
          const first = text.split("\n")[0] as string;
          expect(lines[line - 1]?.slice(column - 1).startsWith(first)).toBe(true);
        }
      }),
    );
  });

  it("reads back whatever quoteLiteral wrote", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!text.includes("\0"));
        const { tokens } = lex(`select ${quoteLiteral(text)}, 1`);
        expect(tokens.map(({ kind }) => kind)).toEqual(["word", "string", "punctuation", "number"]);
        expect(tokens[1]?.value).toBe(text);
      }),
    );
  });

  it("reads back whatever quoteName wrote, with ASCII letters folded and no others", () => {
    expect(values(quoteName('Größe "Ä"'))).toEqual(['größe "Ä"']);
    expect(values("Größe ÄRGER İ")).toEqual(["größe", "Ärger", "İ"]);
  });

  it("tells the kinds of token apart", () => {
    expect(kinds(`select "A", 'b', 1.5, x::int <> $2 :v :'v' :"v";`)).toEqual([
      "word select",
      'name "A"',
      "punctuation ,",
      "string 'b'",
      "punctuation ,",
      "number 1.5",
      "punctuation ,",
      "word x",
      "operator ::",
      "word int",
      "operator <>",
      "parameter $2",
      "variable :v",
      "variable :'v'",
      'variable :"v"',
      "punctuation ;",
    ]);
  });

  it("gives a parameter its number", () => {
    expect(lex("$12").tokens[0]).toMatchObject({ kind: "parameter", value: "12" });
  });

  it("takes a cast for no variable", () => {
    expect(kinds("a::b")).toEqual(["word a", "operator ::", "word b"]);
    expect(kinds(":a::b")).toEqual(["variable :a", "operator ::", "word b"]);
    expect(kinds("a:::b")).toEqual(["word a", "operator ::", "variable :b"]);
  });

  it("reads backslash escapes and doubled quotes in plain literals, as Redshift does", () => {
    expect(values(String.raw`'it''s' 'it\'s' '\\.' 'a\tb' E'\n'`)).toEqual([
      "it's",
      "it's",
      "\\.",
      "a\tb",
      "\n",
    ]);
  });

  it("leaves strings between dollars as they are, with tags that hold digits", () => {
    expect(values("$$a\\n'$$ $x1$ $$ $x1$")).toEqual(["a\\n'", " $$ "]);
  });

  it("takes # as the beginning of a name only before a letter", () => {
    expect(kinds("#stage 5 # 3")).toEqual(["word #stage", "number 5", "operator #", "number 3"]);
  });

  it("nests block comments and says where they end", () => {
    const { tokens, comments } = lex("/* a\n/* b */\nc */ select");
    expect(comments).toMatchObject([{ text: "a\n/* b */\nc", line: 1, column: 1, endLine: 3 }]);
    expect(tokens).toMatchObject([{ value: "select", line: 3, column: 6 }]);
  });

  it("keeps lines and columns right behind a long line of many tokens", () => {
    const { tokens } = lex(`${"1 ".repeat(50_000)}\n  last`);
    expect(tokens.at(-1)).toMatchObject({ line: 2, column: 3 });
  });

  it("passes over a byte order mark", () => {
    expect(values("\uFEFFselect")).toEqual(["select"]);
  });

  it.each([
    ["select 'a", "unterminated string", 1, 8],
    ["select 'a\\", "unterminated string", 1, 8],
    ['select\n "a', "unterminated quoted name", 2, 2],
    ["/* /* */", "unterminated /* comment", 1, 1],
    ["$a$ b", "unterminated $a$ string", 1, 1],
    ["select {", 'unexpected character "{"', 1, 8],
    ["select 😀", 'unexpected character "😀"', 1, 8],
    ["select\u00A01", "(U+00A0)", 1, 7],
    ['select ""', "zero-length delimited identifier", 1, 8],
  ])("refuses %j and says where", (sql, message, line, column) => {
    const error = thrownBy(() => lex(sql)) as SqlError;
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain(message);
    expect(error.position).toMatchObject({ line, column });
  });

  it("lexes a line of a million characters without looking at it again for every token", () => {
    const tokens: readonly Token[] = lex("(1,'a'),".repeat(125_000)).tokens;
    expect(tokens).toHaveLength(750_000);
  });
});

describe("quoting", () => {
  it("refuses what cannot be written", () => {
    expect(() => quoteLiteral("a\0b")).toThrow(RangeError);
    expect(() => quoteName("")).toThrow(RangeError);
    expect(() => quoteName("a\0b")).toThrow(RangeError);
  });
});

describe("a text without end", () => {
  it.each([
    ["tokens", ";".repeat(MAX_TOKENS + 1)],
    ["comments", "/**/".repeat(MAX_TOKENS + 1)],
  ])("is refused: more than a million %s", (_, sql) => {
    expect(thrownBy(() => lex(sql))).toMatchObject({ sqlState: "54001" });
  });

  it.each(["$0", "$65536", "$999999999", `$${"9".repeat(1000)}`])("has no parameter %s", (sql) => {
    expect(thrownBy(() => lex(sql))).toMatchObject({ sqlState: "42P02" });
  });

  it("has no number of more digits than a number can have", () => {
    expect(thrownBy(() => lex("1".repeat(150_000)))).toMatchObject({ sqlState: "22003" });
  });

  it("means what a short one does: millions of quotes and backslashes", () => {
    const inside = String.raw`''\'\\\n`;
    expect(values(`'${inside.repeat(500_000)}'`)[0] === "''\\\n".repeat(500_000)).toBe(true);
  });
});

// Database Developer Guide, "Names and identifiers": "Be between 1 and 127 bytes in length, not including quotation marks".
describe("a name", () => {
  it.each([["a".repeat(127)], [`"${"a".repeat(127)}"`], [`"${"é".repeat(63)}a"`], ["a".repeat(10)]])(
    "is taken up to 127 bytes: %s",
    (name) => {
      expect(lex(`select ${name}`).tokens).toHaveLength(2);
    },
  );

  it("is folded, the ASCII letters and no others", () => {
    expect(values(`"XÉ""x" XÉx`)).toEqual(['xÉ"x', "xÉx"]);
  });

  it.each([["a".repeat(128)], [`"${"a".repeat(128)}"`], [`"${"é".repeat(64)}"`], ["a".repeat(10_000_000)]])(
    "is refused above them, with no more of it than its beginning",
    (name) => {
      const error = thrownBy(() => lex(`select 1 as ${name}`));
      expect(error).toMatchObject({ sqlState: "42622", position: { line: 1, column: 13 } });
      expect((error as Error).message.length).toBeLessThan(100);
    },
  );

  it("that runs into a number is told by its beginning", () => {
    const error = thrownBy(() => lex(`select 1${"a".repeat(1_000_000)}`));
    expect((error as Error).message.length).toBeLessThan(300);
  });
});
