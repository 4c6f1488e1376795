import { describe, expect, it } from "vitest";
import { TableLocks } from "../../../src/warehouse/local/table-locks.ts";

/** Lets everything that is ready to run, run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("the queue for a table", () => {
  it("gives the table to who waits longest, one after the other", async () => {
    const locks = new TableLocks();
    const [first, second, third, fourth] = [{}, {}, {}, {}];
    const held: string[] = [];
    await locks.acquire(first, "t");
    const waiting = Object.entries({ second, third, fourth }).map(async ([name, session]) => {
      await locks.acquire(session, "t");
      held.push(name);
    });
    for (const [session, expected] of [
      [first, ["second"]],
      [second, ["second", "third"]],
      [third, ["second", "third", "fourth"]],
    ] as const) {
      locks.release(session);
      await settle();
      expect(held).toEqual(expected);
    }
    await Promise.all(waiting);
  });

  it("does not make a session wait for what it holds, nor for another table", async () => {
    const locks = new TableLocks();
    const [one, other] = [{}, {}];
    await locks.acquire(one, "t");
    await expect(locks.acquire(one, "t")).resolves.toBeUndefined();
    await expect(locks.acquire(other, "u")).resolves.toBeUndefined();
    locks.release(one);
    await expect(locks.acquire(other, "t")).resolves.toBeUndefined();
  });

  it("passes over who has given up, and frees a table that nobody waits for", async () => {
    const locks = new TableLocks();
    const [first, second, third] = [{}, {}, {}];
    await locks.acquire(first, "t");
    const given = locks.acquire(second, "t");
    const waiting = locks.acquire(third, "t");
    locks.cancel(second);
    await expect(given).rejects.toMatchObject({ sqlState: "57014" });
    locks.release(first);
    await waiting;
    locks.release(third);
    await locks.acquire(second, "t");
  });
});
