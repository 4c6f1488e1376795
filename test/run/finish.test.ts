import { describe, expect, it } from "vitest";
import { NO_FACTS, type AttemptEnd } from "../../src/run/attempt-end.ts";
import { finish } from "../../src/run/finish.ts";

const at = new Date(0);
const facts = { ...NO_FACTS, tables: [{ name: "orders", countedAt: at, before: 7, after: 9 }] };
const run = {
  runId: "r",
  warehouse: "w",
  version: "1",
  startedAt: at,
  endedAt: at,
  retries: 0,
  loadedAt: undefined,
};

describe("the rows of the tables in a result", () => {
  const ends: readonly (readonly [AttemptEnd, number])[] = [
    [{ kind: "committed", facts }, 9],
    [{ kind: "refused", facts }, 7],
    [{ kind: "failed", facts, error: new Error("no") }, 7],
    [{ kind: "lost", facts, error: new Error("no answer") }, 7],
  ];

  it.each(ends.map(([end, after]) => ({ kind: end.kind, end, after })))(
    "are those that readers see behind an attempt that is $kind: $after",
    ({ end, after }) => {
      expect(finish(run, end).tables).toEqual([{ name: "orders", countedAt: at, before: 7, after }]);
    },
  );
});
