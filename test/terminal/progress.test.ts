import { describe, expect, it } from "vitest";
import type { Logger } from "../../src/log.ts";
import type { RunEvent, StepResult } from "../../src/records/result.ts";
import { openProgress } from "../../src/terminal/progress.ts";
import { renderEvent } from "../../src/terminal/progress-lines.ts";
import { fakeIo } from "../support/fake-io.ts";

const finished = (result: Partial<StepResult>): RunEvent => ({
  type: "step finished",
  of: 39,
  result: {
    position: 12,
    name: "users",
    kind: "transform",
    status: "succeeded",
    startedAt: undefined,
    durationMs: 1234,
    rows: 1500,
    ...result,
  },
});
const pack: RunEvent = {
  type: "stage",
  stage: "pack",
  detail: "3 new files of songs",
  load: { files: 3, bytes: 2500 },
};

const now = (): Date => new Date(0);

/** A log that keeps what it is told. */
function fakeLog(): Logger & { readonly lines: (readonly [string, string])[] } {
  const lines: (readonly [string, string])[] = [];
  const write =
    (level: string) =>
    (message: string): void =>
      void lines.push([level, message]);
  return { lines, error: write("error"), warn: write("warn"), info: write("info"), debug: write("debug") };
}

describe("renderEvent", () => {
  it("keeps what was loaded with files and bytes, and what was moved with rows and time", () => {
    expect(renderEvent(pack).kept).toEqual({ mark: "done", text: "pack 3 new files of songs, 2.5 kB" });
    expect(renderEvent(finished({})).kept).toEqual({
      mark: "done",
      text: "transform users: 1,500 rows, 1.2 s",
    });
    expect(renderEvent(finished({ kind: "stage" })).kept?.text).toBe("stage users: 1,500 rows, 1.2 s");
  });

  it("lets tables that are there and checks that pass go by, and counts the steps", () => {
    expect(renderEvent(finished({ kind: "check", rows: 0 }))).toEqual({
      kept: undefined,
      live: "12/39 check users: 0 failing rows, 1.2 s",
    });
    expect(renderEvent(finished({ kind: "schema", rows: 0 })).kept).toBeUndefined();
    const started: RunEvent = { type: "step started", name: "time", kind: "transform", position: 3, of: 39 };
    expect(renderEvent(started)).toEqual({ kept: undefined, live: "3/39 transform time" });
    const load = { files: 500, bytes: 567_900_000 };
    expect(renderEvent({ ...started, kind: "stage", load }).live).toBe(
      "3/39 stage time (500 files, 567.9 MB)",
    );
  });

  it("keeps checks that found rows, steps that failed, and warnings", () => {
    expect(renderEvent(finished({ kind: "check", status: "failed", rows: 1 })).kept).toEqual({
      mark: "failed",
      text: "check users: 1 failing row, 1.2 s",
    });
    expect(renderEvent(finished({ kind: "check", status: "warned", rows: 2 })).kept?.mark).toBe("warning");
    expect(renderEvent(finished({ status: "failed", rows: 0 })).kept).toEqual({
      mark: "failed",
      text: "transform users: failed, 1.2 s",
    });
    expect(renderEvent({ type: "warning", message: "again" }).kept).toEqual({
      mark: "warning",
      text: "again",
    });
  });
});

describe("openProgress", () => {
  const events = [
    pack,
    finished({}),
    finished({ kind: "check" }),
    { type: "warning", message: "again" },
  ] as const;

  it("writes whole lines without control characters on a terminal of a CI, as wide as it is", async () => {
    const io = fakeIo({ errIsTerminal: true, errWidth: 30 });
    const progress = await openProgress({ io, log: fakeLog(), now, fields: {} });
    for (const event of events) progress.show(event);
    progress.show({ type: "warning", message: "\u001B[2Jgone" });
    progress.close();
    expect(io.err()).toBe(
      "✓ pack 3 new files of songs, …\n✓ transform users: 1,500 rows…\n! again\n! \\u001b[2Jgone\n",
    );
  });

  it("colours the signs where colours are wanted", async () => {
    const io = fakeIo({ errIsTerminal: true, errColor: true });
    (await openProgress({ io, log: fakeLog(), now, fields: {} })).show(pack);
    expect(io.err()).toContain("\u001B[32m✓\u001B[39m pack");
  });

  it("says nothing but warnings when it is to be quiet", async () => {
    const io = fakeIo({ errIsTerminal: true, errAnimates: true });
    const log = fakeLog();
    const progress = await openProgress({ io, log, now, fields: {}, quiet: true });
    for (const event of events) progress.show(event);
    progress.close();
    expect(io.err()).toBe("");
    expect(log.lines).toEqual([["warn", "again"]]);
  });

  it("begins a log before anything is waited for, so that a container is heard of at once", async () => {
    const log = fakeLog();
    (await openProgress({ io: fakeIo(), log, now, fields: {} })).close();
    expect(log.lines).toEqual([["info", "run started"]]);
  });

  it("logs every step where nobody looks", async () => {
    const io = fakeIo();
    const log = fakeLog();
    const progress = await openProgress({ io, log, now, fields: {} });
    for (const event of events) progress.show(event);
    expect(io.err()).toBe("");
    expect(log.lines.slice(1)).toEqual([
      ["info", "pack"],
      ["info", "step finished"],
      ["info", "step finished"],
      ["warn", "again"],
    ]);
  });
});
