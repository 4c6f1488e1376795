import { describe, expect, it } from "vitest";
import { TableLocks, type LockHolder, type LockMode } from "../../../src/warehouse/local/table-locks.ts";

/** Transactions by name, and what became of their waiting, in the order in which it did. */
function setUp() {
  const locks = new TableLocks();
  const holders = new Map<string, LockHolder>();
  const happened: string[] = [];
  const holderOf = (name: string): LockHolder => {
    const holder = holders.get(name) ?? { sessionId: holders.size, id: 1, startedAt: new Date(0) };
    holders.set(name, holder);
    return holder;
  };
  return {
    happened,
    /** Asks for a table, and notes when it is given or refused. */
    ask: (name: string, table: string, mode: LockMode = "exclusive"): Promise<void> =>
      locks.acquire(holderOf(name), table, mode).then(
        () => void happened.push(`${name} has ${table}`),
        (error: { readonly sqlState?: string }) => void happened.push(`${name}: ${error.sqlState ?? "?"}`),
      ),
    release: (name: string): void => locks.release(holderOf(name)),
    cancel: (name: string): void => locks.cancel(holderOf(name)),
    list: () =>
      locks.list().map(({ holder, table, mode, granted }) => {
        const [name] = [...holders].find(([, one]) => one === holder) ?? [];
        return `${name ?? "?"} ${granted ? "has" : "waits for"} ${table}, ${mode}`;
      }),
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

  it("are shared by readers, and keep everybody out once one of them is exclusive", async () => {
    const { ask, release, happened, list } = setUp();
    await ask("reader", "t", "share");
    await ask("another", "t", "share");
    const waiting = ask("run", "t");
    release("reader");
    expect(list()).toEqual(["another has t, share", "run waits for t, exclusive"]);
    release("another");
    await waiting;
    const behind = [ask("reader", "t", "share"), ask("another", "t", "share")];
    expect(list()).toEqual([
      "run has t, exclusive",
      "reader waits for t, share",
      "another waits for t, share",
    ]);
    release("run");
    await Promise.all(behind);
    expect(happened.slice(2)).toEqual(["run has t", "reader has t", "another has t"]);
  });

  it("make a reader wait behind who waits for an exclusive one, and let it through when that one gives up", async () => {
    const { ask, cancel, happened } = setUp();
    await ask("idle", "t", "share");
    const run = ask("run", "t");
    const reader = ask("reader", "t", "share");
    cancel("run");
    await Promise.all([run, reader]);
    expect(happened.slice(1)).toEqual(["run: 57014", "reader has t"]);
  });

  it("become exclusive for a reader before those who wait behind it, and two readers who both want that are a circle", async () => {
    const { ask, release, happened } = setUp();
    await ask("one", "t", "share");
    const behind = ask("behind", "t");
    await ask("one", "t");
    expect(happened).toEqual(["one has t", "one has t"]);
    release("one");
    await behind;
    release("behind");
    await ask("one", "u", "share");
    await ask("other", "u", "share");
    const first = ask("one", "u");
    await ask("other", "u");
    release("other");
    await first;
    expect(happened.slice(5)).toEqual(["other: 40P01", "one has u"]);
  });
});
