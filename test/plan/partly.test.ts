/** Steps by the words of --select and --exclude, what a run may leave out, and what a rebuild takes. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { graphOf } from "../../src/plan/graph.ts";
import { chosenChecks, planPart, planRebuild } from "../../src/plan/partly.ts";
import { chooseSteps } from "../../src/plan/select.ts";
import type { SqlFile } from "../../src/plan/sql-file.ts";
import { SQL_DIR } from "../support/sources.ts";

let steps: readonly SqlFile[] = [];
beforeAll(async () => {
  steps = (await loadSql(SQL_DIR)).steps;
});

/** The staging files and transforms that words name. */
const movers = (...select: string[]): readonly string[] => {
  const { selected = new Set<SqlFile>() } = chooseSteps(graphOf(steps), { select, exclude: [] });
  return [...selected]
    .flatMap(({ kind, name }) => (["stage", "transform"].includes(kind) ? [name] : []))
    .sort();
};
const thrown = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("words of a selection", () => {
  it.each([
    ["users", ["users"]],
    // A source is its staging file.
    ["source:events", ["staging_events"]],
    ["users+", ["user_levels", "users"]],
    ["songs+", ["artists", "songplays", "songs", "time", "user_levels"]],
    ["songs+1", ["artists", "songplays", "songs"]],
    ["+users", ["staging_events", "users"]],
    ["1+time", ["songplays", "staging_events", "time"]],
    ["+time", ["songplays", "songs", "staging_events", "staging_songs", "time"]],
    ["staging_*", ["staging_events", "staging_songs"]],
    ["users time", ["time", "users"]],
    // Both of two.
    ["songs+,+time", ["songplays", "songs", "time"]],
    // A check alone moves nothing.
    ["new_users__user_id__unique", []],
  ])("name steps: %s", (words, names) => {
    expect(movers(words)).toEqual(names);
  });

  it("take the checks of a table along, and leave out those of one that is excluded", () => {
    const chosen = (select: string[], exclude: string[] = []) => [
      ...chosenChecks(steps, { select, exclude }),
    ];
    expect(chosen(["users"])).toContain("audit songplays__user_id__known");
    expect(chosen(["users"])).not.toContain("check songs__nothing_lost");
    expect(chosen(["users"], ["songplays"])).not.toContain("audit songplays__user_id__known");
    expect(() => chosen([], ["*"])).toThrow("the selection has no check");
  });

  it("that name nothing are told with the nearest name", () => {
    expect(thrown(() => movers("songplay+"))).toMatchObject({
      exitCode: 2,
      message: "--select names no step, table or source: songplay",
      next: "did you mean songplays? `dwh plan` shows the steps",
    });
    expect(thrown(() => movers("++"))).toMatchObject({
      exitCode: 2,
      message: '--select cannot be read: "++"',
    });
  });
});

describe("a part of a run", () => {
  const part = (select: string[], exclude: string[] = []) => planPart(steps, { select, exclude });

  it("may leave out checks and audits", () => {
    const { sources, without } = part([], ["users__nobody_lost"]);
    expect([...(sources ?? [])]).toEqual(["events", "songs"]);
    expect([...without]).toEqual([["check users__nobody_lost", "left out by --select or --exclude"]]);
  });

  it("may load one source, with all that its files go to", () => {
    const { sources, without } = part(["source:events+"], ["source:songs"]);
    expect([...(sources ?? [])]).toEqual(["events"]);
    expect([...without.keys()].filter((key) => /^(?:stage|transform)/.test(key)).sort()).toEqual([
      "stage staging_songs",
      "transform artists",
      "transform songs",
    ]);
  });

  it("is refused where a transform is left out that the files go to", () => {
    expect(thrown(() => part(["users"]))).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^sql\/transform\/\w+\.sql is left out, but files of events go to it: the ledger would hold them as loaded/,
      ) as string,
      next: expect.stringContaining("`dwh run --select staging_events+` includes every") as string,
    });
    expect(thrown(() => part([], ["time"]))).toMatchObject({
      message: expect.stringContaining("sql/transform/time.sql is left out") as string,
    });
  });

  it("is refused where it loads nothing", () => {
    expect(thrown(() => part(["users__nobody_lost"]))).toMatchObject({
      message: "the selection loads no file",
    });
  });
});

describe("a rebuild", () => {
  const rebuild = (select: string[], exclude: string[] = []) => {
    const { tables, sources, whole } = planRebuild(steps, { select, exclude });
    return { tables, sources: [...sources].sort(), whole };
  };

  it("is of all tables where none is named, and of those that tell of the last run alone never", () => {
    const all = {
      tables: ["artists", "songplays", "songs", "time", "user_levels", "users"],
      sources: ["events", "songs"],
      whole: true,
    };
    expect(rebuild([])).toEqual(all);
    expect(rebuild(["staging_events+", "songs"])).toEqual(all);
  });

  it("takes what follows, and the files that all of it reads", () => {
    expect(rebuild(["users"])).toEqual({
      tables: ["user_levels", "users"],
      sources: ["events"],
      whole: false,
    });
    expect(rebuild(["songplays"])).toEqual({
      tables: ["songplays", "time", "user_levels"],
      sources: ["events", "songs"],
      whole: false,
    });
    expect(rebuild(["songs"]).tables).toEqual(["artists", "songplays", "songs", "time", "user_levels"]);
  });

  it("takes who leaves word for a table in one that tells of the run alone", () => {
    expect(rebuild(["time"]).tables).toEqual(["songplays", "time", "user_levels"]);
  });

  it("is refused for words that make no table, and without a step that it takes", () => {
    expect(thrown(() => rebuild(["staging_events"]))).toMatchObject({
      message: "no transform builds what you named",
    });
    expect(thrown(() => rebuild(["songs"], ["time"]))).toMatchObject({
      exitCode: 2,
      message: "sql/transform/time.sql is excluded, but the rebuild needs it",
    });
    expect(rebuild(["users"], ["songplays__user_id__known"]).tables).toEqual(["user_levels", "users"]);
  });
});
