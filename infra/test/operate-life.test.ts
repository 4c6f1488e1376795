/** What a stack meets in its life beside its days: other nodes, other images, other passwords, snapshots, and what went wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { decideDrift } from "../operate/status.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { Checkout } from "./support/world/checkout.ts";
import type { FakeCluster } from "./support/world/clusters.ts";
import { runProgram } from "./support/world/program.ts";
import { setInStackFile } from "./support/world/stack-file.ts";
import { Stage } from "./support/world/stage.ts";

const first = Checkout.make();
afterAll(() => first.remove());

let stage: Stage;
beforeEach(async () => {
  stage = new Stage(first.copy());
  stage.world.pulumi.stacks.set("dev", { resources: new Map(), outputs: {} });
  setInStackFile(fileOf(), "nodes", "2");
  stage.checkout.commit("Two nodes");
  await done(["deploy", "dev", "--yes"]);
  await done(["bootstrap", "dev"]);
  stage.world.calls.length = 0;
});
afterEach(() => stage.remove());

const fileOf = (): string => join(stage.checkout.infra, "Pulumi.dev.yaml");
const cluster = (id = "dwh-dev"): FakeCluster => stage.world.clusters().find(id);

/** Types a command that has to succeed, and returns what was printed. */
async function done(args: readonly string[], input = ""): Promise<string> {
  const { code, stdout, stderr } = await stage.operate(args, input);
  expect({ args, code, stderr }).toMatchObject({ code: 0 });
  return stdout + stderr;
}

/** Types a command that has to fail, and returns what was said. */
async function failed(args: readonly string[], input = ""): Promise<string> {
  const { code, stderr } = await stage.operate(args, input);
  expect({ args, code }).toMatchObject({ code: 1 });
  return stderr;
}

describe("drift", () => {
  it("finds nothing where nothing differs, and changes nothing", async () => {
    expect(await done(["drift", "dev"])).toContain("nothing differs");
    expect(stage.world.calls.filter((call) => call.startsWith("pulumi up"))).toEqual([]);
  });

  it("does not take two nodes that sleep for one", async () => {
    cluster().status = "paused";
    expect(await done(["drift", "dev"])).toContain("nothing differs");
    expect(cluster().status).toBe("paused");
  });

  it.each(["pausing", "resuming"])("nor those of a cluster that is %s", async (status) => {
    Object.assign(cluster(), { status, next: [status, status, status, "available"] });
    expect(await done(["drift", "dev"])).toContain("nothing differs");
  });

  it("names what differs, and ends with 1", async () => {
    cluster().nodeType = "ra3.xlplus";
    cluster().logging = false;
    const { code, stdout } = await stage.operate(["drift", "dev"]);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout:
        "update aws:redshift/cluster:Cluster warehouse nodeType\ncreate aws:redshift/logging:Logging logging\n",
    });
  });

  it("sees what else differs of a cluster that sleeps, and nodes that differ of one that is awake", () => {
    const urn = "urn:pulumi:dev::sparkify-dwh::aws:redshift/cluster:Cluster::warehouse";
    const step = (...keys: readonly string[]) => ({
      op: "update",
      urn,
      detailedDiff: Object.fromEntries(keys.map((key) => [key, {}])),
    });
    const asleep = { isPaused: true, isTrackPending: false };
    const awake = { isPaused: false, isTrackPending: false };
    expect(decideDrift([step("clusterType")], asleep)).toEqual([]);
    expect(decideDrift([step("clusterType")], awake)).toHaveLength(1);
    expect(decideDrift([step("clusterType", "nodeType")], asleep)).toHaveLength(1);
    expect(decideDrift([{ op: "delete", urn }], asleep)).toHaveLength(1);
    const pending = { isPaused: false, isTrackPending: true };
    expect(decideDrift([step("maintenanceTrackName")], pending)).toEqual([]);
    expect(decideDrift([step("maintenanceTrackName", "nodeType")], pending)).toHaveLength(1);
    expect(
      decideDrift([step("maintenanceTrackName", "clusterType")], { ...pending, isPaused: true }),
    ).toEqual([]);
  });
});

