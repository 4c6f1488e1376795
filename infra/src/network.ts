/** The VPC: private subnets for the warehouse, whoever reaches it; public ones only if the job needs them. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Site } from "./site.ts";
import { subnetCidrs } from "./subnet-cidrs.ts";
import type { Settings } from "./settings.ts";
import { subnetsOf } from "./zones.ts";

const MOST_SUBNETS = 3;

export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  /** Where the job runs. */
  readonly jobSubnetIds: readonly pulumi.Output<string>[];
  /** Where the warehouse stands. */
  readonly warehouseSubnetIds: readonly pulumi.Output<string>[];
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  readonly privateRouteTableId: pulumi.Output<string>;
  readonly publicRouteTableId: pulumi.Output<string> | undefined;

  constructor(site: Site, settings: Settings, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Network", "network", {}, opts);
    const child = { parent: this };
    const { name } = site;
    const tags = (what: string): { tags: { Name: string } } => ({ tags: { Name: `${name}-${what}` } });
    const vpc = new aws.ec2.Vpc(
      "vpc",
      { cidrBlock: settings.vpcCidr, enableDnsSupport: true, enableDnsHostnames: true, ...tags("vpc") },
      child,
    );
    // Adopted and emptied, so that whoever forgets to name a security group gets one that lets nothing through.
    new aws.ec2.DefaultSecurityGroup(
      "default",
      { vpcId: vpc.id, ingress: [], egress: [], ...tags("default-closed") },
      child,
    );

    const zones = subnetsOf(settings);
    const isPublic = settings.egress !== "endpoints";
    // Room for three of each kind from the first day: a setting that adds one moves none of the others.
    const cidrs = subnetCidrs(settings.vpcCidr, 2 * MOST_SUBNETS);
    const subnet = (kind: string, zone: number, cidrBlock: string | undefined): aws.ec2.Subnet =>
      new aws.ec2.Subnet(
        `${kind}-${zone + 1}`,
        {
          vpcId: vpc.id,
          cidrBlock: cidrBlock ?? "",
          availabilityZone: site.zones.apply((names) => names[zone] ?? ""),
          mapPublicIpOnLaunch: false,
          ...tags(`${kind}-${zone + 1}`),
        },
        child,
      );
    const table = (kind: string, subnets: readonly aws.ec2.Subnet[]): aws.ec2.RouteTable => {
      const routeTable = new aws.ec2.RouteTable(kind, { vpcId: vpc.id, ...tags(kind) }, child);
      for (const [index, { id }] of subnets.entries())
        new aws.ec2.RouteTableAssociation(
          `${kind}-${index + 1}`,
          { routeTableId: routeTable.id, subnetId: id },
          child,
        );
      return routeTable;
    };
    const everyZone = Array.from({ length: zones }, (_, zone) => zone);
    const inside = everyZone.map((zone) => subnet("private", zone, cidrs[zone]));
    const privateTable = table("private", inside);
    const outside = isPublic
      ? everyZone.map((zone) => subnet("public", zone, cidrs[MOST_SUBNETS + zone]))
      : [];
    const publicTable = isPublic ? table("public", outside) : undefined;

    if (publicTable !== undefined) {
      const gateway = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id, ...tags("internet") }, child);
      const destinationCidrBlock = "0.0.0.0/0";
      const out = { routeTableId: publicTable.id, destinationCidrBlock, gatewayId: gateway.id };
      const route = new aws.ec2.Route("public-out", out, child);
      if (settings.egress === "nat") {
        const address = new aws.ec2.Eip("nat", { domain: "vpc", ...tags("nat") }, child);
        const place = { allocationId: address.id, subnetId: outside[0]?.id ?? "" };
        const nat = new aws.ec2.NatGateway(
          "nat",
          { ...place, ...tags("nat") },
          { ...child, dependsOn: [route] },
        );
        const through = { routeTableId: privateTable.id, destinationCidrBlock, natGatewayId: nat.id };
        new aws.ec2.Route("private-out", through, child);
      }
      // Clients come to the warehouse where it stands: a cluster cannot move to other subnets, so their way leads into its own.
      for (const [index, client] of settings.clients.entries())
        new aws.ec2.Route(
          `client-${index + 1}`,
          { routeTableId: privateTable.id, destinationCidrBlock: client, gatewayId: gateway.id },
          child,
        );
    }

    this.vpcId = vpc.id;
    this.privateSubnetIds = inside.map(({ id }) => id);
    this.jobSubnetIds = settings.egress === "public" ? outside.map(({ id }) => id) : this.privateSubnetIds;
    this.warehouseSubnetIds = this.privateSubnetIds;
    this.privateRouteTableId = privateTable.id;
    this.publicRouteTableId = publicTable?.id;
    this.registerOutputs();
  }
}
