import { describe, expect, it } from "vitest";
import { pauseDueOf } from "../../src/job/pause-due.ts";
import { memoryBucket } from "../support/fake-aws/bucket.ts";
import { memoryStore } from "../support/memory-store.ts";

const store = memoryStore("lake", memoryBucket());

describe("the mark of a cluster that a run has resumed", () => {
  it("is there for every run with that work prefix, until one clears it", async () => {
    await pauseDueOf(store, "s3://lake/work", "c1").set();
    const another = pauseDueOf(store, "s3://lake/work/", "c1");
    expect(await another.isSet()).toBe(true);
    await another.clear();
    expect(await another.isSet()).toBe(false);
  });

  it("is one cluster's, and not that of another whose name begins with its name", async () => {
    const [one, other] = ["c1", "c10"].map((id) => pauseDueOf(store, "s3://lake/work/", id));
    await other?.set();
    expect(await one?.isSet()).toBe(false);
    await one?.clear();
    expect(await other?.isSet()).toBe(true);
  });

  it("lasts as long as the process without a work prefix", async () => {
    const due = pauseDueOf(store, undefined, "c1");
    await due.set();
    expect(await due.isSet()).toBe(true);
    expect(await pauseDueOf(store, undefined, "c1").isSet()).toBe(false);
  });
});
