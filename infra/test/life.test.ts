/**
 * What each command of a stack's life changes: it is typed against the stand-ins, and the settings before and after it are recorded in turn
 * with the real program. What is not listed here may not change, and what is replaced is a task definition and nothing else.
 */
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseSettings } from "../src/parse-settings.ts";
import { DECLARED } from "../src/source-keys.ts";
import { REPLACES } from "./support/facts.ts";
import { recordStack, type Recorded, type RecordedStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { settingsOf, IMAGE } from "./support/variants.ts";
import { Checkout } from "./support/world/checkout.ts";
import { readStackFile, setInStackFile } from "./support/world/stack-file.ts";
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
});
afterEach(() => stage.remove());

const fileOf = (): string => join(stage.checkout.infra, "Pulumi.dev.yaml");

async function done(args: readonly string[]): Promise<void> {
  const { code, stderr } = await stage.operate(args, "dev\n");
  expect({ args, code, stderr }).toMatchObject({ code: 0 });
}

/** By the settings: the same ones make the same stack. */
const recorded = new Map<string, RecordedStack>();

/** The stack as the real program makes it of the file as it is now, with the image that runs. */
async function recordNow(): Promise<RecordedStack> {
  const image = String(stage.world.pulumi.stacks.get("dev")?.outputs["image"]);
  const own = [...readStackFile(fileOf())].filter(([key]) => !key.includes(":"));
  const parsed = parseSettings("dev", "us-east-1", new Map([...own, ["image", image]]), DECLARED);
  if (parsed.kind === "problems") throw new Error(parsed.problems.join("\n"));
  const key = JSON.stringify(parsed.settings);
  const found = recorded.get(key) ?? (await recordStack(parsed.settings));
  recorded.set(key, found);
  return found;
}

const nameOf = ({ type, name }: Recorded): string => `${type.replace(/^.*:/, "")} ${name}`;

/** The inputs in which a resource differs, and those that refer to one that is replaced: its ARN is a new one. */
function changedInputs(
  was: Recorded | undefined,
  is: Recorded,
  replaced: ReadonlySet<string>,
): readonly string[] {
  const keys = new Set([...Object.keys(was?.inputs ?? {}), ...Object.keys(is.inputs)]);
  return [...keys].filter((key) => {
    const [old, now] = [was?.inputs[key], is.inputs[key]].map((value) => JSON.stringify(value) ?? "");
    return old !== now || [...replaced].some((one) => now?.includes(`\${${one}::`));
  });
}

/** What an update from one to the other changes, and what it replaces; anything that comes or goes is told by its name. */
function compare(before: RecordedStack, after: RecordedStack) {
  const keyOf = ({ type, name }: Recorded): string => `${type}::${name}`;
  const old = new Map(before.resources.map((one) => [keyOf(one), one]));
  const gone = [...old.keys()].filter((key) => !after.resources.some((one) => keyOf(one) === key));
  const diff = (replaced: ReadonlySet<string>): readonly (readonly [Recorded, readonly string[]])[] =>
    after.resources
      .map((one) => [one, changedInputs(old.get(keyOf(one)), one, replaced)] as const)
      .filter(([, keys]) => keys.length > 0);
  const replaced = diff(new Set()).filter(([{ type }, keys]) => {
    const fact = REPLACES[type];
    if (fact === undefined) throw new Error(`support/facts.ts does not say what replaces ${type}`);
    return keys.some((key) => fact.value === "all" || fact.value.includes(key));
  });
  const changed = diff(new Set(replaced.map(([one]) => keyOf(one))));
  return {
    changes: [...gone, ...changed.map(([one, keys]) => `${nameOf(one)}: ${keys.join(", ")}`)],
    replaces: replaced.map(([one]) => nameOf(one)),
  };
}

interface Step {
  readonly type: readonly string[];
  /** Typed before it, and not looked at. */
  readonly after?: readonly (readonly string[])[];
  readonly changes: readonly string[];
  readonly replaces: readonly string[];
  /** What AWS is asked to change, beside what Pulumi does. */
  readonly asks: readonly string[];
}

const NOTHING = { changes: [], replaces: [] };
const ofCluster = (inputs: string): Pick<Step, "changes" | "replaces"> => ({
  changes: [`Cluster warehouse: ${inputs}`],
  replaces: [],
});
const TASKS = ["job", "bootstrap", "rotate"].map((name) => `TaskDefinition ${name}`);

