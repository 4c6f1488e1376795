/** What a person may do after a run, for tests of its summary. */
import type { Ways } from "../../src/terminal/run-summary.ts";

export const WAYS: Ways = {
  report: "r.html",
  retype: (...words) => ["dwh", ...words, "--warehouse w"].join(" "),
};
