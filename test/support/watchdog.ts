/**
 * Ends this process where a case of a test holds it up: neither a limit of vitest nor a deadline of the job ends a loop, or the opening of
 * a pipe. Another thread waits for the next case, as long as patience has it.
 */
import { Worker } from "node:worker_threads";
import { patience } from "./patience.ts";

/** The number of the case, the length of its words, and the words. */
const SHARED_BYTES = 64 * 1024;
const HEAD = 2 * Int32Array.BYTES_PER_ELEMENT;

const WATCH = `
const { workerData: { shared, limit } } = require("node:worker_threads");
const [at, length] = [0, 1];
const numbers = new Int32Array(shared, 0, 2);
for (;;) {
  const seen = Atomics.load(numbers, at);
  if (seen < 0) break;
  if (Atomics.wait(numbers, at, seen, limit) !== "timed-out") continue;
  const words = Buffer.from(shared, ${HEAD}, Atomics.load(numbers, length)).toString();
  require("node:fs").writeSync(2, "a case has not ended within " + limit + " ms: " + words + "\\n");
  process.kill(process.pid, "SIGKILL");
}
`;

/** Runs `use`, which tells of every case as it begins; one that takes longer than `limit`, in milliseconds, ends the process with its words. */
export async function watched<T>(
  limit: number,
  use: (begin: (words: string) => void) => Promise<T>,
): Promise<T> {
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const numbers = new Int32Array(shared, 0, 2);
  const words = Buffer.from(shared, HEAD);
  const dog = new Worker(WATCH, { eval: true, workerData: { shared, limit: patience(limit) } });
  try {
    return await use((text) => {
      Atomics.store(numbers, 1, words.write(text));
      Atomics.add(numbers, 0, 1);
      Atomics.notify(numbers, 0);
    });
  } finally {
    Atomics.store(numbers, 0, -1);
    Atomics.notify(numbers, 0);
    await dog.terminate();
  }
}
