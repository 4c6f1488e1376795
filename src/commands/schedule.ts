/** `dwh schedule`: the job on a cron expression, for a machine without a scheduler. */
import cron from "node-cron";
import { ConfigError, DwhError } from "../errors.ts";
import { explain } from "../text/explain.ts";
import type { CommandContext } from "../cli/context.ts";
import { command as runOnce } from "./run.ts";

/**
 * Runs until a signal comes; what a run ends with is logged and does not end the schedule. Two runs never overlap.
 * @throws ConfigError for an expression or a time zone that is not one; the signal's error at the end.
 */
export async function command(context: CommandContext): Promise<number> {
  const [expression = ""] = context.args;
  const timezone = context.flags.timezone ?? "UTC";
  check(expression, timezone);
  let going: Promise<void> = Promise.resolve();
  const task = cron.schedule(
    expression,
    async () => {
      going = runAndLog(context);
      await going;
      tellNext();
    },
    { timezone, noOverlap: true, name: "dwh" },
  );
  task.on("execution:overlap", () => {
    context.log.warn("the previous run is still going: this one is skipped", { expression });
  });
  const tellNext = (): void => {
    context.log.info("next run", { at: task.getNextRun()?.toISOString(), expression, timezone });
  };
  tellNext();
  await new Promise<void>((resolve) =>
    context.signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  await task.destroy();
  await going;
  throw context.signal.reason;
}

async function runAndLog(context: CommandContext): Promise<void> {
  try {
    await runOnce({ ...context, flags: { ...context.flags, format: "auto" } });
  } catch (error) {
    context.log.error(error instanceof DwhError ? explain(error).trim() : String(error));
  }
}

function check(expression: string, timezone: string): void {
  if (!cron.validate(expression)) {
    throw new ConfigError(`${JSON.stringify(expression)} is not a cron expression`, {
      next: 'give five fields, as in "15 * * * *": minute, hour, day of the month, month, day of the week',
    });
  }
  try {
    Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch (error) {
    throw new ConfigError(`unknown time zone ${JSON.stringify(timezone)}`, {
      next: "name one of the IANA database, such as UTC or Europe/Oslo",
      cause: error,
    });
  }
}
