/** Things that are due, the earliest first: a binary heap. */

/** Something that is due at a time. */
export interface DueItem {
  /** Seconds since 1970. */
  time: number;
  /** Tells apart what is due at the same time. */
  readonly order: number;
}

/** A queue that has the item first that is due first; adding and taking cost the logarithm of its length. */
export class Queue<T extends DueItem> {
  private readonly heap: T[] = [];

  /** The one that is due first. */
  get first(): T | undefined {
    return this.heap[0];
  }

  push(item: T): void {
    const heap = this.heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as T;
      if (!isBefore(item, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = item;
  }

  /** Puts the first one where it belongs, now that its time has changed. */
  settleFirst(): void {
    const heap = this.heap;
    const item = heap[0];
    if (item === undefined) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && isBefore(right, heap[below] as T)) below++;
      const child = heap[below] as T;
      if (!isBefore(child, item)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = item;
  }

  /** Takes the first one away. */
  removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.settleFirst();
  }
}

function isBefore(one: DueItem, other: DueItem): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}
