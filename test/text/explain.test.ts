import { expect, it } from "vitest";
import { DwhError } from "../../src/errors.ts";
import { explain } from "../../src/text/explain.ts";

it("says what happened, where, and what to do next, further lines indented", () => {
  const error = new DwhError("no such table\nas it seems", { where: "a.sql:1:2\nselect", next: "make it" });
  expect(explain(error)).toBe(
    "error: no such table\n  as it seems\n  a.sql:1:2\n  select\n  next: make it\n",
  );
});

it("leaves out what is not known", () => {
  expect(explain(new DwhError("no"))).toBe("error: no\n");
});
