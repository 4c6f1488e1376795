/** The commands of a stack's life, against stand-ins of Pulumi, AWS and Docker that keep state and refuse what those would refuse. */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { Checkout } from "./support/world/checkout.ts";
import type { FakeCluster } from "./support/world/clusters.ts";
import { setInStackFile } from "./support/world/stack-file.ts";
import { Stage } from "./support/world/stage.ts";

const first = Checkout.make();
afterAll(() => first.remove());

let stage: Stage;
beforeEach(() => {
  stage = new Stage(first.copy());
  stage.world.pulumi.stacks.set("dev", { resources: new Map(), outputs: {} });
  stage.world.pulumi.stacks.set("prod", { resources: new Map(), outputs: {} });
});
afterEach(() => stage.remove());

const fileOf = (stack: string): string => join(stage.checkout.infra, `Pulumi.${stack}.yaml`);
const set = (key: string, text: string, stack = "dev"): void => setInStackFile(fileOf(stack), key, text);
const cluster = (stack = "dev"): FakeCluster => {
  const found = stage.world.clusters().byId.get(`dwh-${stack}`);
  if (found === undefined) throw new Error("there is no cluster");
  return found;
};
const sleepNow = (stack = "dev"): void => {
  cluster(stack).status = "paused";
};
/** What was asked of AWS and Pulumi since, without what only looks. */
/** The calls of this operation of Redshift. */
const asked = (operation: string): readonly string[] =>
  stage.world.calls.filter((call) => call.startsWith(`aws redshift ${operation} `));
const changes = (): readonly string[] =>
  stage.world.calls.filter(
    (call) =>
      !/^(pulumi (stack output|config|preview)|aws \S+ (describe|get|list|filter|receive))/.test(call),
  );

