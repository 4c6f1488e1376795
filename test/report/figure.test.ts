import { describe, expect, it } from "vitest";
import { cardOf } from "../../src/report/analysis.ts";
import { sayFigure } from "../../src/report/figure.ts";
import { answerOf, cardAnalysis } from "./sample.ts";

describe("a figure", () => {
  it.each([
    ["play_count", "bigint", "6820", "6,820 plays"],
    ["play_count", "bigint", "1", "1 play"],
    ["matched_play_count", "bigint", "2", "2 matched plays"],
    ["entry_count", "integer", "2", "2 entries"],
    ["day_count", "integer", "2", "2 days"],
    ["match_count", "integer", "2", "2 matches"],
    ["_count", "bigint", "2000", "2,000"],
    ["matched_share", "double precision", "0.0488", "4.9 %"],
    ["matched_share", "double precision", "0.0001", "under 0.1 %"],
    ["price", "numeric(8,2)", "1234.50", "1,234.5"],
    ["play_count", "character varying(8)", "2000", "2000"],
  ])("of %s (%s) that is %s reads %s", (name, type, value, said) => {
    expect(sayFigure(value, { name, type })).toBe(said);
  });
});

describe("a card", () => {
  it("has the first column as its figure and the others below it, without those that are null", () => {
    const answer = answerOf(
      ["song", "tie", "play_count"],
      [
        ["One", null, "37"],
        ["Two", null, "3"],
      ],
    );
    expect(cardOf(cardAnalysis("top", "Most played", answer))).toEqual({
      label: "Most played",
      value: "One",
      note: "37 plays",
      tooLow: false,
    });
  });

  it("is none without a row, without an answer, and where the figure is null", () => {
    const none = [answerOf(["a"], []), undefined, answerOf(["a", "b_count"], [[null, "2"]])];
    expect(none.map((answer) => cardOf(cardAnalysis("top", "Top", answer)))).toEqual(
      none.map(() => undefined),
    );
  });
});
