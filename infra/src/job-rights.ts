/** What the roles of the job may do: ECS's own, the job's, and the one that bootstraps the database. */
import * as pulumi from "@pulumi/pulumi";
import { METRIC_NAMESPACE } from "../../src/names.ts";
import type { Statement } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Sources } from "./sources.ts";
import type { Warehouse } from "./warehouse.ts";

/** ECS pulls the image and writes the log; it reads no secret. */
export function executionStatements(
  repositoryArn: pulumi.Output<string>,
  logGroupArn: pulumi.Output<string>,
): readonly Statement[] {
  return [
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [repositoryArn],
    },
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [pulumi.interpolate`${logGroupArn}:*`],
    },
  ];
}

/** The job reads its sources and its own secret, keeps packs and manifests under the work prefix, and measures. */
export function jobStatements(
  settings: Settings,
  { sources, warehouse }: { readonly sources: Sources; readonly warehouse: Warehouse },
  secretArn: pulumi.Output<string>,
): readonly Statement[] {
  return [
    ...sources.read,
    {
      actions: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      resources: [workObjects(sources)],
    },
    { actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] },
    // PutMetricData knows no resources; the condition keeps it to the job's own namespace.
    {
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE } },
    },
    ...pausing(settings, warehouse),
  ];
}

/** Bootstrap alone reads the administrator's secret and writes the job's. */
export function bootstrapStatements(
  settings: Settings,
  warehouse: Warehouse,
  secretArn: pulumi.Output<string>,
): readonly Statement[] {
  return [
    { actions: ["secretsmanager:GetSecretValue"], resources: [warehouse.adminSecretArn, secretArn] },
    { actions: ["secretsmanager:PutSecretValue"], resources: [secretArn] },
    ...pausing(settings, warehouse),
  ];
}

/** The rights to resume a paused cluster, to see when it is there, and to pause it again. */
function pausing({ pausedBetweenRuns }: Settings, { cluster }: Warehouse): readonly Statement[] {
  if (cluster === undefined || !pausedBetweenRuns) return [];
  return [
    {
      actions: ["redshift:DescribeClusters", "redshift:PauseCluster", "redshift:ResumeCluster"],
      resources: [cluster.arn],
    },
  ];
}

const workObjects = ({ workUrl }: Sources): pulumi.Output<string> =>
  workUrl.apply((url) => `${url.replace("s3://", "arn:aws:s3:::")}*`);
