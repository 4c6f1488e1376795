/** Ways to AWS that do not leave its network: S3 always, for it is free; the rest only where there is no internet. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Network } from "./network.ts";
import { policyJson } from "./policy.ts";
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
    const policy = policyJson({
      actions: ["s3:*"],
      principals: { AWS: "*" },
      resources: [...bucketArns, layers].flatMap((arn) => [arn, pulumi.interpolate`${arn}/*`]),
    });
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
      for (const what of servicesWithoutInternet(settings))
        new aws.ec2.VpcEndpoint(
          what.replace(".", "-"),
          {
            vpcId: network.vpcId,
            vpcEndpointType: "Interface",
            serviceName: service(what),
            subnetIds: network.jobSubnetIds.slice(0, 2),
            securityGroupIds: [group.id],
            privateDnsEnabled: true,
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
