/** What a session has not done yet, and its connection has to outlive. */
export class AtWork {
  private readonly all = new Set<Promise<unknown>>();

  /** Returns what the work does; until then it is under way. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.all.add(work);
    try {
      return await work;
    } finally {
      this.all.delete(work);
    }
  }

  /** Calls `end` once nothing is under way any more: at once where nothing is. */
  whenDone(end: () => void): void {
    if (this.all.size === 0) end();
    else void Promise.allSettled(this.all).then(end);
  }
}