/** A stack with an image and a warehouse, as `deploy` leaves it; what was asked on the way is forgotten. */
async function deployed(stack = "dev"): Promise<void> {
  const { code, stderr } = await stage.operate(["deploy", stack, "--yes"]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  stage.world.calls.length = 0;
}

describe("deploy", () => {
  it("makes everything on day one, though `config set` has just changed the file of the stack", async () => {
    set("account", "123456789012");
    const { code, stderr } = await stage.operate(["deploy", "dev", "--yes"]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect([...stage.world.tasks.definitions]).toHaveLength(3);
    expect(stage.world.schedules.get("dwh-dev-run")).toBe("DISABLED");
    expect(stderr).toContain("now commit Pulumi.dev.yaml");
  });

  it("keeps the digest out of files that git follows, so that a second deploy finds no change of its own", async () => {
    await deployed();
    expect(stage.checkout.git("status", "--porcelain")).toBe("");
    appendFileSync(join(stage.checkout.root, "src/main.ts"), "\n");
    stage.checkout.commit("A change");
    const before = stage.world.tasks.definitions.get("dwh-dev");
    const { code } = await stage.operate(["deploy", "dev", "--yes"]);
    expect(code).toBe(0);
    expect(stage.world.tasks.definitions.get("dwh-dev")).not.toBe(before);
    expect(stage.checkout.git("status", "--porcelain")).toBe("");
  });

  it("builds nothing for a commit whose image is there", async () => {
    await deployed();
    expect((await stage.operate(["deploy", "dev", "--yes"])).code).toBe(0);
    expect(changes().filter((call) => call.startsWith("docker"))).toEqual([]);
  });

  it("refuses what is not committed and goes into the image, before anything is made", async () => {
    appendFileSync(join(stage.checkout.root, "src/main.ts"), "\n");
    const { code, stderr } = await stage.operate(["deploy", "dev", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("src/main.ts");
    expect(changes()).toEqual([]);
  });

  it("does not care for changes beside the image", async () => {
    appendFileSync(join(stage.checkout.infra, ".gitignore"), "\n");
    expect((await stage.operate(["deploy", "dev", "--yes"])).code).toBe(0);
  });

  it("takes a state that cannot be read for no first time: task and schedule stay", async () => {
    await deployed();
    let isFirst = true;
    stage.world.pulumi.fault = (command) => {
      if (!command.startsWith("stack output") || !isFirst) return undefined;
      isFirst = false;
      return "failed to load checkpoint: RequestTimeout";
    };
    const { code, stderr } = await stage.operate(["deploy", "dev", "--yes"]);
    expect(stage.world.schedules.has("dwh-dev-run")).toBe(true);
    expect(code).not.toBe(0);
    expect(stderr).toContain("RequestTimeout");
    expect(changes()).toEqual([]);
  });

  it("resumes a paused warehouse that it changes, and pauses it again", async () => {
    await deployed();
    sleepNow();
    set("snapshotDays", "3");
    const { code, stderr } = await stage.operate(["deploy", "dev", "--yes"]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(changes()).toContain("aws redshift resume-cluster --cluster-identifier dwh-dev");
    expect(cluster().status).toMatch(/^paus/);
  });

  it("lets a paused warehouse sleep that it does not change", async () => {
    await deployed();
    sleepNow();
    stage.checkout.commit("A change");
    expect((await stage.operate(["deploy", "dev", "--yes"])).code).toBe(0);
    expect(changes().join("\n")).not.toContain("resume-cluster");
  });
});

describe("destroy", () => {
  it("resumes a paused warehouse first, which AWS would not delete", async () => {
    await deployed();
    sleepNow();
    const { code, stderr } = await stage.operate(["destroy", "dev", "--yes"], "dev\n");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stage.world.clusters().byId.size).toBe(0);
  });

  it.each(["pausing", "resuming"])("waits for one that is %s", async (status) => {
    await deployed();
    Object.assign(cluster(), { status, next: [status === "pausing" ? "paused" : "available"] });
    expect((await stage.operate(["destroy", "dev", "--yes"], "dev\n")).code).toBe(0);
    expect(stage.world.clusters().byId.size).toBe(0);
  });

  it("deletes what is protected, once the name was typed, and nothing otherwise", async () => {
    await deployed("prod");
    const refused = await stage.operate(["destroy", "prod", "--yes"], "yes\n");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing was deleted") });
    expect(changes()).toEqual([]);
    expect((await stage.operate(["destroy", "prod", "--yes"], "prod\n")).code).toBe(0);
    expect(stage.world.pulumi.stacks.get("prod")?.resources.size).toBe(0);
  });
});

describe("pause and resume", () => {
  it("pause stops the schedule and pauses the warehouse, twice as well as once", async () => {
    set("scheduleEnabled", "true");
    await deployed();
    for (const round of [1, 2]) {
      const { code, stderr } = await stage.operate(["pause", "dev", "--yes"]);
      expect({ round, code, stderr }).toMatchObject({ code: 0 });
      expect(stage.world.schedules.get("dwh-dev-run")).toBe("DISABLED");
      expect(cluster().status).toMatch(/^paus/);
    }
    expect(stage.world.tasks.definitions.has("dwh-dev")).toBe(true);
    expect(asked("pause-cluster")).toHaveLength(1);
  });

  it("resume starts the warehouse and the schedule, twice as well as once", async () => {
    await deployed();
    sleepNow();
    for (const round of [1, 2]) {
      const { code, stderr } = await stage.operate(["resume", "dev", "--yes"]);
      expect({ round, code, stderr }).toMatchObject({ code: 0 });
      expect(stage.world.schedules.get("dwh-dev-run")).toBe("ENABLED");
      expect(cluster().status).toBe("available");
    }
    expect(asked("resume-cluster")).toHaveLength(1);
  });

  it.each([
    ["pause", "available", "pausing", "paused"],
    ["resume", "paused", "resuming", "available"],
  ])(
    "%s is content when somebody else was quicker, between the look and the asking",
    async (what, status, next, end) => {
      await deployed();
      cluster().status = status;
      const answer = stage.world.answer.bind(stage.world);
      stage.world.answer = (call) => {
        if (call.args.includes(`${what}-cluster`)) Object.assign(cluster(), { status: next, next: [end] });
        return answer(call);
      };
      const { code, stderr } = await stage.operate([what, "dev", "--yes"]);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(asked(`${what}-cluster`)).toHaveLength(1);
    },
  );

  it.each([
    ["pausing", ["paused"]],
    ["resuming", ["available"]],
    ["modifying", ["available"]],
  ])("pause and resume wait for a warehouse that is %s", async (status, next) => {
    await deployed();
    Object.assign(cluster(), { status, next: [...next] });
    expect((await stage.operate(["resume", "dev", "--yes"])).code).toBe(0);
    expect(cluster().status).toBe("available");
    Object.assign(cluster(), { status, next: [...next] });
    expect((await stage.operate(["pause", "dev", "--yes"])).code).toBe(0);
    expect(cluster().status).toMatch(/^paus/);
  });

  it("resume starts the schedule of a warehouse that does not come back, and says so", async () => {
    await deployed();
    cluster().status = "hardware-failure";
    const { code, stderr } = await stage.operate(["resume", "dev", "--yes"]);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("hardware-failure") });
    expect(stage.world.schedules.get("dwh-dev-run")).toBe("ENABLED");
  });

  it("says that the file of the stack is to be committed", async () => {
    await deployed();
    set("scheduleEnabled", "true");
    stage.checkout.commit("Switch it on");
    const { stderr } = await stage.operate(["pause", "dev", "--yes"]);
    expect(readFileSync(fileOf("dev"), "utf8")).toContain('scheduleEnabled: "false"');
    expect(stderr).toContain("now commit Pulumi.dev.yaml");
  });

  it("leaves Serverless alone, which pauses by itself", async () => {
    set("warehouse", "serverless");
    await deployed();
    expect((await stage.operate(["pause", "dev", "--yes"])).code).toBe(0);
    expect(stage.world.calls.join("\n")).not.toContain("aws redshift");
  });
});

describe("run", () => {
  beforeEach(async () => {
    await deployed();
    expect((await stage.operate(["bootstrap", "dev"])).code).toBe(0);
    stage.world.calls.length = 0;
  });

  it("starts the task in the job's network, prints its log and ends with its exit code", async () => {
    const log = Array.from({ length: 5 }, (_, index) => `line ${index}`);
    stage.world.ending = { exitCode: 3, stoppedReason: "Essential container in task exited", log };
    const { code, stdout, stderr } = await stage.operate(["run", "dev"]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: `${log.join("\n")}\n` });
    expect(stderr).toMatch(/exit code 3.*Essential container in task exited/);
    expect(stage.told).toMatch(/exit code 3.*Essential container[^]*\nline 0\nline 1\n/);
    expect(stage.world.calls).toContainEqual(
      expect.stringMatching(
        /^aws ecs run-task --cluster dwh-dev --task-definition dwh-dev --launch-type FARGATE --network-configuration \{"awsvpc/,
      ),
    );
  });

  it("hands arguments on to dwh, whatever they are", async () => {
    await stage.operate(["run", "dev", "query", 'select "a b"', "--format", "json"]);
    const command = ["query", 'select "a b"', "--format", "json"];
    const overrides = JSON.stringify({ containerOverrides: [{ name: "dwh", command }] });
    expect(stage.world.calls).toContainEqual(expect.stringContaining(`--overrides ${overrides}`));
  });

  it("says why a task stopped whose container never started, and that there is no log", async () => {
    stage.world.ending = {
      stoppedReason: "CannotPullContainerError: not found",
      reason: "pull failed",
    };
    const { code, stderr } = await stage.operate(["run", "dev"]);
    expect(code).toBe(1);
    expect(stderr).toContain("CannotPullContainerError: not found");
    expect(stderr).not.toContain("ResourceNotFoundException");
  });

  it("ends with the exit code of a container that wrote nothing", async () => {
    stage.world.ending = { exitCode: 137, stoppedReason: "OutOfMemoryError: container killed" };
    const { code, stderr } = await stage.operate(["run", "dev"]);
    expect({ code, stderr }).toMatchObject({ code: 137, stderr: expect.stringContaining("OutOfMemory") });
  });

  it("says so when ECS starts nothing", async () => {
    stage.world.tasks.refuses = "RESOURCE:ENI";
    const { code, stderr } = await stage.operate(["run", "dev"]);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("RESOURCE:ENI") });
  });
});
