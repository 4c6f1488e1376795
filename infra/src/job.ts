/** The job on Fargate: where it runs, what it is told, what it may do. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { PIPELINE } from "../../src/names.ts";
import { containerJson } from "./container.ts";
import { bootstrapStatements, executionStatements, jobStatements } from "./job-rights.ts";
import { onBehalfOf, roleThatMay, trust, type Statement } from "./policy.ts";
import type { Repository } from "./repository.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import type { Sources } from "./sources.ts";
import type { Warehouse } from "./warehouse.ts";

const TASKS = "ecs-tasks.amazonaws.com";

export interface JobParts {
  readonly repository: Repository;
  readonly sources: Sources;
  readonly warehouse: Warehouse;
}

export class Job extends pulumi.ComponentResource {
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly logGroupArn: pulumi.Output<string>;
  readonly secretArn: pulumi.Output<string>;
  /** Roles that whoever starts a task must be allowed to pass on. */
  readonly roleArns: Readonly<Record<"execution" | "run" | "bootstrap", pulumi.Output<string>>>;
  /** The families of the tasks; revisions of them exist only once there is an image. */
  readonly family: string;
  readonly bootstrapFamily: string;
  readonly rotateFamily: string;
  readonly taskArn: pulumi.Output<string> | undefined;
  readonly rotateTaskArn: pulumi.Output<string> | undefined;

  constructor(site: Site, settings: Settings, parts: JobParts, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Job", "job", {}, opts);
    const child = { parent: this };
    const { name, region, account } = site;
    const value = settings.containerInsights ? "enabled" : "disabled";
    const cluster = new aws.ecs.Cluster(
      "job",
      { name, settings: [{ name: "containerInsights", value }] },
      child,
    );
    const logs = new aws.cloudwatch.LogGroup(
      "job",
      { name: `/dwh/${settings.environment}/job`, retentionInDays: settings.logDays, ...site.logKey },
      child,
    );
    // Made empty: `dwh bootstrap` puts the password in, so that none is ever in Pulumi's state.
    const secret = new aws.secretsmanager.Secret(
      "job",
      {
        name: `${name}/job`,
        description: "User and password of the job in the warehouse; written by dwh bootstrap",
        recoveryWindowInDays: settings.protect ? 30 : 0,
      },
      { ...child, protect: settings.protect },
    );

    const role = (what: string, description: string, statements: readonly Statement[]): aws.iam.Role =>
      roleThatMay(`${name}-${what}`, description, trust(TASKS, onBehalfOf(account)), statements, this);
    const execution = role(
      "execution",
      "ECS takes it to pull the image and to write the log, before and around the job",
      executionStatements(parts.repository.arn, logs.arn),
    );
    const run = role(
      "job",
      "The job takes it to read sources, write packs, log in and measure",
      jobStatements(settings, parts, secret.arn),
    );
    const bootstrap = role(
      "bootstrap",
      "dwh bootstrap takes it to make the job's user as the administrator",
      bootstrapStatements(settings, parts.warehouse, secret.arn),
    );

    const environment = jobEnvironment(settings, parts, secret.arn);
    const task = (
      resource: string,
      family: string,
      command: readonly string[],
      taskRole: aws.iam.Role,
      told: typeof environment,
    ): pulumi.Output<string> | undefined => {
      const { image, cpu, memory } = settings;
      if (image === undefined) return undefined;
      const stream = resource === "job" ? "run" : resource;
      return new aws.ecs.TaskDefinition(
        resource,
        {
          family,
          cpu: String(cpu),
          memory: String(memory),
          networkMode: "awsvpc",
          requiresCompatibilities: ["FARGATE"],
          runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
          executionRoleArn: execution.arn,
          taskRoleArn: taskRole.arn,
          containerDefinitions: pulumi
            .all([told, logs.name])
            .apply(([variables, logGroup]) =>
              containerJson({ image, command, stream, memory, environment: variables, logGroup, region }),
            ),
        },
        child,
      ).arn;
    };
    const asAdministrator = { ...environment, DWH_ADMIN_SECRET_ID: parts.warehouse.adminSecretArn };
    this.family = name;
    this.bootstrapFamily = `${name}-bootstrap`;
    this.rotateFamily = `${name}-rotate`;
    this.taskArn = task("job", this.family, ["run"], run, environment);
    task("bootstrap", this.bootstrapFamily, ["bootstrap"], bootstrap, asAdministrator);
    this.rotateTaskArn = task(
      "rotate",
      this.rotateFamily,
      ["bootstrap", "--rotate"],
      bootstrap,
      asAdministrator,
    );

    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.logGroupName = logs.name;
    this.logGroupArn = logs.arn;
    this.secretArn = secret.arn;
    this.roleArns = { execution: execution.arn, run: run.arn, bootstrap: bootstrap.arn };
    this.registerOutputs();
  }
}

/** What the job is told; the names are a contract with `src/config/schema.ts` and, for the sources, with `src/config/source-settings.ts`. None of the values is a secret. */
function jobEnvironment(
  settings: Settings,
  { sources, warehouse }: JobParts,
  secretArn: pulumi.Output<string>,
): Record<string, pulumi.Input<string>> {
  return {
    ...sources.variables,
    DWH_WORK_URL: sources.workUrl,
    DWH_REDSHIFT_HOST: warehouse.host,
    DWH_REDSHIFT_PORT: warehouse.port.apply(String),
    DWH_REDSHIFT_DATABASE: warehouse.database,
    DWH_REDSHIFT_SECRET_ID: secretArn,
    DWH_COPY_ROLE_ARN: warehouse.copyRoleArn,
    DWH_MAX_REJECTS: String(settings.maxRejects),
    DWH_ON_BAD_FILE: settings.onBadFile,
    DWH_DEADLINE: `${settings.deadlineMinutes}m`,
    DWH_ENVIRONMENT: settings.environment,
    DWH_PIPELINE: PIPELINE,
    ...(warehouse.cluster !== undefined && settings.pausedBetweenRuns
      ? { DWH_REDSHIFT_CLUSTER_ID: warehouse.cluster.id, DWH_CLUSTER_RESUME: "true" }
      : {}),
  };
}
