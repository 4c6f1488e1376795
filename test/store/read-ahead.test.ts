import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAhead } from "../../src/store/read-ahead.ts";

/** Lets everything that is ready to run, run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("reading ahead", () => {
  it("gives every result once, in order, within both limits, whatever finishes first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ weight: fc.nat(20), turns: fc.nat(5) }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (items, concurrency, weight) => {
          let running = 0;
          let held = 0;
          const results: number[] = [];
          const work = async ({ weight: own, turns }: (typeof items)[number]): Promise<number> => {
            running += 1;
            held += own;
            expect(running).toBeLessThanOrEqual(concurrency);
            expect(held === own || held <= weight).toBe(true);
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
            running -= 1;
            return own;
          };
          for await (const own of readAhead(items, work, {
            concurrency,
            weight,
            weigh: (item) => item.weight,
          })) {
            results.push(own);
            held -= own;
          }
          expect(results).toEqual(items.map((item) => item.weight));
        },
      ),
    );
  });

  it("fills up to the limit while the caller waits, and starts another one when one ends", async () => {
    const waiting: (() => void)[] = [];
    const work = (item: number) => new Promise<number>((resolve) => waiting.push(() => resolve(item)));
    const results = readAhead([1, 2, 3, 4, 5], work, { concurrency: 3, weight: 100, weigh: () => 1 });
    const first = results.next();
    await settle();
    expect(waiting).toHaveLength(3);
    waiting[2]?.();
    await settle();
    expect(waiting).toHaveLength(4);
    waiting[0]?.();
    expect((await first).value).toBe(1);
    await results.return();
  });

  it("reads as far ahead at the end as at the beginning: what was taken weighs nothing", async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<number> => begun.push(item);
    const results = readAhead([1, 2, 3, 4, 5, 6], work, { concurrency: 9, weight: 2, weigh: () => 1 });
    for (const ahead of [2, 3, 4, 5]) {
      await results.next();
      expect(begun).toHaveLength(ahead);
    }
    await results.return();
  });

  it("throws a failure in its place, and starts nothing more", async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<number> => {
      begun.push(item);
      await settle();
      if (item === 2) throw new Error("two");
      return item;
    };
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      const limits = { concurrency: 2, weight: 100, weigh: () => 1 };
      for await (const item of readAhead([1, 2, 3, 4, 5, 6, 7, 8, 9], work, limits)) seen.push(item);
    };
    await expect(all()).rejects.toThrow("two");
    const then = begun.length;
    for (let turn = 0; turn < 9; turn += 1) await settle();
    expect(seen).toEqual([1]);
    expect(begun).toHaveLength(then);
    expect(then).toBeLessThan(9);
  });
});
