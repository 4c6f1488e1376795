/** Wrong passwords slow down: guessing is to take longer than it is worth. */

/** Wrong ones of a user that are answered at once: people mistype. */
const FREE = 3;
const FIRST_MS = 250;
const LONGEST_MS = 8000;

/** Counts the wrong passwords of each user of a server; the names come from its accounts, so that they are few. */
export class WrongPasswords {
  private readonly counts = new Map<string, number>();

  /** One more for this user; returns for how long, in milliseconds, the answer is held back: twice as long each time. */
  add(user: string): number {
    const count = (this.counts.get(user) ?? 0) + 1;
    this.counts.set(user, count);
    return count <= FREE ? 0 : Math.min(FIRST_MS * 2 ** (count - FREE - 1), LONGEST_MS);
  }

  /** A right one: the count begins again. */
  forget(user: string): void {
    this.counts.delete(user);
  }
}
