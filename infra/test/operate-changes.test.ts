/** What a stack becomes in its life: another image, other nodes, another track, another password, more readers. */
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { Checkout } from "./support/world/checkout.ts";
import { GrownStack } from "./support/world/grown-stack.ts";
import { setInStackFile } from "./support/world/stack-file.ts";

const first = Checkout.make();
afterAll(() => first.remove());

let stack: GrownStack;
beforeEach(async () => {
  stack = await GrownStack.grow(first);
});
afterEach(() => stack.remove());

describe("rollback", () => {
  it("lists the images, and goes back to that of a commit", async () => {
    const [old, image] = [
      stack.stage.checkout.git("rev-parse", "HEAD").trim(),
      stack.stage.world.tasks.definitions.get("dwh-dev"),
    ];
    const newer = stack.stage.checkout.commit("A change");
    await stack.done(["deploy", "dev", "--yes"]);
    const [top = "", next = ""] = (await stack.done(["rollback", "dev"])).split("\n");
    expect(top).toMatch(new RegExp(`^${newer} .* runs now$`));
    expect(next).toMatch(new RegExp(`^${old} [^n]*$`));
    await stack.done(["rollback", "dev", old.slice(0, 8), "--yes"]);
    expect(stack.stage.world.tasks.definitions.get("dwh-dev")).toBe(image);
    expect(stack.stage.checkout.git("status", "--porcelain")).toBe("");
  });

  it("changes nothing for a commit without an image", async () => {
    expect(await stack.failed(["rollback", "dev", "0123abc", "--yes"])).toContain(
      "no image is of commit 0123abc",
    );
    expect(stack.stage.world.calls.join("\n")).not.toContain("pulumi up");
  });
});

describe("upgrade", () => {
  it("says which release the cluster has, on which track, and when the next one may come", async () => {
    expect(await stack.done(["upgrade", "dev"])).toBe(
      "dwh-dev: release 1.0.204001, track current, next maintenance from 2026-12-06T06:00:00Z on\n",
    );
    expect(stack.stage.world.calls.filter((call) => call.startsWith("pulumi up"))).toEqual([]);
  });

  it("changes the track from the next maintenance window on, which is no drift until then", async () => {
    const told = await stack.done(["upgrade", "dev", "trailing", "--yes"]);
    expect(told).toContain("track current, trailing from the next maintenance on");
    expect(told).toContain("now commit Pulumi.dev.yaml");
    expect(readFileSync(stack.file, "utf8")).toContain("maintenanceTrack: trailing");
    expect(stack.cluster()).toMatchObject({ track: "current", pendingTrack: "trailing" });
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
    stack.stage.world.clusters().passMaintenanceWindow(stack.cluster());
    expect(await stack.done(["upgrade", "dev"])).toContain("track trailing, next maintenance");
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
  });

  it("and drift sees a track that somebody else has changed", async () => {
    stack.cluster().track = "trailing";
    const { code, stdout } = await stack.stage.operate(["drift", "dev"]);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: "update aws:redshift/cluster:Cluster warehouse maintenanceTrackName\n",
    });
  });

  it("resumes a cluster that sleeps, which could not be changed, and pauses it again", async () => {
    stack.cluster().status = "paused";
    await stack.done(["upgrade", "dev", "trailing", "--yes"]);
    expect(stack.cluster()).toMatchObject({
      pendingTrack: "trailing",
      status: expect.stringMatching(/^(?:pausing|paused)$/),
    });
  });

  it("changes the track of Serverless too, which AWS updates while it is idle", async () => {
    setInStackFile(stack.file, "warehouse", "serverless");
    await stack.done(["deploy", "dev", "--yes"]);
    expect(await stack.done(["upgrade", "dev", "trailing", "--yes"])).toContain("while it is idle");
    expect(readFileSync(stack.file, "utf8")).toContain("maintenanceTrack: trailing");
  });

  it("refuses what is no track, before anything is changed", async () => {
    expect(await stack.failed(["upgrade", "dev", "newest"])).toContain('the track is "newest"');
    expect(readFileSync(stack.file, "utf8")).not.toContain("maintenanceTrack");
  });
});

