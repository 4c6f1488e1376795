/** Pulumi's command line: it keeps a state for each stack, and writes `Pulumi.<stack>.yaml`, as the pages of its CLI say. */
import { join } from "node:path";
import { AwsFault, parseWords, type Answer, type Call, type Words } from "./call.ts";
import { CLUSTER, LOGGING, runProgram, type FakeResource, type Wanted } from "./program.ts";
import { beginStackFile, readStackFile, setInsideOfStackFile, setInStackFile } from "./stack-file.ts";

interface FakeStack {
  readonly resources: Map<string, FakeResource>;
  outputs: Readonly<Record<string, unknown>>;
}

interface Step {
  readonly op: "create" | "update" | "delete" | "same";
  readonly name: string;
  readonly resource: FakeResource;
  readonly changed: readonly string[];
}

/** Makes, changes and deletes what a step says, in AWS; throws what AWS refuses. Reads what is there for a refresh. */
export interface Provider {
  apply(step: Step, stack: string, region: string): void;
  read(resource: FakeResource, region: string): FakeResource | undefined;
}

class PulumiFault extends Error {}

export class Pulumi {
  readonly stacks = new Map<string, FakeStack>();
  loggedIn = true;
  /** Why the state cannot be read now; it is asked before each command. */
  fault: (command: string) => string | undefined = () => undefined;
  /** What whoever sits before the terminal answers to "Do you want to perform this update?". */
  confirms = true;
  private readonly provider: Provider;

  constructor(provider: Provider) {
    this.provider = provider;
  }

  answer(call: Call): Answer {
    const words = parseWords(call.args);
    try {
      return { code: 0, stdout: this.run(call, words), stderr: "" };
    } catch (error) {
      if (!(error instanceof PulumiFault || error instanceof AwsFault)) throw error;
      return { code: 255, stdout: "", stderr: `error: ${error.message}\n` };
    }
  }

  private run(call: Call, words: Words): string {
    const [first = "", second = "", ...more] = words.words;
    const name = words.options.get("--stack")?.[0] ?? "";
    const file = join(call.cwd, words.options.get("--config-file")?.[0] ?? `Pulumi.${name}.yaml`);
    if (first === "login") {
      this.loggedIn = true;
      return `Logged in to ${second}\n`;
    }
    if (!this.loggedIn)
      throw new PulumiFault("PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions");
    const fault = this.fault(call.args.join(" "));
    if (fault !== undefined) throw new PulumiFault(fault);
    if (`${first} ${second}` === "stack init") return this.init(call, words, more[0] ?? "");
    const stack = this.stacks.get(name);
    // `requireStack` in pkg/cmd/pulumi/stack/io.go: every command that names a stack loads it first.
    if (stack === undefined) throw new PulumiFault(`no stack named '${name}' found`);
    switch (`${first} ${second}`.trim()) {
      case "config set": {
        const [key = "", text = ""] = more;
        if (words.options.has("--path")) setInsideOfStackFile(file, key, text);
        else setInStackFile(file, key, text);
        return "";
      }
      case "config get": {
        const text = readStackFile(file).get(more[0] ?? "");
        if (text === undefined)
          throw new PulumiFault(`configuration key '${more[0]}' not found for stack '${name}'`);
        return `${text}\n`;
      }
      case "stack output":
        return this.output(stack, words, more[0]);
      case "state unprotect":
        for (const [one, resource] of stack.resources)
          stack.resources.set(one, { ...resource, protect: false });
        return "";
      case "up":
      case "preview":
        return this.update(stack, name, file, words);
      case "destroy":
        return this.destroy(stack, name);
      default:
        throw new Error(`the stand-in of Pulumi knows no ${call.args.join(" ")}`);
    }
  }

  private init(call: Call, words: Words, name: string): string {
    if (this.stacks.has(name)) throw new PulumiFault(`stack '${name}' already exists`);
    this.stacks.set(name, { resources: new Map(), outputs: {} });
    const [provider] = words.options.get("--secrets-provider") ?? [];
    if (provider !== undefined) beginStackFile(join(call.cwd, `Pulumi.${name}.yaml`), provider);
    return `Created stack '${name}'\n`;
  }

  /** pkg/cmd/pulumi/stack/stack_output.go: all of them as JSON, `{}` where there are none; a name that is none is an error. */
  private output({ outputs }: FakeStack, words: Words, name: string | undefined): string {
    if (name === undefined) return `${JSON.stringify(outputs, null, 2)}\n`;
    if (!(name in outputs)) throw new PulumiFault(`current stack does not have output property '${name}'`);
    const found = outputs[name];
    return `${words.options.has("--json") || typeof found !== "string" ? JSON.stringify(found) : found}\n`;
  }

