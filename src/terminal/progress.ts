/** What a run shows while it runs: live lines on a terminal, log lines everywhere else. */
import type { Io } from "../cli/context.ts";
import type { Logger } from "../log.ts";
import type { RunEvent } from "../records/result.ts";

/** Shows the events of one run as they come. */
export interface ProgressDisplay {
  show(event: RunEvent): void;
  /** Takes the live line away. */
  close(): void;
}

/** What a display of progress needs to know. */
export interface ProgressOptions {
  readonly io: Io;
  readonly log: Logger;
  readonly now: () => Date;
  /** Go with every log line. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly quiet?: boolean | undefined;
}

/**
 * Opens the progress of one run, and returns its display. What draws on a terminal is loaded for a terminal only: it
 * takes as long as a small run.
 */
export async function openProgress({
  io,
  log,
  now,
  fields,
  quiet,
}: ProgressOptions): Promise<ProgressDisplay> {
  const nothing = (): void => undefined;
  if (!io.errIsTerminal) {
    // Before any waiting: the log of a container shows at once that it runs.
    log.info("run started", fields);
    return { show: (event) => logEvent(log, event, fields), close: nothing };
  }
  if (quiet === true)
    return { show: (event) => event.type === "warning" && log.warn(event.message), close: nothing };
  const { openLive } = await import("./live.ts");
  return openLive(io, now);
}

function logEvent(log: Logger, event: RunEvent, fields: Readonly<Record<string, unknown>>): void {
  switch (event.type) {
    case "warning":
      log.warn(event.message, fields);
      break;
    case "stage": {
      const { stage, detail, load } = event;
      log.info(stage, { ...fields, detail, ...load });
      break;
    }
    case "step started":
      log.debug("step started", { ...fields, step: event.name, kind: event.kind });
      break;
    case "step finished": {
      const { name, kind, status, rows, durationMs, note } = event.result;
      log.info("step finished", {
        ...fields,
        step: name,
        kind,
        status,
        rows,
        duration_ms: durationMs,
        ...(note !== undefined && { note }),
      });
    }
  }
}
