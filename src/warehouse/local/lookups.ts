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

  /** Whether nothing is kept under the key yet, and something would be: outside a transaction nothing is. */
  isMissing(key: Key): boolean {
    return this.found?.has(JSON.stringify(key)) === false;
  }

  /** Returns what is kept under the key; undefined when nothing is. */
  kept(key: Key): unknown {
    return this.found?.get(JSON.stringify(key));
  }

  /** Keeps what was looked up together with others. */
  keep(key: Key, value: unknown): void {
    this.found?.set(JSON.stringify(key), value);
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
