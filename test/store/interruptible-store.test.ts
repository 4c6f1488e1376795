import { afterEach, expect, it } from "vitest";
import { interruptibleStore } from "../../src/store/interruptible-store.ts";
import { memoryBucket } from "../support/fake-aws/bucket.ts";
import { memoryStore } from "../support/memory-store.ts";

const warnings: Error[] = [];
const note = (warning: Error): void => void warnings.push(warning);
afterEach(() => void process.off("warning", note));

it("waits for as many answers as are under way, and nobody is warned of them", async () => {
  process.on("warning", note);
  const bucket = memoryBucket();
  bucket.write("a", Buffer.from("x"));
  const store = interruptibleStore(memoryStore("lake", bucket), new AbortController().signal);
  const answers = await Promise.all(Array.from({ length: 40 }, () => store.read("s3://lake/a")));
  expect(answers.map(String)).toEqual(Array.from({ length: 40 }, () => "x"));
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});
