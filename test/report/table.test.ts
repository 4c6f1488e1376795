/** Answers as tables of the page. */
import { describe, expect, it } from "vitest";
import { renderAnswer } from "../../src/report/table.ts";

const answer = (value: string) =>
  renderAnswer(
    { columns: [{ name: "reason", type: "varchar" }], rows: [[value]] },
    { caption: "Why rows were rejected", most: 10 },
  ).markup;

describe("a text in a table", () => {
  it("has a column wide enough to read it in where it is a sentence", () =>
    expect(answer("Invalid timestamp format or value [epochmillisecs]")).toContain(
      '<td class="words" dir="auto">Invalid timestamp format or value [epochmillisecs]</td>',
    ));
  it.each(["Ocean / Crooked Telephone", "s3://lake/log_data/2018/11/2018-11-01-events.json"])(
    "has no more than it takes where it is a name: %s",
    (name) => expect(answer(name)).toContain(`<td dir="auto">${name}</td>`),
  );
});