const LIFE: Readonly<Record<string, Step>> = {
  restore: {
    type: ["restore", "dev", "one", "--yes"],
    after: [["snapshots", "dev", "one"]],
    ...NOTHING,
    asks: ["redshift modify-cluster", "redshift restore-from-cluster-snapshot", "ecs run-task"],
  },
  "resize, elastic": {
    type: ["resize", "dev", "4", "--yes"],
    ...ofCluster("numberOfNodes"),
    asks: ["redshift resize-cluster"],
  },
  "resize, to other nodes": {
    type: ["resize", "dev", "2", "ra3.xlplus", "--yes"],
    ...ofCluster("nodeType"),
    asks: ["redshift resize-cluster"],
  },
  "resize, to one node": {
    type: ["resize", "dev", "1", "--classic", "--yes"],
    ...ofCluster("clusterType, numberOfNodes"),
    asks: ["redshift resize-cluster"],
  },
  rotate: { type: ["rotate", "dev"], ...NOTHING, asks: ["ecs run-task"] },
  upgrade: {
    type: ["upgrade", "dev", "trailing", "--yes"],
    ...ofCluster("maintenanceTrackName"),
    asks: [],
  },
  drift: { type: ["drift", "dev"], ...NOTHING, asks: [] },
  readers: { type: ["readers", "dev", "analysts"], ...NOTHING, asks: ["ecs run-task"] },
  "snapshot copy": {
    type: ["copy-snapshots", "dev", "eu-west-1"],
    ...NOTHING,
    asks: ["redshift create-snapshot-copy-grant", "redshift enable-snapshot-copy"],
  },
};

/** The operations of AWS that were asked for since, without those that only look. */
const asked = (from: number): readonly string[] =>
  stage.world.calls
    .slice(from)
    .flatMap((call) => /^aws (\S+ (?!describe|get|list|filter|receive)\S+)/.exec(call)?.[1] ?? []);

describe("what changes, and what is replaced, by", () => {
  it.each(Object.entries(LIFE))("%s", async (_, { type, after = [], changes, replaces, asks }) => {
    for (const command of after) await done(command);
    const before = await recordNow();
    const calls = stage.world.calls.length;
    await done(type);
    expect({ ...compare(before, await recordNow()), asks: asked(calls) }).toEqual({
      changes,
      replaces,
      asks,
    });
  });

  it("rollback", async () => {
    const old = stage.checkout.git("rev-parse", "HEAD").trim();
    stage.checkout.commit("A change");
    await done(["deploy", "dev", "--yes"]);
    const before = await recordNow();
    const calls = stage.world.calls.length;
    await done(["rollback", "dev", old, "--yes"]);
    expect({ ...compare(before, await recordNow()), asks: asked(calls) }).toEqual({
      changes: [
        ...TASKS.map((task) => `${task}: containerDefinitions`),
        // They start the new revisions.
        "Schedule job: target",
        "Schedule rotate: target",
      ],
      replaces: TASKS,
      asks: [],
    });
  });
});

describe("a setting that changes in a stack's life", () => {
  it.each([
    { egress: "nat" },
    { nodes: "4", nodeType: "ra3.4xlarge" },
    { snapshotDays: "35", maintenanceTrack: "trailing" },
    { pausedBetweenRuns: "true" },
    { schedule: "cron(0 1 * * ? *)", rotateSchedule: "never" },
    { flowLogs: "false", logKey: "false", logDays: "30" },
  ])("leaves the cluster where it is: %j", async (changes) => {
    const prod = (await recordVariants("prod"))("prod");
    const texts = Object.entries(changes).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const after = await recordStack(settingsOf("prod", { image: IMAGE, ...Object.fromEntries(texts) }));
    const cluster = (stack: RecordedStack): Recorded | undefined =>
      stack.resources.find(({ type }) => type === "aws:redshift/cluster:Cluster");
    const [was, is] = [cluster(prod), cluster(after)];
    if (is === undefined) throw new Error("there is no cluster");
    const fixed = REPLACES["aws:redshift/cluster:Cluster"]?.value ?? [];
    expect(changedInputs(was, is, new Set()).filter((key) => fixed.includes(key))).toEqual([]);
  });
});
