import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lex } from "../../src/dialect/lexer.ts";
import { bindParameters, countParameters } from "../../src/serve/parameters.ts";
import { statementOf } from "../dialect/statement.ts";

const bound = async (
  sql: string,
  values: readonly (string | null)[],
  types: readonly number[] = [],
): Promise<string> => (await bindParameters(statementOf(sql), values, types)).replaceAll(/\s+/g, " ").trim();

describe("parameters", () => {
  it("are counted by the highest number, and not in strings and comments", () => {
    expect(countParameters(statementOf("select $2, '$3', $2 /* $9 */ -- $8"))).toBe(2);
  });

  it("take the places of their numbers, as literals", async () => {
    expect(await bound("  select $2, $1, $2 from t;", ["a", "it's"])).toBe(
      "select 'it''s' , 'a' , 'it''s' from t",
    );
    expect(await bound("select $1", [null])).toBe("select null");
  });

  it("never grow together with what stands beside them", async () => {
    expect(await bound("select $1||$2", ["a", "b"])).toBe("select 'a' || 'b'");
  });

  it("are of the type that the client declares", async () => {
    const types = [23, 20, 16, 701, 1082, 1114, 1700, 1043];
    expect(
      await bound(
        "select $1,$2,$3,$4,$5,$6,$7,$8",
        ["1", "-2", "t", "NaN", "2018-11-01", null, "-1.50", "x"],
        types,
      ),
    ).toBe(
      "select cast('1' as integer) , cast('-2' as bigint) , cast('t' as boolean) , cast('NaN' as double precision) , " +
        "cast('2018-11-01' as date) , cast(null as timestamp) , (-1.50) , 'x'",
    );
  });

  it("are refused when a numeric is none, so that nothing but a number gets in unquoted", async () => {
    await expect(bound("select $1", ["1); drop table t"], [1700])).rejects.toThrow(
      /invalid input syntax for type numeric/,
    );
  });

  it("are the same however long they are, and leave the loop to others meanwhile", async () => {
    const value = "'\\é🎉".repeat(300_000);
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const text = await bindParameters(statementOf("select $1"), [value], []);
    isOver = true;
    expect(text.trim() === `select  '${value.replaceAll(/['\\]/g, "$&$&")}'`).toBe(true);
    expect(turns).toBeGreaterThan(15);
  });

  it("are refused when they hold a NUL", async () => {
    await expect(bound("select $1", ["a\0b"])).rejects.toThrow(/0x00/);
  });

  it("mean what they say, whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...Array.from("'\\\"$aé\u2028\n -/*;:1")) }),
        async (value) => {
          const { tokens } = lex(await bindParameters(statementOf("select $1 as a"), [value], []));
          expect(tokens.map(({ kind }) => kind)).toEqual(["word", "string", "word", "word"]);
          expect(tokens[1]?.value).toBe(value);
        },
      ),
    );
  });
});
