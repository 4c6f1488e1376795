/** Ways to AWS that do not leave its network: S3 always, for it is free; the rest only where there is no internet. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Network } from "./network.ts";
import { policyJson, type Statement } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

export class Endpoints extends pulumi.ComponentResource {
  readonly s3PrefixListId: pulumi.Output<string>;
  /** The group of the interface endpoints, where there are any. */
  readonly groupId: pulumi.Output<string> | undefined;

  /** `bucketArns`: the only buckets that can be reached through the S3 endpoint, beside those that hold ECR's layers. */
  constructor(
    site: Site,
    settings: Settings,
    network: Network,
    bucketArns: readonly pulumi.Input<string>[],
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("sparkify:dwh:Endpoints", "endpoints", {}, opts);
    const child = { parent: this };
    const { name, region } = site;
    const layers = `arn:aws:s3:::prod-${region}-starport-layer-bucket`;
    const policy = policyJson(
      {
        actions: ["s3:*"],
        principals: { AWS: "*" },
        resources: bucketArns.flatMap((arn) => [arn, pulumi.interpolate`${arn}/*`]),
      },
      { actions: ["s3:GetObject"], principals: { AWS: "*" }, resources: [`${layers}/*`] },
    );
    const routeTableIds = [network.privateRouteTableId, network.publicRouteTableId].filter(
      (id) => id !== undefined,
    );
    const service = (what: string): string => `com.amazonaws.${region}.${what}`;
    const s3 = new aws.ec2.VpcEndpoint(
      "s3",
      {
        vpcId: network.vpcId,
        vpcEndpointType: "Gateway",
        serviceName: service("s3"),
        routeTableIds,
        policy,
        tags: { Name: `${name}-s3` },
      },
      child,
    );
    this.s3PrefixListId = s3.prefixListId;

    if (settings.egress === "endpoints") {
      const group = new aws.ec2.SecurityGroup(
        "endpoints",
        {
          name: `${name}-endpoints`,
          description: "The interface endpoints: TLS from inside the VPC",
          vpcId: network.vpcId,
          tags: { Name: `${name}-endpoints` },
        },
        child,
      );
      const tls = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: settings.vpcCidr };
      new aws.vpc.SecurityGroupIngressRule(
        "endpoints-from-vpc",
        { securityGroupId: group.id, ...tls, description: "TLS from inside the VPC" },
        child,
      );
      for (const [what, statements] of Object.entries(endpointStatements(site, settings)))
        new aws.ec2.VpcEndpoint(
          what.replace(".", "-"),
          {
            vpcId: network.vpcId,
            vpcEndpointType: "Interface",
            serviceName: service(what),
            subnetIds: network.jobSubnetIds.slice(0, 2),
            securityGroupIds: [group.id],
            privateDnsEnabled: true,
            policy: policyJson(...statements),
            tags: { Name: `${name}-${what}` },
          },
          child,
        );
      this.groupId = group.id;
    }
    this.registerOutputs();
  }
}

/**
 * What a task without internet needs: its image, its log, its secret, its metrics, and the cluster's API where it pauses
 * the cluster. Fargate's own services need no endpoint.
 */
export function servicesWithoutInternet({ warehouse, pausedBetweenRuns }: Settings): readonly string[] {
  const pauses = warehouse === "provisioned" && pausedBetweenRuns;
  return ["ecr.api", "ecr.dkr", "logs", "monitoring", "secretsmanager", ...(pauses ? ["redshift"] : [])];
}

/**
 * What each endpoint lets through: the roles of this stack, by the names that Pulumi gives them, and what they do there. The
 * resources are not made yet; their names are known.
 */
function endpointStatements(
  { name, region, account }: Site,
  settings: Settings,
): Readonly<Record<string, readonly Statement[]>> {
  const arn = (service: string, rest: string): pulumi.Output<string> =>
    pulumi.interpolate`arn:aws:${service}:${region}:${account}:${rest}`;
  const own = {
    principals: { AWS: "*" },
    conditions: {
      ArnLike: { "aws:PrincipalArn": pulumi.interpolate`arn:aws:iam::${account}:role/${name}-*` },
    },
  };
  const image: readonly Statement[] = [
    { ...own, actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      ...own,
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [arn("ecr", `repository/${name}`)],
    },
  ];
  const statements: Readonly<Record<string, readonly Statement[]>> = {
    "ecr.api": image,
    "ecr.dkr": image,
    logs: [
      {
        ...own,
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [arn("logs", `log-group:/dwh/${settings.environment}/job:*`)],
      },
    ],
    monitoring: [{ ...own, actions: ["cloudwatch:PutMetricData"], resources: ["*"] }],
    secretsmanager: [
      {
        ...own,
        actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
        // The job's, and the administrator's as Redshift names it.
        resources: [
          arn("secretsmanager", `secret:${name}/*`),
          arn("secretsmanager", `secret:redshift!${name}-*`),
        ],
      },
    ],
    redshift: [
      {
        ...own,
        actions: ["redshift:DescribeClusters", "redshift:PauseCluster", "redshift:ResumeCluster"],
        resources: [arn("redshift", `cluster:${name}`)],
      },
    ],
  };
  return Object.fromEntries(servicesWithoutInternet(settings).map((what) => [what, statements[what] ?? []]));
}
