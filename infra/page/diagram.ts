/** The picture of a stack, drawn from what the program registers: boxes are resources, arrows are references and rights. Pure. */
import { REFERENCE, type Recorded, type RecordedStack } from "../test/support/recorded.ts";

const TASKS: Readonly<Record<string, string>> = {
  job: "task: dwh run",
  bootstrap: "task: dwh bootstrap",
  rotate: "task: dwh bootstrap --rotate",
};

/** What is worth a box, and what is written on it; several resources with the same text share one. */
const BOXES: Readonly<Record<string, (name: string) => string>> = {
  "cloudwatch/dashboard": () => "dashboard",
  "cloudwatch/eventRule": () => "rule: a task failed",
  "cloudwatch/logGroup": (name) => (name === "job" ? "log of the job" : "audit logs"),
  "cloudwatch/metricAlarm": () => "alarms",
  "ec2/internetGateway": () => "internet gateway",
  "ec2/natGateway": () => "NAT gateway",
  "ec2/securityGroup": (name) => `security group: ${name}`,
  "ec2/subnet": (name) => `${name.split("-")[0]} subnets`,
  "ec2/vpcEndpoint": (name) => (name === "s3" ? "gateway endpoint: S3" : "interface endpoints"),
  "ecr/repository": () => "image repository",
  "ecs/cluster": () => "ECS cluster",
  "ecs/taskDefinition": (name) => TASKS[name] ?? name,
  "iam/openIdConnectProvider": () => "GitHub's identities",
  "iam/role": (name) => `role: ${name.split("-").at(-1)}`,
  "kms/key": () => "key for logs and alarms",
  "redshift/cluster": () => "Redshift cluster",
  "redshift/scheduledAction": () => "nightly pause",
  "redshiftserverless/workgroup": () => "Redshift Serverless",
  "s3/bucket": () => "bucket: sources and work",
  "scheduler/schedule": (name) => (name === "job" ? "schedule" : "schedule of rotations"),
  "secretsmanager/secret": () => "secret of the job",
  "sns/topic": () => "alarm topic",
  "sqs/queue": () => "failed starts",
};

/** The text of a Mermaid flowchart: a frame per component, solid arrows for "uses", dotted ones for "may reach". */
export function diagramOf({ resources }: RecordedStack): string {
  const byKey = new Map(resources.map((resource) => [`${resource.type}::${resource.name}`, resource]));
  const frames = new Map<string, Set<string>>();
  const arrows = new Set<string>();
  const draw = (from: string | undefined, to: string | undefined, arrow: string): void => {
    if (from !== undefined && to !== undefined && from !== to)
      arrows.add(`  ${idOf(from)} ${arrow} ${idOf(to)}`);
  };
  const boxes = (resource: Recorded): readonly string[] =>
    referencesOf(resource.inputs)
      .map((key) => byKey.get(key))
      .map((found) => (found === undefined ? undefined : boxOf(found)))
      .filter((box) => box !== undefined);

  for (const resource of resources) {
    const box = boxOf(resource);
    if (box !== undefined) {
      frames.set(resource.component, (frames.get(resource.component) ?? new Set()).add(box));
      for (const used of boxes(resource)) draw(box, used, "-->");
    } else if (resource.type.endsWith(":RolePolicy")) {
      const role = byKey.get(referencesOf({ role: resource.inputs["role"] })[0] ?? "");
      for (const used of boxes(resource)) draw(role && boxOf(role), used, "-.->");
    } else if (resource.type.endsWith(":SecurityGroupIngressRule")) {
      const [to, from] = ["securityGroupId", "referencedSecurityGroupId"].map((property) => {
        const group = byKey.get(referencesOf({ group: resource.inputs[property] })[0] ?? "");
        return group && boxOf(group);
      });
      draw(from, to, `-->|${resource.inputs["toPort"]}|`);
    }
  }
  const drawn = [...frames]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([component, inside]) => [
      `  subgraph in_${component.replaceAll("-", "_")}["${component}"]`,
      ...[...inside].sort().map((box) => `    ${idOf(box)}["${box}"]`),
      "  end",
    ]);
  return ["flowchart LR", ...drawn, ...[...arrows].sort()].join("\n");
}

function boxOf({ type, name }: Recorded): string | undefined {
  return BOXES[type.replace(/^aws:/, "").replace(/:\w+$/, "")]?.(name);
}

const idOf = (box: string): string => box.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");

/** The keys of the resources that a value refers to, wherever in it. */
function referencesOf(value: unknown): readonly string[] {
  return [...JSON.stringify(value ?? "").matchAll(REFERENCE)].map(
    ([, type = "", name = ""]) => `${type}::${name}`,
  );
}