  private update(stack: FakeStack, name: string, file: string, words: Words): string {
    const isPreview = words.words[0] === "preview";
    const config = readStackFile(file);
    const region = config.get("aws:region") ?? "";
    const before = words.options.has("--refresh") ? this.refreshed(stack, region) : stack.resources;
    const wanted = runProgram(name, config);
    const steps = stepsBetween(before, wanted);
    if (isPreview && words.options.has("--json"))
      return `${JSON.stringify(digestOf(steps, name), null, 2)}\n`;
    const told = steps
      .filter(({ op }) => op !== "same")
      .map(({ op, name: one, resource }) => `${op} ${resource.type} ${one}\n`)
      .join("");
    if (isPreview) return told;
    if (!words.options.has("--yes") && !this.confirms) throw new PulumiFault("update cancelled");
    if (words.options.has("--refresh")) replaceAll(stack.resources, before);
    for (const step of steps) {
      // What was done before a step that fails stays done, and in the state ("Understanding stacks: state").
      this.provider.apply(step, name, region);
      const { protect } = stack.resources.get(step.name) ?? step.resource;
      if (step.op === "delete") stack.resources.delete(step.name);
      // The provider ends an update with a look, and what it sees is the state (`resourceClusterUpdate` in internal/service/redshift/cluster.go).
      else
        stack.resources.set(step.name, {
          ...(this.provider.read(step.resource, region) ?? step.resource),
          protect,
        });
    }
    stack.outputs = wanted.outputs;
    return told;
  }

  private refreshed(stack: FakeStack, region: string): Map<string, FakeResource> {
    const found = [...stack.resources].flatMap(([name, resource]) => {
      const read = this.provider.read(resource, region);
      return read === undefined ? [] : [[name, read] as const];
    });
    return new Map(found);
  }

  /** Dependents go first; nothing that is protected does ("Resource options: protect"). */
  private destroy(stack: FakeStack, name: string): string {
    if (!this.confirms) throw new PulumiFault("destroy cancelled");
    const kept = [...stack.resources].find(([, { protect }]) => protect);
    if (kept !== undefined)
      throw new PulumiFault(`Resource ${kept[0]} cannot be deleted because it is protected.`);
    for (const [one, resource] of [...stack.resources].toReversed()) {
      this.provider.apply(
        { op: "delete", name: one, resource, changed: [] },
        name,
        String(stack.outputs["region"]),
      );
      stack.resources.delete(one);
    }
    stack.outputs = {};
    return "";
  }
}

function replaceAll(target: Map<string, FakeResource>, source: ReadonlyMap<string, FakeResource>): void {
  const entries = [...source];
  target.clear();
  for (const [name, resource] of entries) target.set(name, resource);
}

function stepsBetween(before: ReadonlyMap<string, FakeResource>, { resources }: Wanted): readonly Step[] {
  const steps = [...resources].map(([name, resource]): Step => {
    const had = before.get(name);
    if (had === undefined) return { op: "create", name, resource, changed: [] };
    const keys = new Set([...Object.keys(had.inputs), ...Object.keys(resource.inputs)]);
    const changed = [...keys].filter((key) => had.inputs[key] !== resource.inputs[key]);
    return { op: changed.length === 0 ? "same" : "update", name, resource, changed };
  });
  const gone = [...before]
    .filter(([name]) => !resources.has(name))
    .toReversed()
    .map(([name, resource]): Step => ({ op: "delete", name, resource, changed: [] }));
  return [...steps, ...gone];
}

/** What `pulumi preview --json` prints: `PreviewDigest` of pkg/backend/display/json.go, as far as it is read here. */
const digestOf = (steps: readonly Step[], stack: string): object => ({
  steps: steps.map(({ op, name, resource, changed }) => ({
    op,
    urn: `urn:pulumi:${stack}::sparkify-dwh::${resource.type}::${name}`,
    ...(op === "delete" ? { oldState: { type: resource.type } } : { newState: { type: resource.type } }),
    ...(changed.length === 0
      ? {}
      : {
          diffReasons: changed,
          detailedDiff: Object.fromEntries(changed.map((key) => [key, { kind: "update", inputDiff: false }])),
        }),
  })),
});

/** The types that a step needs an available cluster for. */
export const ON_CLUSTER: readonly string[] = [CLUSTER, LOGGING];
