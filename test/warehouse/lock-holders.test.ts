/** The query that tells who holds what is one, for the job and for people. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { whoHoldsWhat } from "../../src/warehouse/lock-holders.ts";

it("the runbook prints the query that the job asks, for everybody who waits", () => {
  const runbook = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");
  expect(runbook).toContain(`\`\`\`sql\n${whoHoldsWhat()};\n\`\`\``);
  expect(whoHoldsWhat("17")).toBe(
    whoHoldsWhat().replace("where w.granted = 'f'", "where w.granted = 'f' and w.pid = 17"),
  );
});
