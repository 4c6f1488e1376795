/** What is looked up: the kind of thing, and its name. */
export type Key = readonly (string | undefined)[];

/** What a transaction has looked up in the catalogue. Its snapshot shows the same until its end, but for what it changes itself. */
export class Lookups {
  /** Undefined outside a transaction, where each question has a snapshot of its own. */
  private found: Map<string, unknown> | undefined;

  /** A transaction begins: what is found from now on is kept. */
  begin(): void {
    this.found = new Map();
  }

  /** The transaction has ended. */
  end(): void {
    this.found = undefined;
  }

  /** The transaction has changed the catalogue. */
  forget(): void {
    this.found?.clear();
  }

  /** Returns what was found under the key; else looks, and keeps it, also when there is nothing. What fails is not kept. */
  async of<T>(key: Key, look: () => Promise<T>): Promise<T> {
    const { found } = this;
    if (found === undefined) return look();
    const name = JSON.stringify(key);
    if (found.has(name)) return found.get(name) as T;
    const value = await look();
    found.set(name, value);
    return value;
  }
}
