/** What a run shows while it runs: a live line on a terminal, log lines everywhere else. */
import ora from "ora";
import type { Io } from "../commands/command.ts";
import type { Logger } from "../log.ts";
import type { RunEvent, StepResult } from "../pipeline/result.ts";

export interface Progress {
  show(event: RunEvent): void;
  /** Takes the live line away. */
  close(): void;
}

/** Opens the progress of one run; `fields` go with every log line. */
export function openProgress(io: Io, log: Logger, fields: Readonly<Record<string, unknown>>): Progress {
  if (!io.errIsTerminal) {
    // Before anything is waited for: whoever reads the log of a container sees at once that it is there.
    log.info("run started", fields);
    return { show: (event) => logEvent(log, event, fields), close: () => undefined };
  }
  const spinner = ora({ discardStdin: false }).start();
  return {
    show: (event) => {
      if (event.type === "warning") spinner.warn(event.message).start();
      else if (event.type === "step finished" && event.result.kind === "stage") {
        spinner.succeed(describeStep(event.result)).start();
      } else spinner.text = describeEvent(event);
    },
    close: () => void spinner.stop(),
  };
}

function describeEvent(event: Exclude<RunEvent, { type: "warning" }>): string {
  switch (event.type) {
    case "stage":
      return `${event.stage}: ${event.detail}`;
    case "step started":
      return `${event.position}/${event.of} ${event.kind} ${event.name}`;
    case "step finished":
      return `${event.result.position}/${event.of} ${describeStep(event.result)}`;
  }
}

function describeStep(step: StepResult): string {
  return `${step.kind} ${step.name}: ${step.rows.toLocaleString("en")} rows in ${step.durationMs} ms`;
}

function logEvent(log: Logger, event: RunEvent, fields: Readonly<Record<string, unknown>>): void {
  switch (event.type) {
    case "warning":
      log.warn(event.message, fields);
      break;
    case "stage":
      log.info(event.stage, { ...fields, detail: event.detail });
      break;
    case "step started":
      log.debug("step started", { ...fields, step: event.name, kind: event.kind });
      break;
    case "step finished": {
      const { name, kind, status, rows, durationMs } = event.result;
      log.info("step finished", { ...fields, step: name, kind, status, rows, duration_ms: durationMs });
    }
  }
}
