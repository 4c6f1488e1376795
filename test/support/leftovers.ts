/** Before and after every test: whatever process a test leaves behind is ended, and the test has failed. */
import { afterAll, afterEach, beforeEach } from "vitest";
import { endChildren, runningChildren } from "./children.ts";

/** Those of the whole file, from a `beforeAll`. */
let before = runningChildren();
beforeEach(() => {
  before = runningChildren();
});

afterEach(async () => complain("this test", await endChildren(before)));
afterAll(async () => complain("this file", await endChildren(new Set())));

function complain(who: string, left: readonly string[]): void {
  if (left.length > 0) throw new Error(`${who} left a process running: ${left.join("; ")}`);
}
