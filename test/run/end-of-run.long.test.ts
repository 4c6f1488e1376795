/** What a run says of itself when its end is in doubt, went wrong, or brought nothing new. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InterruptedError, UnreachableError, WarehouseError } from "../../src/errors.ts";
import { summarizeRun } from "../../src/records/record.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { disturbed, type Disturb } from "../support/disturbed.ts";
import { rebuildOf, type RunOptions } from "../support/rebuilds.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
  scratch.write("events/a.json", [play(), play()]);
  scratch.write("songs/a.json", [song()]);
});
afterEach(() => scratch.remove());

const recorded = () => scratch.query("select status, exit_code, retries from etl_runs order by started_at");

/**
 * A wire that breaks around the commits that are named, counted from 1: with "before" the warehouse does not hear of the
 * COMMIT, with "after" its answer is lost. A session whose wire is broken answers nothing any more; waiting makes a new one.
 */
function breaking(commits: Readonly<Record<number, "before" | "after">>) {
  let commit = 0;
  let broken = false;
  const lose = (): never => {
    broken = true;
    throw new UnreachableError("the connection is gone");
  };
  const disturb: Disturb = async (sql, execute) => {
    if (broken) return lose();
    if (sql !== "commit") return execute();
    commit += 1;
    if (commits[commit] === "before") return lose();
    const result = await execute();
    return commits[commit] === "after" ? lose() : result;
  };
  const options: Partial<RunInput> = {
    classify: (error) => ({ kind: error instanceof UnreachableError ? "lost" : "terminal", reason: "lost" }),
    sleep: async () => void (broken = false),
  };
  return scratch.run(options, (warehouse) => disturbed(warehouse, disturb));
}

describe("a run whose COMMIT got no answer", () => {
  it("asks the ledger, and says that it loaded: not that nothing is new", async () => {
    const result = await breaking({ 1: "after" });
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0, retries: 1 });
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ files: 1, rowsStaged: 2 });
    expect(await recorded()).toEqual([["succeeded", "0", "1"]]);
    expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
  });

  it("loads in the next attempt what the lost one had not committed", async () => {
    expect(await breaking({ 1: "before" })).toMatchObject({ status: "succeeded", retries: 1 });
    expect(await recorded()).toEqual([["succeeded", "0", "1"]]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["2"]]);
  });

  it("in the last attempt asks the ledger too before it is recorded", async () => {
    const before = { 1: "before", 2: "before", 3: "before", 4: "before" } as const;
    expect(await breaking({ ...before, 5: "after" })).toMatchObject({
      status: "succeeded",
      exitCode: 0,
      retries: 4,
    });
    expect(await recorded()).toEqual([["succeeded", "0", "4"]]);
  });

  it("is a failed one, and recorded as that, when the ledger has nothing of its last attempt", async () => {
    const before = { 1: "before", 2: "before", 3: "before", 4: "before", 5: "before" } as const;
    expect(await breaking(before)).toMatchObject({ status: "failed", exitCode: 5, retries: 4 });
    expect(await recorded()).toEqual([["failed", "5", "4"]]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
  });
});

describe("the record of a run whose answer is lost, or whose table is", () => {
  it("is written no second time where it is there", async () => {
    expect(await breaking({ 2: "after" })).toMatchObject({ status: "succeeded", retries: 0 });
    expect(await recorded()).toEqual([["succeeded", "0", "0"]]);
  });

  it("goes into a table that is made anew where somebody dropped it", async () => {
    await scratch.run();
    await scratch.query("drop table etl_runs");
    // It asks that table first.
    expect(await scratch.run()).toMatchObject({ status: "failed", exitCode: 1 });
    expect(await recorded()).toEqual([["failed", "1", "0"]]);
    expect(await scratch.run()).toMatchObject({ status: "nothing new", exitCode: 0 });
  });

  it("is written again where it is not", async () => {
    expect(await breaking({ 2: "before" })).toMatchObject({ status: "succeeded", retries: 0 });
    expect(await recorded()).toEqual([["succeeded", "0", "0"]]);
  });
});

describe("a run whose COMMIT got no answer, and that reaches the warehouse no more", () => {
  /** From the first COMMIT on every statement fails, or no session is to be had; `done`: the server has done it all the same. */
  const cut = (done: boolean, refused: boolean) => {
    let isCut = false;
    const gone = () => new UnreachableError("the connection is gone");
    const lost = { classify: () => ({ kind: "lost", reason: "lost" }) as const };
    return scratch.run(lost, (warehouse) => {
      const wired = disturbed(warehouse, async (sql, execute) => {
        if (isCut) throw gone();
        if (sql !== "commit") return execute();
        if (done) await execute();
        isCut = true;
        throw gone();
      });
      const withSession: typeof wired.withSession = async (use) => {
        if (isCut && refused) throw gone();
        return wired.withSession(use);
      };
      return { ...wired, withSession };
    });
  };

  it.each([
    ["it was done, and no statement is answered", true, false],
    ["it was not, and no statement is answered", false, false],
    ["it was done, and nobody is let in", true, true],
  ])("does not say that nothing was published: %s", async (_, done, refused) => {
    const { events, ...result } = await cut(done, refused);
    expect(result).toMatchObject({ status: "failed", exitCode: 5 });
    expect(result.inDoubt).toContain("a COMMIT got no answer");
    expect(summarizeRun(result)["error"]).toContain("a COMMIT got no answer");
    const warnings = events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
    expect(warnings).toContain(result.inDoubt);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([[done ? "2" : "0"]]);
  });
});

