/** What is handled at once, one after the other, without anything to wait for: others have their turn between. */
import { setImmediate as turn } from "node:timers/promises";

/** How many small things are done in one turn: a statement that is read and planned at once takes some milliseconds. */
const EACH = 8;

/** Counts what one client has asked for. */
export class Turns {
  private taken = 0;

  /** There is something to wait for, and others have their turn anyway. */
  restart(): void {
    this.taken = 0;
  }

  /** Waits, now and then, until everybody else had a turn. */
  async next(): Promise<void> {
    this.taken += 1;
    if (this.taken % EACH === 0) await turn();
  }
}
