/** What an event of a run looks like: pure. */
import { countOf, formatBytes, formatDuration } from "../text/amounts.ts";
import { isCheck } from "../plan/sql-file.ts";
import type { RunEvent, StepResult } from "../records/result.ts";

/** How something ended: the sign in front of its line. */
export type ProgressMark = "done" | "warning" | "failed";

/** A line that stays, and what goes on after it. */
export interface ProgressLine {
  /** Undefined where nothing is worth keeping. */
  readonly kept: { readonly mark: ProgressMark; readonly text: string } | undefined;
  readonly live: string;
}

/**
 * Returns the line of an event that stays, if one does, and the live one. Kept are loads with their files and bytes,
 * the steps that move data with rows and time, and what found something. Tables that are there already and checks that
 * pass go by.
 */
export function renderEvent(event: RunEvent): ProgressLine {
  switch (event.type) {
    case "warning":
      return { kept: { mark: "warning", text: event.message }, live: "" };
    case "stage":
      return renderStage(event);
    case "step started": {
      const { position, of, kind, name, load } = event;
      const what = load === undefined ? "" : ` (${countOf(load.files, "file")}, ${formatBytes(load.bytes)})`;
      return { kept: undefined, live: `${position}/${of} ${kind} ${name}${what}` };
    }
    case "step finished": {
      const { position } = event.result;
      const text = describeStep(event.result);
      const mark = markOf(event.result);
      return { kept: mark && { mark, text }, live: `${position}/${event.of} ${text}` };
    }
  }
}

function renderStage({ stage, detail, load }: RunEvent & { type: "stage" }): ProgressLine {
  const text = `${stage} ${detail}${load === undefined ? "" : `, ${formatBytes(load.bytes)}`}`;
  return { kept: stage === "pack" || stage === "batch" ? { mark: "done", text } : undefined, live: text };
}

function markOf({ kind, status }: StepResult): ProgressMark | undefined {
  if (status === "failed") return "failed";
  if (status === "warned") return "warning";
  return kind === "stage" || kind === "transform" ? "done" : undefined;
}

function describeStep({ kind, name, rows, durationMs, status, note }: StepResult): string {
  if (note !== undefined) return `${kind} ${name}: ${status}: ${note}`;
  const asks = isCheck(kind);
  const found = countOf(rows, asks ? "failing row" : "row");
  return `${kind} ${name}: ${!asks && status === "failed" ? "failed" : found}, ${formatDuration(durationMs)}`;
}
