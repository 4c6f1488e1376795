import { describe, expect, it } from "vitest";
import { CheckError } from "../../src/errors.ts";
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

describe("the error of a run that a check refused", () => {
  const check = (name: string, count: number) => ({
    name,
    title: "Once each.",
    path: `sql/checks/${name}.sql`,
    severity: "error" as const,
    count,
    columns: [
      { name: "user_id", type: "bigint" },
      { name: "level", type: "text" },
    ],
    rows: Array.from({ length: Math.min(count, 20) }, (_, row) => [String(row), null]),
  });

  it("names the checks, their first rows, and what next; a warning is none of them", () => {
    const warned = { ...check("odd", 4), severity: "warn" as const };
    const checks = [check("twice", 30), warned, check("fine", 0), check("lost", 1)];
    const { error } = finish(run, { kind: "refused", facts: { ...facts, checks } });
    expect(error).toBeInstanceOf(CheckError);
    expect(error).toMatchObject({
      exitCode: 3,
      message:
        'checks failed: twice (30 failing rows, the first 3: {"user_id":"0","level":null}, {"user_id":"1","level":null}, ' +
        '{"user_id":"2","level":null}), lost (1 failing row: {"user_id":"0","level":null})',
      where: "sql/checks/twice.sql, sql/checks/lost.sql",
      next: expect.stringContaining("the next run loads the same files") as string,
    });
  });

  it("holds no more of a long value than can be read", () => {
    const long = { ...check("long", 1), rows: [["x".repeat(70_000), null]] };
    const { error } = finish(run, { kind: "refused", facts: { ...facts, checks: [long] } });
    expect((error as Error).message.length).toBeLessThan(1000);
  });
});

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
