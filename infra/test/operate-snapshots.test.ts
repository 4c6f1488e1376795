/** What was there once: `snapshots`, `restore`, `copy-snapshots`. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { Checkout } from "./support/world/checkout.ts";
import { GrownStack } from "./support/world/grown-stack.ts";

const first = Checkout.make();
afterAll(() => first.remove());

let stack: GrownStack;
beforeEach(async () => {
  stack = await GrownStack.grow(first);
});
afterEach(() => stack.remove());

describe("restore", () => {
  it("puts a snapshot in the cluster's place, whose job can log in though the password was another then", async () => {
    expect(await stack.done(["snapshots", "dev", "before-the-change"])).toContain(
      "before-the-change  manual",
    );
    await stack.done(["rotate", "dev"]);
    await stack.done(["restore", "dev", "before-the-change", "--yes"], "dev\n");
    expect(stack.cluster("dwh-dev-before-restore").status).toBe("available");
    expect(stack.cluster()).toMatchObject({ status: "available", logging: true, nodes: 2 });
    expect(stack.cluster().told).toMatchObject({
      "--snapshot-identifier": "before-the-change",
      "--cluster-subnet-group-name": "dwh-dev",
      "--vpc-security-group-ids": "sg-1",
      "--manage-master-password": "",
      "--no-publicly-accessible": "",
      "--maintenance-track-name": "current",
    });
    await stack.done(["run", "dev"]);
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
  });

  it("restores what was copied from another region, of another stack's cluster, at its number of nodes", async () => {
    const { jobPassword, readers } = stack.cluster();
    const copied = {
      id: "copied",
      cluster: "dwh-prod",
      nodes: 4,
      nodeType: "ra3.large",
      jobPassword,
      readers,
      track: "trailing",
    };
    stack.stage.world.clusters().snapshots.set("copied", { ...copied, type: "automated" });
    await stack.done(["restore", "dev", "copied", "--yes"], "dev\n");
    expect(stack.cluster().told).toMatchObject({ "--snapshot-cluster-identifier": "dwh-prod" });
    // The file says two nodes, and Pulumi makes it so; the track is that of the cluster, not of the snapshot.
    expect(stack.cluster()).toMatchObject({ nodes: 2, track: "current" });
  });

  it("resumes a cluster that sleeps, which could not be renamed", async () => {
    await stack.done(["snapshots", "dev", "one"]);
    stack.cluster().status = "paused";
    await stack.done(["restore", "dev", "one", "--yes"], "dev\n");
    expect(stack.cluster("dwh-dev-before-restore").status).toBe("available");
  });

  it("changes nothing without the name typed, without such a snapshot, or while the last one put aside is there", async () => {
    await stack.done(["snapshots", "dev", "one"]);
    expect(await stack.failed(["restore", "dev", "one", "--yes"], "no\n")).toContain("nothing was changed");
    expect(await stack.failed(["restore", "dev", "two", "--yes"], "dev\n")).toContain(
      "there is no snapshot two",
    );
    expect(await stack.failed(["restore", "dev"], "dev\n")).toContain("the snapshot is missing");
    stack.stage.world.clusters().create("dwh-dev-before-restore", 2, "ra3.large");
    expect(await stack.failed(["restore", "dev", "one", "--yes"], "dev\n")).toContain("is still there");
    expect(stack.stage.world.calls.join("\n")).not.toContain("modify-cluster");
  });
});

describe("copy-snapshots", () => {
  it("copies to another region under a grant there, twice as well as once, until it is off", async () => {
    await stack.done(["copy-snapshots", "dev", "eu-west-1", "14"]);
    await stack.done(["copy-snapshots", "dev", "eu-west-1", "14"]);
    expect(stack.cluster().copiesTo).toBe("eu-west-1");
    expect([...stack.stage.world.clusters("eu-west-1").grants]).toEqual(["dwh-dev-copy"]);
    await stack.done(["copy-snapshots", "dev", "off"]);
    await stack.done(["copy-snapshots", "dev", "off"]);
    expect(stack.cluster().copiesTo).toBeUndefined();
  });
});