describe("rotate and readers", () => {
  it("the schedule of rotations does what rotate does, and only while it is on", async () => {
    const before = stack.stage.world.secrets.get("dwh-dev/job");
    stack.stage.world.comeTo("dwh-dev-rotate");
    expect(stack.stage.world.secrets.get("dwh-dev/job")).toBe(before);
    setInStackFile(stack.file, "scheduleEnabled", "true");
    await stack.done(["deploy", "dev", "--yes"]);
    stack.stage.world.comeTo("dwh-dev-rotate");
    expect(stack.stage.world.secrets.get("dwh-dev/job")).not.toBe(before);
    await stack.done(["run", "dev"]);
    await stack.done(["pause", "dev", "--yes"]);
    expect(stack.stage.world.schedules.get("dwh-dev-rotate")).toBe("DISABLED");
  });

  it("rotate gives the job a new password, with which the next run logs in", async () => {
    const before = stack.stage.world.secrets.get("dwh-dev/job");
    await stack.done(["rotate", "dev"]);
    expect(stack.stage.world.secrets.get("dwh-dev/job")).not.toBe(before);
    // The task of the schedule, with its own command and its own stream of the log.
    expect(stack.stage.world.calls).toContainEqual(
      expect.stringContaining("--task-definition dwh-dev-rotate"),
    );
    expect([...stack.stage.world.tasks.streams.keys()]).toContainEqual(
      expect.stringMatching(/^rotate\/dwh\//),
    );
    await stack.done(["run", "dev"]);
  });

  it("readers lets a group read", async () => {
    await stack.done(["readers", "dev", "analysts"]);
    expect(stack.cluster().readers).toEqual(["analysts"]);
    expect(await stack.failed(["readers", "dev"])).toContain("the name of the group is missing");
  });
});

describe("resize", () => {
  it("takes the elastic way where AWS offers it, and leaves setting, state and cluster alike", async () => {
    expect(await stack.done(["resize", "dev", "4", "--yes"])).toMatch(
      /elastic resize takes minutes[^]*now commit Pulumi.dev.yaml/,
    );
    expect(stack.cluster()).toMatchObject({ nodes: 4, nodeType: "ra3.large" });
    expect(readFileSync(stack.file, "utf8")).toContain('nodes: "4"');
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
  });

  it("wants a classic resize to be asked for, and says what is read-only meanwhile", async () => {
    expect(await stack.failed(["resize", "dev", "1", "--yes"])).toMatch(
      /only a classic resize: the warehouse restarts, and is read-only/,
    );
    expect(stack.cluster().nodes).toBe(2);
    expect(readFileSync(stack.file, "utf8")).toContain('nodes: "2"');
    await stack.done(["resize", "dev", "1", "--classic", "--yes"]);
    expect(stack.cluster().nodes).toBe(1);
    // "Classic resize to RA3": to two nodes or more it can be written to after the restart.
    expect(await stack.failed(["resize", "dev", "2", "--yes"])).toMatch(
      /classic resize: .* slower for hours\. What/,
    );
    expect(await stack.failed(["resize", "dev", "2", "rg.large", "--yes"])).toMatch(/read-only for hours/);
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
  });

  it("says that other nodes leave it read-only, though they come elastically", async () => {
    expect(await stack.done(["resize", "dev", "2", "ra3.xlplus", "--yes"])).toMatch(
      /elastic resize to other nodes: the warehouse is read-only/,
    );
    expect(stack.cluster()).toMatchObject({ nodes: 2, nodeType: "ra3.xlplus" });
  });

  it("resumes a cluster that sleeps first", async () => {
    stack.cluster().status = "paused";
    await stack.done(["resize", "dev", "4", "--yes"]);
    expect(stack.cluster()).toMatchObject({ nodes: 4, status: "available" });
  });

  it("refuses what is no number of nodes", async () => {
    for (const nodes of [[], ["0"], ["two"], ["1.5"]]) await stack.failed(["resize", "dev", ...nodes]);
    expect(stack.stage.world.calls.join("\n")).not.toContain("resize-cluster");
  });
});
