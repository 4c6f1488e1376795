/** The time a run may take, as a signal. */
import { DeadlineError } from "../errors.ts";

/** A signal that is aborted with the given one, or when the milliseconds have passed; `clear` stops the clock. */
export function deadlineSignal(
  signal: AbortSignal,
  milliseconds: number | undefined,
): { readonly signal: AbortSignal; readonly clear: () => void } {
  if (milliseconds === undefined) return { signal, clear: () => undefined };
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const error = new DeadlineError(`the run took longer than ${milliseconds} ms and was rolled back`, {
      next: "run again, or allow more time with DWH_DEADLINE",
    });
    controller.abort(error);
  }, milliseconds);
  return { signal: AbortSignal.any([signal, controller.signal]), clear: () => clearTimeout(timer) };
}