describe("a run that is ended while the warehouse answers nothing any more", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  /**
   * The statement is not answered, nor is any after it, and a signal comes. `done`: the warehouse has done it all the same.
   * @param sent which of the statements that are like it
   * @param behind a statement that comes before that
   * @param refused whether the COMMIT before it is answered by an error
   * @param lost whether the answer to the first COMMIT, which is done, is lost before that
   */
  const silent = async (
    statement: RegExp,
    {
      done = true,
      refused = false,
      lost = false,
      sent = 1,
      behind = /^/,
      options = {},
    }: {
      readonly done?: boolean;
      readonly refused?: boolean;
      readonly lost?: boolean;
      readonly sent?: number;
      readonly behind?: RegExp;
      readonly options?: RunOptions;
    } = {},
  ) => {
    const controller = new AbortController();
    const forever = new Promise<never>(() => undefined);
    let [seen, isSilent, isBehind, isCut, commits] = [0, false, false, false, 0];
    const classified: RunOptions = {
      classify: (error) => ({
        kind: error instanceof UnreachableError ? "lost" : "terminal",
        reason: "lost",
      }),
      sleep: async () => void (isCut = false),
    };
    const running = scratch.run({ signal: controller.signal, ...classified, ...options }, (warehouse) =>
      disturbed(warehouse, async (sql, execute) => {
        if (isSilent) return forever;
        if (isCut) throw new UnreachableError("the connection is gone");
        if (sql === "commit") commits += 1;
        if (lost && sql === "commit" && commits === 1) {
          await execute();
          isCut = true;
          throw new UnreachableError("the connection is gone");
        }
        if (!isBehind) {
          isBehind = behind.test(sql);
          if (!isBehind) return execute();
        }
        if (refused && sql === "commit") throw new WarehouseError("1023", { sqlState: "XX000" });
        if (statement.test(sql)) seen += 1;
        if (seen < sent) return execute();
        isSilent = true;
        if (done) await execute();
        controller.abort(new InterruptedError("SIGINT"));
        // The run's own time for its end.
        setImmediate(() => void vi.advanceTimersByTimeAsync(60_000));
        return forever;
      }),
    );
    const { events, ...result } = await running;
    const warnings = events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
    return {
      result,
      warnings: warnings.join("\n"),
      files: await scratch.query("select count(*) from etl_files"),
    };
  };

  it("says that nothing was published where no COMMIT was sent", async () => {
    const { result, warnings, files } = await silent(/^insert into users/);
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
    expect(result.inDoubt).toBeUndefined();
    expect(warnings).toContain("its open transaction is rolled back");
    expect(files).toEqual([["0"]]);
  });

  it.each([
    ["was done", true],
    ["was not", false],
  ])("does not say it where a COMMIT got no answer: it %s", async (_, done) => {
    const { result, warnings, files } = await silent(/^commit$/, { done });
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
    expect(summarizeRun(result)["error"]).toContain("a COMMIT got no answer");
    expect(warnings).toContain(result.inDoubt);
    expect(warnings).not.toContain("rolled back");
    expect(files).toEqual([[done ? "2" : "0"]]);
  });

  it("says that nothing was published where the COMMIT was refused", async () => {
    const { result, warnings } = await silent(/^rollback$/, { refused: true });
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
    expect(result.inDoubt).toBeUndefined();
    expect(warnings).toContain("its open transaction is rolled back");
  });

  it("says that it loaded where its COMMIT was answered, and that its record may be missing", async () => {
    const { result, warnings, files } = await silent(/^begin$/, { sent: 2 });
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(result.sources[0]).toMatchObject({ files: 1, rowsStaged: 2 });
    expect(warnings).toContain("may have left no record");
    expect(warnings).not.toContain("rolled back");
    expect(files).toEqual([["2"]]);
  });

  it("says that it loaded where a later attempt heard it of the ledger", async () => {
    const { result, warnings, files } = await silent(/^begin$/, {
      lost: true,
      behind: /select count\(\*\) from etl_files where run_id/,
    });
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0, retries: 1 });
    expect(result.inDoubt).toBeUndefined();
    expect(result.loadedAt).toEqual(result.endedAt);
    expect(warnings).toContain("what it loaded is published");
    expect(files).toEqual([["2"]]);
  });

  it("says what it left out where nobody knows whether it loaded the rest", async () => {
    scratch.write("events/b.json", [play({ ts: "soon" })]);
    const { result } = await silent(/^commit$/, { options: { onBadFile: "quarantine" } });
    expect(summarizeRun(result)).toMatchObject({ status: "interrupted", rows_rejected: 1 });
  });

  const BAD = "not json at all {{{\n";
  it("says what it left out where it loaded the rest", async () => {
    scratch.write("events/b.json", [play({ ts: "soon" })]);
    const { result, files } = await silent(/^begin$/, {
      behind: /^commit$/,
      options: { onBadFile: "quarantine" },
    });
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(result.loadedAt).toEqual(result.endedAt);
    expect(summarizeRun(result)).toMatchObject({ rows_rejected: 1, files: 2 });
    expect(files).toEqual([["2"]]);
  });

  it.each([
    ["that got no answer", /^commit$/, "interrupted", true],
    ["that was answered", /^begin$/, "nothing new", false],
  ])(
    "says of a COMMIT %s no other thing where all it did was to leave a file out",
    async (_, statement, status, isInDoubt) => {
      await scratch.run();
      scratch.write("events/b.json", BAD);
      const { result, warnings } = await silent(statement, {
        behind: isInDoubt ? /^(?:copy|insert into|delete from) etl_quarantine/ : /^commit$/,
        options: { onBadFile: "quarantine" },
      });
      expect(result.status).toBe(status);
      expect(result.inDoubt !== undefined).toBe(isInDoubt);
      expect(warnings).not.toContain("rolled back");
      expect(await scratch.query("select count(*) from etl_quarantine")).toEqual([["1"]]);
    },
  );

  it("says of a batch of a rebuild that it stays, and not that it is published", async () => {
    await scratch.run();
    const { result, warnings } = await silent(/^begin$/, {
      behind: /^insert into \S*etl_sql/,
      sent: 1,
      options: { ...(await rebuildOf([])), batchBytes: 1_000_000 },
    });
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
    expect(warnings).toContain("the warehouse does not answer");
    expect(warnings).toContain("stays beside the star");
    expect(warnings).not.toContain("published");
  });

  it("ends where a rebuild in batches is not even begun", async () => {
    await scratch.run();
    const { result } = await silent(/create schema/, {
      options: { ...(await rebuildOf([])), batchBytes: 1_000_000 },
    });
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
  });
});

