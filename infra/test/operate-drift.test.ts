/** What went wrong in a stack without anybody having typed a command: `drift`, `failed-starts`, `status`. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { decideDrift } from "../operate/status.ts";
import { Checkout } from "./support/world/checkout.ts";
import { GrownStack } from "./support/world/grown-stack.ts";

const first = Checkout.make();
afterAll(() => first.remove());

let stack: GrownStack;
beforeEach(async () => {
  stack = await GrownStack.grow(first);
});
afterEach(() => stack.remove());

describe("drift", () => {
  it("finds nothing where nothing differs, and changes nothing", async () => {
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
    expect(stack.stage.world.calls.filter((call) => call.startsWith("pulumi up"))).toEqual([]);
  });

  it("does not take two nodes that sleep for one", async () => {
    stack.cluster().status = "paused";
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
    expect(stack.cluster().status).toBe("paused");
  });

  it.each(["pausing", "resuming"])("nor those of a cluster that is %s", async (status) => {
    Object.assign(stack.cluster(), { status, next: [status, status, status, "available"] });
    expect(await stack.done(["drift", "dev"])).toContain("nothing differs");
  });

  it("names what differs, and ends with 1", async () => {
    stack.cluster().nodeType = "ra3.xlplus";
    stack.cluster().logging = false;
    const { code, stdout } = await stack.stage.operate(["drift", "dev"]);
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
    expect(decideDrift([step("numberOfNodes")], asleep)).toEqual([]);
    expect(decideDrift([step("clusterType")], awake)).toHaveLength(1);
    expect(decideDrift([step("numberOfNodes")], awake)).toHaveLength(1);
    expect(decideDrift([step("clusterType", "nodeType")], asleep)).toHaveLength(1);
    expect(decideDrift([{ op: "delete", urn }], asleep)).toHaveLength(1);
    expect(decideDrift([{ ...step("clusterType"), op: "replace" }], asleep)).toHaveLength(1);
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
    const queue = stack.stage.world.queues.byName.get("dwh-dev-failed-starts") ?? [];
    for (let start = 0; start < 12; start++) queue.push({ code: "AccessDenied", message: `start ${start}` });
    const shown = await stack.done(["failed-starts", "dev"]);
    expect(shown.match(/AccessDenied: start/g)).toHaveLength(12);
    expect(queue).toHaveLength(12);
    expect(await stack.done(["failed-starts", "dev", "--empty"])).toContain("start 11");
    expect(queue).toHaveLength(0);
    expect(await stack.done(["failed-starts", "dev"])).toContain("no start has failed");
  });

  it("are counted by status, beside alarms and cluster", async () => {
    stack.stage.world.queues.byName
      .get("dwh-dev-failed-starts")
      ?.push({ code: "AccessDenied", message: "no" });
    const told = await stack.done(["status", "dev"]);
    expect(told).toContain("dwh-dev: available, 2 × ra3.large\n");
    expect(told).toContain("dwh-dev-run-failed: OK since");
    expect(told).toContain("dwh-dev-failed-starts: 1\n");
  });
});
