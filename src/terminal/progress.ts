/** What a run shows while it runs: live lines on a terminal, log lines everywhere else. */
import { styleText } from "node:util";
import ora from "ora";
import type { Io } from "../commands/command.ts";
import type { Logger } from "../log.ts";
import type { RunEvent } from "../pipeline/result.ts";
import { renderEvent, type Mark } from "./progress-lines.ts";
import { cut, visible } from "./visible.ts";

export interface Progress {
  show(event: RunEvent): void;
  /** Takes the live line away. */
  close(): void;
}

const SIGNS = { done: ["✓", "green"], warning: ["!", "yellow"], failed: ["✗", "red"] } as const;
/** Columns of the sign and the blank before a line. */
const INDENT = 2;

/** Opens the progress of one run; `fields` go with every log line. */
export function openProgress(
  io: Io,
  log: Logger,
  fields: Readonly<Record<string, unknown>>,
  quiet = false,
): Progress {
  const nothing = (): void => undefined;
  if (!io.errIsTerminal) return { show: (event) => logEvent(log, event, fields), close: nothing };
  if (quiet) return { show: (event) => event.type === "warning" && log.warn(event.message), close: nothing };
  const fit = (text: string): string => cut(visible(text), io.errWidth - INDENT);
  const sign = (mark: Mark): string => {
    const [character, color] = SIGNS[mark];
    return io.errColor ? styleText(color, character, { validateStream: false }) : character;
  };
  if (!io.errAnimates) {
    const show = (event: RunEvent): void => {
      const { kept } = renderEvent(event);
      if (kept !== undefined) io.writeErr(`${sign(kept.mark)} ${fit(kept.text)}\n`);
    };
    return { show, close: nothing };
  }
  const spinner = ora({ discardStdin: false, color: io.errColor ? "cyan" : false, isEnabled: true }).start();
  return {
    show: (event) => {
      const { kept, live } = renderEvent(event);
      if (kept !== undefined)
        spinner.stopAndPersist({ symbol: sign(kept.mark), text: fit(kept.text) }).start();
      spinner.text = fit(live);
    },
    close: () => void spinner.stop(),
  };
}

function logEvent(log: Logger, event: RunEvent, fields: Readonly<Record<string, unknown>>): void {
  switch (event.type) {
    case "warning":
      log.warn(event.message, fields);
      break;
    case "stage": {
      const { stage, detail, files, bytes } = event;
      log.info(stage, { ...fields, detail, files, bytes });
      break;
    }
    case "step started":
      log.debug("step started", { ...fields, step: event.name, kind: event.kind });
      break;
    case "step finished": {
      const { name, kind, status, rows, durationMs } = event.result;
      log.info("step finished", { ...fields, step: name, kind, status, rows, duration_ms: durationMs });
    }
  }
}
