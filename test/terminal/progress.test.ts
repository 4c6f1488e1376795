import { describe, expect, it } from "vitest";
import type { Logger } from "../../src/log.ts";
import { openProgress } from "../../src/terminal/progress.ts";
import { fakeIo } from "../support/fake-io.ts";

function recordingLog(): Logger & { readonly lines: readonly unknown[] } {
  const lines: unknown[] = [];
  const at = (level: string) => (message: string, fields?: object) =>
    void lines.push([level, message, fields]);
  return { lines, error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
}

describe("the progress of a run in a log", () => {
  it("begins before anything is waited for, so that a container is heard of at once", () => {
    const log = recordingLog();
    openProgress(fakeIo(), log, { run_id: "r1" }).close();
    expect(log.lines).toEqual([["info", "run started", { run_id: "r1" }]]);
  });

  it("is a line for every stage, with what goes with every line", () => {
    const log = recordingLog();
    const progress = openProgress(fakeIo(), log, { run_id: "r1" });
    progress.show({ type: "stage", stage: "pack", detail: "2 files" });
    progress.show({ type: "warning", message: "slow" });
    progress.close();
    expect(log.lines.slice(1)).toEqual([
      ["info", "pack", { run_id: "r1", detail: "2 files" }],
      ["warn", "slow", { run_id: "r1" }],
    ]);
  });
});
