import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAhead } from "../../src/sources/read-ahead.ts";

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
          for await (const own of readAhead(items, work, { concurrency, weight, weigh: (item) => item.weight })) {
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

  it("throws a failure in its place, and aborts what is under way", async () => {
    const aborted: number[] = [];
    const work = async (item: number, signal: AbortSignal): Promise<number> => {
      if (item === 2) throw new Error("two");
      if (item > 2) await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
      return item;
    };
    const seen: number[] = [];
    const all = async () => {
      for await (const item of readAhead([1, 2, 3, 4], async (item, signal) => {
        signal.addEventListener("abort", () => aborted.push(item));
        return work(item, signal);
      }, { concurrency: 4, weight: 100, weigh: () => 1 })) {
        seen.push(item);
      }
    };
    await expect(all()).rejects.toThrow("two");
    expect(seen).toEqual([1]);
    expect(aborted).toEqual([1, 2, 3, 4]);
  });
});
