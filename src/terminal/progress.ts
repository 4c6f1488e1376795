/** What a run shows while it runs: live lines on a terminal, log lines everywhere else. */
import { styleText } from "node:util";
import ora from "ora";
import type { Io } from "../commands/command.ts";
import type { Logger } from "../log.ts";
import type { RunEvent } from "../pipeline/result.ts";
import { formatDuration } from "../report/amounts.ts";
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
/** Columns of the time that a live line has stood: " 12 min 34 s". */
const WAITED = 12;

export interface ProgressOptions {
  readonly io: Io;
  readonly log: Logger;
  readonly now: () => Date;
  /** Go with every log line. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly quiet?: boolean | undefined;
}

/** Opens the progress of one run. */
export function openProgress({ io, log, now, fields, quiet }: ProgressOptions): Progress {
  const nothing = (): void => undefined;
  if (!io.errIsTerminal) {
    // Before anything is waited for: whoever reads the log of a container sees at once that it is there.
    log.info("run started", fields);
    return { show: (event) => logEvent(log, event, fields), close: nothing };
  }
  if (quiet === true)
    return { show: (event) => event.type === "warning" && log.warn(event.message), close: nothing };
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
  let since = now();
  const waited = (): string => {
    const seconds = Math.floor((now().getTime() - since.getTime()) / 1000);
    return seconds === 0 ? "" : formatDuration(seconds * 1000);
  };
  const spinner = ora({
    discardStdin: false,
    color: io.errColor ? "cyan" : false,
    isEnabled: true,
    // Asked for with every frame.
    suffixText: waited,
  }).start();
  return {
    show: (event) => {
      const { kept, live } = renderEvent(event);
      // Before the kept line: to go on after it draws what the text is then.
      since = now();
      spinner.text = cut(visible(live), io.errWidth - INDENT - WAITED);
      if (kept !== undefined) {
        const line = { symbol: sign(kept.mark), text: fit(kept.text), suffixText: "" };
        spinner.stopAndPersist(line).start();
      }
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
      const { stage, detail, load } = event;
      log.info(stage, { ...fields, detail, ...load });
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
