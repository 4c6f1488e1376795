/** The whole stack, top to bottom: read this to see how the parts hang together. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { CONTAINER } from "./container.ts";
import { createWarehouse } from "./create-warehouse.ts";
import { Delivery } from "./delivery.ts";
import { Endpoints } from "./endpoints.ts";
import { FlowLogs } from "./flow-logs.ts";
import { Firewall } from "./firewall.ts";
import { Job } from "./job.ts";
import { LogKey } from "./log-key.ts";
import { Monitoring } from "./monitoring.ts";
import { Network } from "./network.ts";
import { Repository } from "./repository.ts";
import { Schedule } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import { sourcesOf } from "./sources.ts";
import { Storage } from "./storage.ts";
import { chooseZones } from "./zones.ts";

/** Creates every resource of a stack and returns what people, `dwh` and the workflows need to know of it. */
export function createStack(settings: Settings): Record<string, pulumi.Input<unknown>> {
  const { environment, region, account } = settings;
  const name = `dwh-${environment}`;
  const provider = new aws.Provider("aws", {
    region: region as aws.Region,
    ...(account === undefined ? {} : { allowedAccountIds: [account] }),
    defaultTags: { tags: { project: "sparkify-dwh", environment, managedBy: "pulumi" } },
  });
  const opts = { providers: { aws: provider } };
  const accountId = aws.getCallerIdentityOutput({}, { provider }).accountId;
  // Local zones are zones too, and neither Redshift nor Fargate is in them.
  const ordinary = [{ name: "opt-in-status", values: ["opt-in-not-required"] }];
  // Whatever state they are in: a zone that fails for an hour must not move the subnets.
  const found = aws.getAvailabilityZonesOutput({ filters: ordinary }, { provider });
  const zones = pulumi.all([found.names, found.zoneIds]).apply(([names, ids]) => {
    const chosen = chooseZones(
      names.map((zone, index) => ({ name: zone, id: ids[index] ?? "" })),
      settings,
    );
    if (chosen.kind === "problem") throw new pulumi.RunError(chosen.problem);
    return [...chosen.names];
  });
  const logKey = settings.logKey ? { kmsKeyId: new LogKey(name, region, accountId, opts).arn } : {};
  const site: Site = { name, region, account: accountId, zones, logKey };

  const storage = new Storage(site, settings, opts);
  const sources = sourcesOf(settings, storage);
  const network = new Network(site, settings, opts);
  if (settings.flowLogs) new FlowLogs(site, settings, network, opts);
  const endpoints = new Endpoints(site, settings, network, sources.bucketArns, opts);
  const firewall = new Firewall(site, settings, network, endpoints, opts);
  const warehouse = createWarehouse(site, settings, { network, firewall }, sources, opts);
  const repository = new Repository(site, opts);
  const job = new Job(site, settings, { repository, sources, warehouse }, opts);
  const schedule = new Schedule(site, settings, { job, network, firewall }, opts);
  const monitoring = new Monitoring(site, settings, { job, schedule, warehouse }, opts);
  const { delivery } = settings;
  const github = delivery && new Delivery(site, settings, delivery, { repository, job, schedule }, opts);

  const assignPublicIp = settings.egress === "public" ? "ENABLED" : "DISABLED";
  return given({
    region,
    repositoryUrl: repository.url,
    image: settings.image,
    ecsCluster: job.clusterName,
    taskFamily: job.family,
    bootstrapFamily: job.bootstrapFamily,
    rotateFamily: job.rotateFamily,
    container: CONTAINER,
    // As `aws ecs run-task --network-configuration` wants it.
    taskNetwork: pulumi.jsonStringify({
      awsvpcConfiguration: {
        subnets: network.jobSubnetIds,
        securityGroups: [firewall.jobGroupId],
        assignPublicIp,
      },
    }),
    logGroup: job.logGroupName,
    dashboard: monitoring.dashboardName,
    alarmTopicArn: monitoring.topicArn,
    failedStartsQueue: schedule.queueName,
    bucket: storage.bucketName,
    // What `docker run --env-file` needs, by the names that dwh gives them.
    environment: {
      ...sources.variables,
      DWH_WORK_URL: sources.workUrl,
      DWH_REDSHIFT_HOST: warehouse.host,
      DWH_REDSHIFT_PORT: warehouse.port,
      DWH_REDSHIFT_DATABASE: warehouse.database,
      DWH_REDSHIFT_SECRET_ID: job.secretArn,
      DWH_COPY_ROLE_ARN: warehouse.copyRoleArn,
    },
    adminSecretArn: warehouse.adminSecretArn,
    clusterId: warehouse.cluster?.id,
    deployRoleArn: github?.deployRoleArn,
    previewRoleArn: github?.previewRoleArn,
    driftRoleArn: github?.driftRoleArn,
  });
}

/** Without what this stack does not have: Pulumi warns of each output that is undefined. */
function given<T>(outputs: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(outputs).filter((entry): entry is [string, T] => entry[1] !== undefined),
  );
}