describe("failed starts", () => {
  it("are shown with their reason, all of them, and stay until they are told to go", async () => {
    const queue = stage.world.queues.byName.get("dwh-dev-failed-starts") ?? [];
    for (let start = 0; start < 12; start++) queue.push({ code: "AccessDenied", message: `start ${start}` });
    const shown = await done(["failed-starts", "dev"]);
    expect(shown.match(/AccessDenied: start/g)).toHaveLength(12);
    expect(queue).toHaveLength(12);
    expect(await done(["failed-starts", "dev", "--empty"])).toContain("start 11");
    expect(queue).toHaveLength(0);
    expect(await done(["failed-starts", "dev"])).toContain("no start has failed");
  });

  it("are counted by status, beside alarms and cluster", async () => {
    stage.world.queues.byName.get("dwh-dev-failed-starts")?.push({ code: "AccessDenied", message: "no" });
    const told = await done(["status", "dev"]);
    expect(told).toContain("dwh-dev: available, 2 × ra3.large\n");
    expect(told).toContain("dwh-dev-run-failed: OK since");
    expect(told).toContain("dwh-dev-failed-starts: 1\n");
  });
});

describe("rollback", () => {
  it("lists the images, and goes back to that of a commit", async () => {
    const [old, image] = [
      stage.checkout.git("rev-parse", "HEAD").trim(),
      stage.world.tasks.definitions.get("dwh-dev"),
    ];
    const newer = stage.checkout.commit("A change");
    await done(["deploy", "dev", "--yes"]);
    const [top = "", next = ""] = (await done(["rollback", "dev"])).split("\n");
    expect(top).toMatch(new RegExp(`^${newer} .* runs now$`));
    expect(next).toMatch(new RegExp(`^${old} [^n]*$`));
    await done(["rollback", "dev", old.slice(0, 8), "--yes"]);
    expect(stage.world.tasks.definitions.get("dwh-dev")).toBe(image);
    expect(stage.checkout.git("status", "--porcelain")).toBe("");
  });

  it("changes nothing for a commit without an image", async () => {
    expect(await failed(["rollback", "dev", "0123abc", "--yes"])).toContain("no image is of commit 0123abc");
    expect(stage.world.calls.join("\n")).not.toContain("pulumi up");
  });
});

describe("upgrade", () => {
  it("says which release the cluster has, on which track, and when the next one may come", async () => {
    expect(await done(["upgrade", "dev"])).toBe(
      "dwh-dev: release 1.0.204001, track current, next maintenance from 2026-12-06T06:00:00Z on\n",
    );
    expect(stage.world.calls.filter((call) => call.startsWith("pulumi up"))).toEqual([]);
  });

  it("changes the track from the next maintenance window on, which is no drift until then", async () => {
    const told = await done(["upgrade", "dev", "trailing", "--yes"]);
    expect(told).toContain("track current, trailing from the next maintenance on");
    expect(told).toContain("now commit Pulumi.dev.yaml");
    expect(readFileSync(fileOf(), "utf8")).toContain("maintenanceTrack: trailing");
    expect(cluster()).toMatchObject({ track: "current", pendingTrack: "trailing" });
    expect(await done(["drift", "dev"])).toContain("nothing differs");
    stage.world.clusters().passMaintenanceWindow(cluster());
    expect(await done(["upgrade", "dev"])).toContain("track trailing, next maintenance");
    expect(await done(["drift", "dev"])).toContain("nothing differs");
  });

  it("and drift sees a track that somebody else has changed", async () => {
    cluster().track = "trailing";
    const { code, stdout } = await stage.operate(["drift", "dev"]);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: "update aws:redshift/cluster:Cluster warehouse maintenanceTrackName\n",
    });
  });

  it("resumes a cluster that sleeps, which could not be changed, and pauses it again", async () => {
    cluster().status = "paused";
    await done(["upgrade", "dev", "trailing", "--yes"]);
    expect(cluster()).toMatchObject({
      pendingTrack: "trailing",
      status: expect.stringMatching(/^(?:pausing|paused)$/),
    });
  });

  it("changes the track of Serverless too, which AWS updates while it is idle", async () => {
    setInStackFile(fileOf(), "warehouse", "serverless");
    await done(["deploy", "dev", "--yes"]);
    expect(await done(["upgrade", "dev", "trailing", "--yes"])).toContain("while it is idle");
    expect(readFileSync(fileOf(), "utf8")).toContain("maintenanceTrack: trailing");
  });

  it("refuses what is no track, before anything is changed", async () => {
    expect(await failed(["upgrade", "dev", "newest"])).toContain('the track is "newest"');
    expect(readFileSync(fileOf(), "utf8")).not.toContain("maintenanceTrack");
  });
});