describe("a signal", () => {
  /** Runs with somebody beside the statements who may send SIGINT. */
  const interrupted = (beside: (interrupt: () => void) => Disturb) => {
    const controller = new AbortController();
    const disturb = beside(() => controller.abort(new InterruptedError("SIGINT")));
    return scratch.run({ signal: controller.signal }, (warehouse) => disturbed(warehouse, disturb));
  };

  it("that comes when all is ready for the COMMIT is not too late", async () => {
    const after: string[] = [];
    let isLast = false;
    const result = await interrupted((interrupt) => async (sql, execute) => {
      if (isLast) after.push(sql);
      const answer = await execute();
      // What is written last.
      if (sql.startsWith("insert into etl_sql")) {
        isLast = true;
        interrupt();
      }
      return answer;
    });
    expect(isLast).toBe(true);
    expect(after[0]).toBe("rollback");
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
  });

  it("is why the run ended while it was asking for what it has", async () => {
    const result = await interrupted((interrupt) => async (sql, execute) => {
      if (!sql.includes("from etl_files")) return execute();
      interrupt();
      throw new WarehouseError("canceling statement due to user request", { sqlState: "57014" });
    });
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
  });

  it("is why the run ended, and not the statement that it cancelled", async () => {
    const result = await interrupted((interrupt) => async (sql, execute) => {
      if (!sql.startsWith("update users")) return execute();
      interrupt();
      throw new WarehouseError("canceling statement due to user request", { sqlState: "57014" });
    });
    expect(result).toMatchObject({ status: "interrupted", exitCode: 130 });
    expect(result.error).toBeInstanceOf(InterruptedError);
    expect(result.steps.find(({ status }) => status === "failed")).toMatchObject({ name: "users" });
  });
});

describe("the age of the data", () => {
  it("is told by a run that brought some, and by one that found nothing new", async () => {
    const first = await scratch.run({ now: () => new Date("2026-01-01T00:00:00Z") });
    expect(first.loadedAt).toEqual(first.endedAt);
    scratch.write("events/later.json", [play()]);
    await scratch.run({ now: () => new Date("2026-01-02T00:00:00Z") });
    const second = await scratch.run();
    expect(second.status).toBe("nothing new");
    expect(second.loadedAt).toEqual(new Date("2026-01-02T00:00:00Z"));
  });

  it("is not told by a run that failed", async () => {
    scratch.write("events/b.json", [play({ ts: "soon" })]);
    expect((await scratch.run()).loadedAt).toBeUndefined();
  });
});

describe("the record of a run that ended with a bug", () => {
  it("holds what was thrown, without the secrets in it", async () => {
    const result = await scratch.run({
      onEvent: ({ type }) => {
        if (type === "step started")
          throw new TypeError("cannot read postgres://etl:pass%40word@db:5439/dev");
      },
    });
    expect(result).toMatchObject({ status: "failed", exitCode: 70 });
    expect(await scratch.query("select error from etl_runs")).toEqual([
      ["cannot read postgres://etl:***@db:5439/dev"],
    ]);
  });
});
