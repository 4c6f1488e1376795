import { describe, expect, it } from "vitest";
import { isIdentity, isSameDefault, seedAndStep } from "../../src/migrate/same-default.ts";

/** As clusters write an identity: dimitri/pgloader issue 860, a table told by AWS's v_generate_tbl_ddl. */
const IDENTITY = "\"identity\"(347358, 0, ('1,1'::character varying)::text)";

describe("the default of a column", () => {
  it.each([
    [undefined, undefined],
    ["null", undefined],
    [undefined, "NULL::character varying"],
    ["'x'", "'x'::character varying"],
    ["'x'::varchar", "'x'::character varying(3)"],
    ["'it''s (so)'", "'it''s (so)'::text"],
    ["0", "0"],
    ["-1", "(-1)"],
    ["1.50", "1.5::numeric(8,2)"],
    ["'0'", "0"],
    ["true", "'t'::bool"],
    ["false", "false"],
    ["getdate()", "getdate()"],
    ["sysdate", "('now'::text)::timestamp without time zone"],
    ["current_user", '"current_user"()'],
    ["1 + 1", "(1 + 1)"],
    ["-1", "-1::smallint"],
    ["'a' || 'b'", "('a'::text || 'b'::text)"],
    // What the parser does not take is an expression too: the catalogue has PostgreSQL's words.
    ["f_default()", "1::int[]"],
  ])("is the same: %s and %s", (declared, found) => {
    expect(isSameDefault(declared, found)).toBe(true);
  });

  it.each([
    [undefined, "0"],
    ["0", undefined],
    ["null", "'x'::character varying"],
    ["'x'", "'y'::character varying"],
    ["'x'", "'X'::character varying"],
    ["1", "-1"],
    ["1", "(-1)"],
    ["true", "false"],
    ["0", "getdate()"],
    ["'a'", "'a'::text || 'b'::text"],
    ["getdate()", undefined],
    ["'x'", "1::int[]"],
    // The cast of a part, and a cast of a call.
    ["'a'", "upper('a'::text)::character varying"],
    ["1", "(1 + 1::bigint)"],
    [undefined, "getdate()"],
    [undefined, IDENTITY],
    ["1", IDENTITY],
  ])("is another: %s and %s", (declared, found) => {
    expect(isSameDefault(declared, found)).toBe(false);
  });

  it("may be an identity, with a seed and a step", () => {
    expect(isIdentity(IDENTITY)).toBe(true);
    expect(isIdentity("'identity'::character varying")).toBe(false);
    expect(isIdentity("'identity(1, 0)'::character varying")).toBe(false);
    expect(isIdentity("identity_of(1)")).toBe(false);
    expect(seedAndStep(IDENTITY)).toBe("1,1");
    expect(seedAndStep("\"default_identity\"(7, 1, ('-5, 10'::character varying)::text)")).toBe("-5,10");
    expect(seedAndStep("default_identity(1, 0)")).toBeUndefined();
  });
});
