import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Settings } from "../../src/settings.ts";
import { createStack } from "../../src/stack.ts";

/** One resource that the program registered. */
export interface Recorded {
  /** `aws:s3/bucket:Bucket`, or `sparkify:dwh:Network` for a component. */
  readonly type: string;
  readonly name: string;
  /** References to other resources are texts of the form `${type::name::property}`, alone or inside of longer ones. */
  readonly inputs: Readonly<Record<string, any>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** The name of the component that it belongs to; empty outside of one. */
  readonly component: string;
}

export interface RecordedStack {
  readonly resources: readonly Recorded[];
  readonly outputs: Readonly<Record<string, any>>;
}

export const ACCOUNT = "123456789012";

/** A reference as the mocks write it. */
export const REFERENCE = /\$\{([^:}]+:[^:}]+:[^:}]+)::([^:}]+)::([^}]+)\}/g;

/** Runs the program as it stands under Pulumi's mocks, and returns what it registered. Only one at a time. */
export async function recordStack(settings: Settings): Promise<RecordedStack> {
  const registered = new Map<string, Pick<Recorded, "type" | "name" | "inputs">>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.set(`${type}::${name}`, { type, name, inputs: unwrap(inputs) });
        return { id: `\${${type}::${name}::id}`, state: { ...references(type, name), ...inputs } };
      },
      call: ({ token }) => answers[token] ?? {},
    },
    "sparkify-dwh",
    settings.environment,
    false,
  );
  const facts = new Map<string, Pick<Recorded, "protect" | "retainOnDelete" | "component">>();
  let outputs: Record<string, unknown> = {};
  await pulumi.runtime.runInPulumiStack(async () => {
    // Parents are known before their children, so each can be asked what it belongs to.
    const components = new Map<pulumi.Resource, string>();
    pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
      const inherited = opts.parent === undefined ? "" : (components.get(opts.parent) ?? "");
      components.set(resource, type.startsWith("sparkify:") ? name : inherited);
      facts.set(`${type}::${name}`, {
        protect: opts.protect === true,
        retainOnDelete: opts.retainOnDelete === true,
        component: inherited,
      });
      return undefined;
    });
    outputs = await resolve(createStack(settings));
    return undefined;
  });
  await pulumi.runtime.disconnect();
  const resources = [...registered.entries()].map(([key, resource]) => ({
    ...resource,
    ...(facts.get(key) ?? { protect: false, retainOnDelete: false, component: "" }),
  }));
  return { resources, outputs };
}

const answers: Readonly<Record<string, Record<string, unknown>>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: ACCOUNT },
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e"],
    // As in an account whose first zone cannot run a task for ARM.
    zoneIds: ["use1-az3", "use1-az6", "use1-az1", "use1-az2", "use1-az4"],
  },
};

/** A reference for each property that the class of a resource knows, so that outputs can be told from inputs and followed. */
function references(type: string, name: string): Record<string, unknown> {
  const [, path = "", className = ""] = /^aws:([^/]+)\/[^:]+:(\w+)$/.exec(type) ?? [];
  const source = String((aws as Record<string, any>)[path]?.[className] ?? "");
  const reference = (property: string): string => `\${${type}::${name}::${property}}`;
  const properties = [...source.matchAll(/resourceInputs\["(\w+)"\]/g)].map(([, property = ""]) => property);
  const state: Record<string, unknown> = Object.fromEntries(
    properties.map((property) => [property, reference(property)]),
  );
  // The one output of a list of objects that the program looks into.
  if (className === "Workgroup")
    state["endpoints"] = [{ address: reference("endpoints[0].address"), port: 5439 }];
  if (className === "Cluster" && path === "redshift") state["port"] = 5439;
  return state;
}

/** How Pulumi marks a value that it keeps encrypted; here only the value matters. */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";

function unwrap(value: any): any {
  if (Array.isArray(value)) return value.map(unwrap);
  if (value === null || typeof value !== "object") return value;
  if (SECRET_MARK in value) return unwrap(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
}

function resolve(values: Record<string, pulumi.Input<unknown>>): Promise<Record<string, unknown>> {
  return new Promise((done) => {
    pulumi.output(values).apply((resolved) => done(resolved as Record<string, unknown>));
  });
}
