/** The lines of a run on a terminal: those that stay, and a live one where the terminal can draw it. */
import { styleText } from "node:util";
import ora from "ora";
import type { Io } from "../cli/context.ts";
import type { RunEvent } from "../records/result.ts";
import { formatDuration } from "../text/amounts.ts";
import { renderEvent, type ProgressMark } from "./progress-lines.ts";
import type { ProgressDisplay } from "./progress.ts";
import { truncate, visible } from "../text/visible.ts";

const SIGNS = { done: ["✓", "green"], warning: ["!", "yellow"], failed: ["✗", "red"] } as const;
/** Columns of the sign and the blank before a line. */
const INDENT = 2;
/** Columns of the time that a live line has stood: " 12 min 34 s". */
const WAITED = 12;

/**
 * Opens the lines of a run on standard error, as wide and as colourful as it is; returns the display, which whoever
 * opens it closes.
 */
export function openLive(io: Io, now: () => Date): ProgressDisplay {
  const fit = (text: string): string => truncate(visible(text), io.errWidth - INDENT);
  const sign = (mark: ProgressMark): string => {
    const [character, color] = SIGNS[mark];
    return io.errColor ? styleText(color, character, { validateStream: false }) : character;
  };
  if (!io.errAnimates) {
    const show = (event: RunEvent): void => {
      const { kept } = renderEvent(event);
      if (kept !== undefined) io.writeErr(`${sign(kept.mark)} ${fit(kept.text)}\n`);
    };
    return { show, close: () => undefined };
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
      spinner.text = truncate(visible(live), io.errWidth - INDENT - WAITED);
      if (kept !== undefined) {
        const line = { symbol: sign(kept.mark), text: fit(kept.text), suffixText: "" };
        spinner.stopAndPersist(line).start();
      }
    },
    close: () => void spinner.stop(),
  };
}
