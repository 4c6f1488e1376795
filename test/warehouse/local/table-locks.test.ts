import { describe, expect, it } from "vitest";
import { TableLocks } from "../../../src/warehouse/local/table-locks.ts";

/** Transactions by name, and what became of their waiting, in the order in which it did. */
function setUp() {
  const locks = new TableLocks();
  const holders = new Map<string, object>();
  const happened: string[] = [];
  const holderOf = (name: string): object => {
    const holder = holders.get(name) ?? { name };
    holders.set(name, holder);
    return holder;
  };
  return {
    happened,
    /** Asks for a table, and notes when it is given or refused. */
    ask: (name: string, table: string): Promise<void> =>
      locks.acquire(holderOf(name), table).then(
        () => void happened.push(`${name} has ${table}`),
        (error: { readonly sqlState?: string }) => void happened.push(`${name}: ${error.sqlState ?? "?"}`),
      ),
    release: (name: string): void => locks.release(holderOf(name)),
    cancel: (name: string): void => locks.cancel(holderOf(name)),
  };
}

/** Lets everything happen that can: a lock that is never given shows in what happened, and not in waiting for it. */
const everythingHappens = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("locks of tables", () => {
  it("go to who waits longest, one after the other", async () => {
    const { ask, release, happened } = setUp();
    await ask("first", "t");
    for (const name of ["second", "third", "fourth"]) void ask(name, "t");
    for (const name of ["first", "second", "third"]) {
      release(name);
      await everythingHappens();
    }
    expect(happened).toEqual(["first has t", "second has t", "third has t", "fourth has t"]);
  });

  it("are given at once where nobody holds them, and to their holder again", async () => {
    const { ask, release, happened } = setUp();
    await ask("one", "t");
    await ask("one", "t");
    void ask("other", "u");
    await everythingHappens();
    release("one");
    await ask("other", "t");
    expect(happened).toEqual(["one has t", "one has t", "other has u", "other has t"]);
  });

  it("are refused with 40P01 to who closes a circle of two", async () => {
    const { ask, release, happened } = setUp();
    await ask("one", "t");
    await ask("other", "u");
    void ask("one", "u");
    void ask("other", "t");
    await everythingHappens();
    release("other");
    await everythingHappens();
    expect(happened).toEqual(["one has t", "other has u", "other: 40P01", "one has u"]);
  });

  it("are refused with 40P01 to who closes a circle of three, and the others get theirs in turn", async () => {
    const { ask, release, happened } = setUp();
    for (const [name, table] of [
      ["a", "t"],
      ["b", "u"],
      ["c", "v"],
    ] as const)
      await ask(name, table);
    void ask("a", "u");
    void ask("b", "v");
    void ask("c", "t");
    await everythingHappens();
    release("c");
    await everythingHappens();
    release("b");
    await everythingHappens();
    expect(happened.slice(3)).toEqual(["c: 40P01", "b has v", "a has u"]);
  });

  it("are refused to a new holder who waits for one that stands behind it in the queue", async () => {
    const { ask, release, happened } = setUp();
    await ask("holder", "t");
    await ask("last", "u");
    void ask("next", "t");
    void ask("last", "t");
    release("holder");
    await everythingHappens();
    void ask("next", "u");
    await everythingHappens();
    release("next");
    await everythingHappens();
    expect(happened.slice(2)).toEqual(["next has t", "next: 40P01", "last has t"]);
  });

  it("are waited for by many of one holder without being a circle", async () => {
    const { ask, release, happened } = setUp();
    await ask("one", "t");
    await ask("one", "u");
    void ask("a", "t");
    void ask("b", "u");
    void ask("c", "t");
    release("one");
    await everythingHappens();
    release("a");
    await everythingHappens();
    expect(happened.slice(2)).toEqual(["a has t", "b has u", "c has t"]);
  });

  it("are no longer waited for once that is cancelled: then the other way round is no circle", async () => {
    const { ask, release, cancel, happened } = setUp();
    await ask("one", "t");
    await ask("other", "u");
    void ask("one", "u");
    cancel("one");
    await everythingHappens();
    void ask("other", "t");
    release("one");
    await everythingHappens();
    expect(happened.slice(2)).toEqual(["one: 57014", "other has t"]);
  });
});
