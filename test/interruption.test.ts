import { describe, expect, it } from "vitest";
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
  it("ends with nothing, some time after the signal and not before", async () => {
    const controller = new AbortController();
    expect(
      await untilLate(controller.signal, 1, new Promise((resolve) => setTimeout(resolve, 20, "late"))),
    ).toBe("late");
    const waiting = untilLate(controller.signal, 1, never);
    controller.abort(reason);
    expect(await waiting).toBeUndefined();
    expect(await untilLate(controller.signal, 1, never)).toBeUndefined();
    expect(await untilLate(controller.signal, 1000, Promise.resolve("in time"))).toBe("in time");
  });
});

describe("a store that can be waited for in vain", () => {
  const deaf: Store = {
    list: () => never,
    read: () => never,
    // One object, and then none that ever comes.
    async *readMany() {
      yield Buffer.from("one");
      await never;
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
      store.list("p"),
      store.read("u"),
      store.write("u", Buffer.of()),
      store.remove("p"),
      reading,
    ];
    setTimeout(() => controller.abort(reason), 10);
    for (const one of await Promise.allSettled(waiting))
      expect(one).toMatchObject({ status: "rejected", reason });
    expect(read).toEqual(["one"]);
    expect(store.localPath("u")).toBe("u");
  });
});
