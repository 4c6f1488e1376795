/** What the program of `infra/` makes, in short: the resources that day-to-day commands meet, and the outputs by their real names. */

export interface FakeResource {
  readonly type: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly protect: boolean;
}

export interface Wanted {
  /** By name, in the order in which they are made. */
  readonly resources: ReadonlyMap<string, FakeResource>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export const CLUSTER = "aws:redshift/cluster:Cluster";
export const LOGGING = "aws:redshift/logging:Logging";

/** Returns what the stack is to have with this configuration. */
export function runProgram(stack: string, config: ReadonlyMap<string, string>): Wanted {
  const name = `dwh-${stack}`;
  const region = config.get("aws:region") ?? "us-east-1";
  const image = config.get("image");
  const protect = config.get("protect") !== "false";
  const isCluster = config.get("warehouse") !== "serverless";
  const nodes = config.get("nodes") ?? "2";
  const clusterType = nodes === "1" ? "single-node" : "multi-node";
  const snapshotDays = config.get("snapshotDays") ?? "14";
  const nodeType = config.get("nodeType") ?? "ra3.large";
  const maintenanceTrackName = config.get("maintenanceTrack") ?? "current";
  const rotates = config.get("rotateSchedule") !== "never";
  const of = (
    type: string,
    inputs: Record<string, string | undefined>,
    isProtected = false,
  ): FakeResource => ({
    type,
    inputs: Object.fromEntries(
      Object.entries(inputs).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    protect: isProtected,
  });
  const state = config.get("scheduleEnabled") === "false" ? "DISABLED" : "ENABLED";
  const resources: (readonly [string, FakeResource])[] = [
    ["bucket", of("aws:s3/bucket:Bucket", { bucket: `${name}-data-1` }, protect)],
    ["images", of("aws:ecr/repository:Repository", { name })],
    ...(isCluster
      ? ([
          [
            "warehouse",
            of(
              CLUSTER,
              {
                clusterIdentifier: name,
                nodeType,
                clusterType,
                numberOfNodes: nodes === "1" ? undefined : nodes,
                snapshotDays,
                maintenanceTrackName,
              },
              protect,
            ),
          ],
          ["logging", of(LOGGING, { clusterIdentifier: name })],
        ] as const)
      : []),
    ["secret", of("aws:secretsmanager/secret:Secret", { name: `${name}/job` }, protect)],
    ["failed-starts", of("aws:sqs/queue:Queue", { name: `${name}-failed-starts` })],
    ...(image === undefined
      ? []
      : ([
          ["job", of("aws:ecs/taskDefinition:TaskDefinition", { family: name, image })],
          ["bootstrap", of("aws:ecs/taskDefinition:TaskDefinition", { family: `${name}-bootstrap`, image })],
          ["rotate", of("aws:ecs/taskDefinition:TaskDefinition", { family: `${name}-rotate`, image })],
          ["schedule", of("aws:scheduler/schedule:Schedule", { name: `${name}-run`, state, starts: name })],
        ] as const)),
    ...(image === undefined || !rotates
      ? []
      : ([
          [
            "rotation",
            of("aws:scheduler/schedule:Schedule", {
              name: `${name}-rotate`,
              state,
              starts: `${name}-rotate`,
            }),
          ],
        ] as const)),
  ];
  const delivery = config.get("delivery");
  return {
    resources: new Map(resources),
    outputs: {
      region,
      repositoryUrl: `123456789012.dkr.ecr.${region}.amazonaws.com/${name}`,
      ...(image === undefined ? {} : { image }),
      ecsCluster: name,
      taskFamily: name,
      bootstrapFamily: `${name}-bootstrap`,
      rotateFamily: `${name}-rotate`,
      container: "dwh",
      taskNetwork: '{"awsvpcConfiguration":{"subnets":["subnet-1"],"assignPublicIp":"ENABLED"}}',
      logGroup: `/dwh/${stack}/job`,
      dashboard: name,
      alarmTopicArn: `arn:aws:sns:${region}:123456789012:${name}-alarms`,
      failedStartsQueue: `${name}-failed-starts`,
      bucket: `${name}-data-1`,
      environment: { DWH_REDSHIFT_HOST: `${name}.abc.${region}.redshift.amazonaws.com` },
      adminSecretArn: `arn:aws:secretsmanager:${region}:123456789012:secret:redshift!${name}-dwh_admin`,
      ...(isCluster ? { clusterId: name } : {}),
      ...(delivery === undefined
        ? {}
        : {
            deployRoleArn: `arn:aws:iam::123456789012:role/${name}-deploy`,
            previewRoleArn: `arn:aws:iam::123456789012:role/${name}-preview`,
            driftRoleArn: `arn:aws:iam::123456789012:role/${name}-drift`,
          }),
    },
  };
}
