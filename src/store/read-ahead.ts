/** Does slow things ahead of the one who waits for their results, in order, and not too far ahead. */

/** How far ahead `readAhead` may go. */
export interface ReadAheadLimits<T> {
  /** Things under way at a time. */
  readonly concurrency: number;
  /** Weight of all that is under way or waiting to be taken; one thing alone may be heavier. */
  readonly weight: number;
  readonly weigh: (item: T) => number;
}

/** How many results may wait behind a slow one, as a multiple of the concurrency. */
const WAITING_PER_RUNNING = 4;

/**
 * Returns the results in the order of the items. The first failure is thrown in its place; after leaving early, for
 * whatever reason, nothing more is started.
 */
export async function* readAhead<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  limits: ReadAheadLimits<T>,
): AsyncGenerator<R, void, undefined> {
  /** By the index of the item; what has been taken is not kept alive. */
  const results = new Map<number, Promise<R>>();
  let started = 0;
  let running = 0;
  let held = 0;
  let taken = 0;
  let left = false;

  const fill = (): void => {
    while (started < items.length) {
      const item = items[started] as T;
      const ahead = started - taken;
      const full = ahead > 0 && held + limits.weigh(item) > limits.weight;
      if (left || running >= limits.concurrency || ahead >= limits.concurrency * WAITING_PER_RUNNING || full)
        return;
      running += 1;
      held += limits.weigh(item);
      const result = work(item).finally(() => {
        running -= 1;
        fill();
      });
      // Whoever waits for it sees the failure; nobody may ever wait for it.
      result.catch(() => undefined);
      results.set(started, result);
      started += 1;
    }
  };

  try {
    for (const [index, item] of items.entries()) {
      fill();
      const result = await (results.get(index) as Promise<R>);
      results.delete(index);
      taken += 1;
      yield result;
      held -= limits.weigh(item);
    }
  } finally {
    left = true;
  }
}
