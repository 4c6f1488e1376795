import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { untilAborted, untilLate } from "../src/interruption.ts";
import { interruptibleStore } from "../src/store/interruptible-store.ts";
import type { Store } from "../src/store/store.ts";

const never = new Promise<never>(() => undefined);
const reason = new Error("enough");

describe("waiting until a signal", () => {
  it("gives what the work gives, and its error", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(signal, Promise.resolve(1))).toBe(1);
    await expect(untilAborted(signal, Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });

  it("ends with the signal's reason, at once when it was aborted before", async () => {
    const controller = new AbortController();
    const waiting = untilAborted(controller.signal, never);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(untilAborted(controller.signal, never)).rejects.toBe(reason);
  });
});

describe("waiting until it is too late", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("ends with nothing, some time after the signal and not before", async () => {
    const controller = new AbortController();
    const ends: unknown[] = [];
    void untilLate(controller.signal, 1000, never).then((end) => ends.push(end));
    await vi.advanceTimersByTimeAsync(60_000);
    controller.abort(reason);
    void untilLate(controller.signal, 1000, never).then((end) => ends.push(end));
    await vi.advanceTimersByTimeAsync(999);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ends).toEqual([undefined, undefined]);
  });

  it("ends as the work does when that is in time, and leaves no clock running", async () => {
    const { signal } = new AbortController();
    expect(await untilLate(signal, 1000, Promise.resolve("in time"))).toBe("in time");
    expect(await untilLate(AbortSignal.abort(reason), 1000, Promise.resolve("late"))).toBe("late");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a store that can be waited for in vain", () => {
  let askAgain = (): void => undefined;
  const askedAgain = new Promise<void>((resolve) => (askAgain = resolve));
  const deaf: Store = {
    list: () => never,
    read: () => never,
    // One object, and then none that ever comes.
    async *readMany() {
      yield Buffer.from("one");
      askAgain();
      await never;
    },
    async *readParts() {
      yield await never;
    },
    write: () => never,
    remove: () => never,
    localPath: (url) => url,
  };

  it("lets go of every request when the signal comes", async () => {
    const controller = new AbortController();
    const store = interruptibleStore(deaf, controller.signal);
    const read: string[] = [];
    const reading = (async () => {
      for await (const content of store.readMany?.([]) ?? []) read.push(content.toString());
    })();
    const waiting = [
      store.readParts({ url: "p", etag: "", size: 1 })[Symbol.asyncIterator]().next(),
      store.list("p"),
      store.read("u"),
      store.write("u", Buffer.of()),
      store.remove("p"),
      reading,
    ];
    await askedAgain;
    controller.abort(reason);
    for (const one of await Promise.allSettled(waiting))
      expect(one).toMatchObject({ status: "rejected", reason });
    expect(read).toEqual(["one"]);
    expect(store.localPath("u")).toBe("u");
  });
});
