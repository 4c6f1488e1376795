/** Waiting that a signal, or the clock, can end. What was waited for goes on unseen, or is ended by who started it. */

/** Settles as the work does, or rejects with the signal's reason as soon as that is aborted. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  // Nobody may be waiting any more when it fails.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Settles as the work does; undefined once so many milliseconds have passed since the signal was aborted. */
export async function untilLate<T>(
  signal: AbortSignal,
  milliseconds: number,
  work: Promise<T>,
): Promise<T | undefined> {
  work.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  let start = (): void => undefined;
  const late = new Promise<undefined>((resolve) => {
    start = () => {
      timer = setTimeout(() => resolve(undefined), milliseconds);
    };
    if (signal.aborted) start();
    else signal.addEventListener("abort", start);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener("abort", start);
    clearTimeout(timer);
  }
}
