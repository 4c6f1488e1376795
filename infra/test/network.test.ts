import { describe, expect, it } from "vitest";
import { all, one, ref } from "./support/pick.ts";
import { recordVariants } from "./support/recorded-variants.ts";

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
      one(stackOf("dev"), "scheduler.Schedule")["target"].ecsParameters.networkConfiguration.subnets,
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
    expect(one(open, "redshift.SubnetGroup")["subnetIds"].join()).toContain("public");
    expect(one(open, "vpc.SecurityGroupIngressRule", "sql-from-client-1")).toMatchObject({
      cidrIpv4: "203.0.113.7/32",
      fromPort: 5439,
    });
    expect(one(open, "ec2.VpcEndpoint", "s3")["routeTableIds"]).toHaveLength(2);
  });
});
