import { describe, expect, it } from "vitest";
import { all, one, ref } from "./support/pick.ts";
import { recordStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { settingsOf } from "./support/variants.ts";

const stackOf = await recordVariants(
  "dev",
  "dev open to a client",
  "prod",
  "prod behind a NAT",
  "prod paused between runs",
);
const services = (variant: string): readonly string[] =>
  all(stackOf(variant), "ec2.VpcEndpoint").map(({ inputs }) =>
    (inputs["serviceName"] as string).replace("com.amazonaws.us-east-1.", ""),
  );

describe("the way to AWS", () => {
  it("is the S3 endpoint and a public address with egress public; the warehouse stays in private subnets", () => {
    expect(services("dev")).toEqual(["s3"]);
    expect(all(stackOf("dev"), "ec2.NatGateway")).toEqual([]);
    expect(
      one(stackOf("dev"), "scheduler.Schedule", "job")["target"].ecsParameters.networkConfiguration.subnets,
    ).toEqual([
      ref("aws:ec2/subnet:Subnet", "public-1", "id"),
      ref("aws:ec2/subnet:Subnet", "public-2", "id"),
    ]);
    expect(one(stackOf("dev"), "redshift.SubnetGroup")["subnetIds"].join()).not.toContain("public");
    expect(all(stackOf("dev"), "ec2.Route").map(({ name }) => name)).toEqual(["public-out"]);
  });

  it("is one NAT gateway with egress nat", () => {
    expect(services("prod behind a NAT")).toEqual(["s3"]);
    expect(all(stackOf("prod behind a NAT"), "ec2.NatGateway")).toHaveLength(1);
    expect(one(stackOf("prod behind a NAT"), "ec2.Route", "private-out")["natGatewayId"]).toBe(
      ref("aws:ec2/natGateway:NatGateway", "nat", "id"),
    );
  });

  it("is endpoints alone with egress endpoints: no gateway, no public subnet, no rule to the internet", () => {
    const expected = ["s3", "ecr.api", "ecr.dkr", "logs", "monitoring", "secretsmanager"];
    expect([...services("prod")].sort()).toEqual([...expected].sort());
    expect(all(stackOf("prod"), "ec2.InternetGateway")).toEqual([]);
    expect(all(stackOf("prod"), "ec2.Route")).toEqual([]);
    expect(all(stackOf("prod"), "ec2.Subnet")).toHaveLength(2);
    const out = all(stackOf("prod"), "vpc.SecurityGroupEgressRule").map(({ inputs }) => inputs["cidrIpv4"]);
    expect(out.filter(Boolean)).toEqual([]);
  });

  it("has the endpoint of Redshift's API too where runs pause the cluster without internet", () => {
    expect(services("prod paused between runs")).toContain("redshift");
  });

  it("leads the warehouse to S3 only, or through the NAT to sources of other regions", () => {
    const rule = (variant: string) => one(stackOf(variant), "vpc.SecurityGroupEgressRule", "warehouse-to-s3");
    expect(rule("prod")).toMatchObject({
      prefixListId: ref("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", "prefixListId"),
      toPort: 443,
    });
    expect(rule("prod behind a NAT")).toMatchObject({ cidrIpv4: "0.0.0.0/0", toPort: 443 });
  });

  it("gives a warehouse with clients an address outside, and lets nobody else in", () => {
    const open = stackOf("dev open to a client");
    expect(one(open, "redshift.Cluster")["publiclyAccessible"]).toBe(true);
    expect(one(open, "ec2.Route", "client-1")).toEqual({
      routeTableId: ref("aws:ec2/routeTable:RouteTable", "private", "id"),
      destinationCidrBlock: "203.0.113.7/32",
      gatewayId: ref("aws:ec2/internetGateway:InternetGateway", "internet", "id"),
    });
    expect(one(open, "vpc.SecurityGroupIngressRule", "sql-from-client-1")).toMatchObject({
      cidrIpv4: "203.0.113.7/32",
      fromPort: 5439,
    });
    expect(one(open, "ec2.VpcEndpoint", "s3")["routeTableIds"]).toHaveLength(2);
  });
});

describe("a network that is in use", () => {
  const CLIENT = '["203.0.113.7/32"]';
  /** Settings that change in a stack's life, each against the one before it. */
  const LIFE: readonly Readonly<Record<string, string>>[] = [
    { egress: "public" },
    { egress: "public", clients: CLIENT },
    { egress: "nat", clients: CLIENT },
    { egress: "endpoints" },
    { egress: "public", warehouse: "serverless" },
    { egress: "public", warehouse: "serverless", clients: CLIENT },
  ];

  // ModifyClusterSubnetGroup of the Redshift API: a subnet that a cluster is in cannot be taken out of its group.
  it("keeps the warehouse's subnets, their zones and their addresses, whatever is set later", async () => {
    const seen = new Map<string, unknown>();
    const groups = new Set<string>();
    for (const changes of LIFE) {
      const stack = await recordStack(settingsOf("dev", changes));
      for (const { name, inputs } of all(stack, "ec2.Subnet")) {
        const { cidrBlock, availabilityZone } = inputs;
        const place = `${cidrBlock} ${availabilityZone}`;
        expect(seen.get(name) ?? place, `${name} with ${JSON.stringify(changes)}`).toBe(place);
        seen.set(name, place);
      }
      const [group] = all(stack, "redshift.SubnetGroup");
      if (group !== undefined) groups.add(JSON.stringify(group.inputs));
    }
    expect([...groups]).toHaveLength(1);
  });
});

describe("who talks to whom", () => {
  it("is logged in prod, by a role that writes to that log alone, and not in dev", () => {
    expect(one(stackOf("prod"), "ec2.FlowLog")).toMatchObject({
      trafficType: "ALL",
      logDestination: ref("aws:cloudwatch/logGroup:LogGroup", "flow-logs", "arn"),
    });
    expect(all(stackOf("dev"), "ec2.FlowLog")).toEqual([]);
  });
});
