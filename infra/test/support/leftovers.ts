/** After every test: whatever process it leaves behind is ended, and the test has failed. The tests beside `src/` have the same. */
import { afterEach } from "vitest";
import { endChildren } from "../../../test/support/children.ts";

afterEach(async () => {
  const left = await endChildren(new Set());
  if (left.length > 0) throw new Error(`this test left a process running: ${left.join("; ")}`);
});
