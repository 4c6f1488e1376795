/** A thread that was ended had perhaps answered already: Node delivers what it sent all the same ("worker.terminate()", "Event: 'exit'" of worker_threads). */
import { setEnvironmentData } from "node:worker_threads";
import { expect, it } from "vitest";
import { openThreadCompiler, SMALL } from "../../../../src/warehouse/local/compile/in-thread.ts";

/** Whether the thread may answer, and whether it has. */
const gate = new Int32Array(new SharedArrayBuffer(8));
const [MAY, HAS] = [0, 1];

/** Answers with the text that it was asked about, and says so. */
const ECHO = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { getEnvironmentData, parentPort } from "node:worker_threads";
    const gate = getEnvironmentData("gate");
    parentPort.on("message", ({ sql }) => {
      Atomics.wait(gate, ${MAY}, 0);
      parentPort.postMessage({ value: sql });
      Atomics.store(gate, ${HAS}, 1);
      Atomics.notify(gate, ${HAS});
    });`)}`,
);

it("the answer to a text that was canceled is not given to who waits behind it", async () => {
  setEnvironmentData("gate", gate);
  const compiler = openThreadCompiler(ECHO);
  const canceled = new AbortController();
  const [mine, other] = ["a", "b"].map((letter) => letter.repeat(SMALL + 1)) as [string, string];
  const first = compiler.check(mine, canceled.signal).catch((error: unknown) => error);
  const second = compiler.check(other);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  // The answer is on its way, and nobody has taken it.
  Atomics.store(gate, MAY, 1);
  Atomics.notify(gate, MAY);
  Atomics.wait(gate, HAS, 0);
  canceled.abort("canceled");
  expect(await first).toBe("canceled");
  expect(await second).toBe(other);
  await compiler.close();
});
