import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTableName, spellQualifiedName, spellTableName } from "../../src/dialect/table-name.ts";
import { tablesOf } from "../../src/dialect/tables-of.ts";
import { treeOf } from "./statement.ts";

describe("the spelling of a table's name", () => {
  it.each([
    [["songplays"], "songplays"],
    [["mart", "levels"], "mart.levels"],
    // Not on the list of "Reserved words", though a type.
    [["time"], "time"],
    [["#stage"], "#stage"],
    [["mart", "#stage"], 'mart."#stage"'],
    [["größe"], "größe"],
    [["_a$1"], "_a$1"],
    // Reserved words need quotes (https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html).
    [["group"], '"group"'],
    [["public", "user"], 'public."user"'],
    [["order", "table"], '"order"."table"'],
    [["tag"], '"tag"'],
    [["timestamp"], '"timestamp"'],
    // A name without quotes has no blanks and begins with a letter ("Names and identifiers").
    [["two words"], '"two words"'],
    [["1st"], '"1st"'],
    [['say "x"'], '"say ""x"""'],
    [["a.b", "c"], '"a.b".c'],
  ])("of %j is %s", (parts, spelled) => {
    expect(spellTableName(parts)).toBe(spelled);
    expect(parseTableName(spelled)).toEqual({ schema: parts.at(-2), name: parts.at(-1) });
  });

  it("comes back from a statement as it went in, whatever the parts are", () => {
    const part = fc.string({ minLength: 1 }).filter((text) => !/[A-Z\0]/.test(text));
    fc.assert(
      fc.property(fc.option(part, { nil: undefined }), part, (schema, name) => {
        const spelled = spellQualifiedName({ schema, name });
        expect(parseTableName(spelled)).toEqual({ schema, name });
        expect(tablesOf(treeOf(`delete from ${spelled}`)).writes).toEqual([spelled]);
        expect(tablesOf(treeOf(`select count(*) from ${spelled}`)).reads).toEqual([spelled]);
      }),
    );
  });

  it("is asked of a name only", () => {
    for (const text of ["", "a.", "a b", "a.b;", "'a'", "count(*)", "a..b"])
      expect(() => parseTableName(text)).toThrow(RangeError);
  });
});