describe("rotate and readers", () => {
  it("the schedule of rotations does what rotate does, and only while it is on", async () => {
    const before = stage.world.secrets.get("dwh-dev/job");
    stage.world.comeTo("dwh-dev-rotate");
    expect(stage.world.secrets.get("dwh-dev/job")).toBe(before);
    setInStackFile(fileOf(), "scheduleEnabled", "true");
    await done(["deploy", "dev", "--yes"]);
    stage.world.comeTo("dwh-dev-rotate");
    expect(stage.world.secrets.get("dwh-dev/job")).not.toBe(before);
    await done(["run", "dev"]);
    await done(["pause", "dev", "--yes"]);
    expect(stage.world.schedules.get("dwh-dev-rotate")).toBe("DISABLED");
  });

  it("rotate gives the job a new password, with which the next run logs in", async () => {
    const before = stage.world.secrets.get("dwh-dev/job");
    await done(["rotate", "dev"]);
    expect(stage.world.secrets.get("dwh-dev/job")).not.toBe(before);
    // The task of the schedule, with its own command and its own stream of the log.
    expect(stage.world.calls).toContainEqual(expect.stringContaining("--task-definition dwh-dev-rotate"));
    expect([...stage.world.tasks.streams.keys()]).toContainEqual(expect.stringMatching(/^rotate\/dwh\//));
    await done(["run", "dev"]);
  });

  it("readers lets a group read", async () => {
    await done(["readers", "dev", "analysts"]);
    expect(cluster().readers).toEqual(["analysts"]);
    expect(await failed(["readers", "dev"])).toContain("the name of the group is missing");
  });
});

describe("resize", () => {
  it("takes the elastic way where AWS offers it, and leaves setting, state and cluster alike", async () => {
    expect(await done(["resize", "dev", "4", "--yes"])).toMatch(
      /elastic resize takes minutes[^]*now commit Pulumi.dev.yaml/,
    );
    expect(cluster()).toMatchObject({ nodes: 4, nodeType: "ra3.large" });
    expect(readFileSync(fileOf(), "utf8")).toContain('nodes: "4"');
    expect(await done(["drift", "dev"])).toContain("nothing differs");
  });

  it("wants a classic resize to be asked for, and says what is read-only meanwhile", async () => {
    expect(await failed(["resize", "dev", "1", "--yes"])).toMatch(
      /only a classic resize: the warehouse restarts, and is read-only/,
    );
    expect(cluster().nodes).toBe(2);
    expect(readFileSync(fileOf(), "utf8")).toContain('nodes: "2"');
    await done(["resize", "dev", "1", "--classic", "--yes"]);
    expect(cluster().nodes).toBe(1);
    // "Classic resize to RA3": to two nodes or more it can be written to after the restart.
    expect(await failed(["resize", "dev", "2", "--yes"])).toMatch(
      /classic resize: .* slower for hours\. What/,
    );
    expect(await failed(["resize", "dev", "2", "rg.large", "--yes"])).toMatch(/read-only for hours/);
    expect(await done(["drift", "dev"])).toContain("nothing differs");
  });

  it("says that other nodes leave it read-only, though they come elastically", async () => {
    expect(await done(["resize", "dev", "2", "ra3.xlplus", "--yes"])).toMatch(
      /elastic resize to other nodes: the warehouse is read-only/,
    );
    expect(cluster()).toMatchObject({ nodes: 2, nodeType: "ra3.xlplus" });
  });

  it("resumes a cluster that sleeps first", async () => {
    cluster().status = "paused";
    await done(["resize", "dev", "4", "--yes"]);
    expect(cluster()).toMatchObject({ nodes: 4, status: "available" });
  });

  it("refuses what is no number of nodes", async () => {
    for (const nodes of [[], ["0"], ["two"], ["1.5"]]) await failed(["resize", "dev", ...nodes]);
    expect(stage.world.calls.join("\n")).not.toContain("resize-cluster");
  });
});

describe("restore", () => {
  it("puts a snapshot in the cluster's place, whose job can log in though the password was another then", async () => {
    expect(await done(["snapshots", "dev", "before-the-change"])).toContain("before-the-change  manual");
    await done(["rotate", "dev"]);
    await done(["restore", "dev", "before-the-change", "--yes"], "dev\n");
    expect(cluster("dwh-dev-before-restore").status).toBe("available");
    expect(cluster()).toMatchObject({ status: "available", logging: true, nodes: 2 });
    expect(cluster().told).toMatchObject({
      "--snapshot-identifier": "before-the-change",
      "--cluster-subnet-group-name": "dwh-dev",
      "--vpc-security-group-ids": "sg-1",
      "--manage-master-password": "",
      "--no-publicly-accessible": "",
      "--maintenance-track-name": "current",
    });
    await done(["run", "dev"]);
    expect(await done(["drift", "dev"])).toContain("nothing differs");
  });

  it("restores what was copied from another region, of another stack's cluster, at its number of nodes", async () => {
    const { jobPassword, readers } = cluster();
    const copied = {
      id: "copied",
      cluster: "dwh-prod",
      nodes: 4,
      nodeType: "ra3.large",
      jobPassword,
      readers,
      track: "trailing",
    };
    stage.world.clusters().snapshots.set("copied", { ...copied, type: "automated" });
    await done(["restore", "dev", "copied", "--yes"], "dev\n");
    expect(cluster().told).toMatchObject({ "--snapshot-cluster-identifier": "dwh-prod" });
    // The file says two nodes, and Pulumi makes it so; the track is that of the cluster, not of the snapshot.
    expect(cluster()).toMatchObject({ nodes: 2, track: "current" });
  });

  it("resumes a cluster that sleeps, which could not be renamed", async () => {
    await done(["snapshots", "dev", "one"]);
    cluster().status = "paused";
    await done(["restore", "dev", "one", "--yes"], "dev\n");
    expect(cluster("dwh-dev-before-restore").status).toBe("available");
  });

  it("changes nothing without the name typed, without such a snapshot, or while the last one put aside is there", async () => {
    await done(["snapshots", "dev", "one"]);
    expect(await failed(["restore", "dev", "one", "--yes"], "no\n")).toContain("nothing was changed");
    expect(await failed(["restore", "dev", "two", "--yes"], "dev\n")).toContain("there is no snapshot two");
    expect(await failed(["restore", "dev"], "dev\n")).toContain("the snapshot is missing");
    stage.world.clusters().create("dwh-dev-before-restore", 2, "ra3.large");
    expect(await failed(["restore", "dev", "one", "--yes"], "dev\n")).toContain("is still there");
    expect(stage.world.calls.join("\n")).not.toContain("modify-cluster");
  });
});

describe("copy-snapshots", () => {
  it("copies to another region under a grant there, twice as well as once, until it is off", async () => {
    await done(["copy-snapshots", "dev", "eu-west-1", "14"]);
    await done(["copy-snapshots", "dev", "eu-west-1", "14"]);
    expect(cluster().copiesTo).toBe("eu-west-1");
    expect([...stage.world.clusters("eu-west-1").grants]).toEqual(["dwh-dev-copy"]);
    await done(["copy-snapshots", "dev", "off"]);
    await done(["copy-snapshots", "dev", "off"]);
    expect(cluster().copiesTo).toBeUndefined();
  });
});

describe("the stand-in of the program", () => {
  let recorded: Awaited<ReturnType<typeof recordVariants>>;
  beforeAll(async () => {
    recorded = await recordVariants("dev", "dev on Serverless", "dev before its first image");
  });

  it.each([
    ["dev", { image: "x", delivery: "{}" }],
    ["dev on Serverless", { image: "x", delivery: "{}", warehouse: "serverless" }],
    ["dev before its first image", {}],
  ])("has the outputs of the real one: %s", (variant, config) => {
    const { outputs } = runProgram("dev", new Map(Object.entries(config)));
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(recorded(variant).outputs).sort());
  });
});
