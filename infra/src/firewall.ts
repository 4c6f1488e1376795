/** Who may talk to whom: the security groups of the job and the warehouse, every rule on its own and named. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Endpoints } from "./endpoints.ts";
import type { Network } from "./network.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

/** Redshift's port; RA3 and RG nodes take 5431 to 5455 and 8191 to 8215. */
export const WAREHOUSE_PORT = 5439;
const HTTPS = 443;

export class Firewall extends pulumi.ComponentResource {
  readonly jobGroupId: pulumi.Output<string>;
  readonly warehouseGroupId: pulumi.Output<string>;

  constructor(
    site: Site,
    settings: Settings,
    network: Network,
    endpoints: Endpoints,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("sparkify:dwh:Firewall", "firewall", {}, opts);
    const child = { parent: this };
    const group = (what: string, description: string): aws.ec2.SecurityGroup =>
      new aws.ec2.SecurityGroup(
        what,
        {
          name: `${site.name}-${what}`,
          description,
          vpcId: network.vpcId,
          tags: { Name: `${site.name}-${what}` },
        },
        child,
      );
    const job = group("job", "The job: nothing comes in");
    const warehouse = group("warehouse", "The warehouse: SQL from the job and from listed clients");
    const out = (
      name: string,
      from: aws.ec2.SecurityGroup,
      to: Partial<aws.vpc.SecurityGroupEgressRuleArgs>,
      port: number,
      description: string,
    ): aws.vpc.SecurityGroupEgressRule =>
      new aws.vpc.SecurityGroupEgressRule(
        name,
        { securityGroupId: from.id, ipProtocol: "tcp", fromPort: port, toPort: port, description, ...to },
        child,
      );
    const into = (
      name: string,
      from: Partial<aws.vpc.SecurityGroupIngressRuleArgs>,
      description: string,
    ): void => {
      const port = { ipProtocol: "tcp", fromPort: WAREHOUSE_PORT, toPort: WAREHOUSE_PORT };
      new aws.vpc.SecurityGroupIngressRule(
        name,
        { securityGroupId: warehouse.id, ...port, description, ...from },
        child,
      );
    };

    into("sql-from-job", { referencedSecurityGroupId: job.id }, "SQL from the job");
    for (const [index, cidrIpv4] of settings.clients.entries())
      into(`sql-from-client-${index + 1}`, { cidrIpv4 }, "SQL from a listed client");
    out(
      "job-to-warehouse",
      job,
      { referencedSecurityGroupId: warehouse.id },
      WAREHOUSE_PORT,
      "SQL to the warehouse",
    );

    const s3 = { prefixListId: endpoints.s3PrefixListId };
    const anywhere = { cidrIpv4: "0.0.0.0/0" };
    // With enhanced VPC routing COPY leaves through this group; a source in another region is beyond the S3 endpoint and needs the NAT.
    out("warehouse-to-s3", warehouse, settings.egress === "nat" ? anywhere : s3, HTTPS, "COPY reads S3");
    if (settings.egress === "endpoints") {
      out("job-to-s3", job, s3, HTTPS, "S3 through the gateway endpoint");
      out(
        "job-to-endpoints",
        job,
        { referencedSecurityGroupId: endpoints.groupId ?? "" },
        HTTPS,
        "AWS through the endpoints",
      );
    } else out("job-to-aws", job, anywhere, HTTPS, "The APIs of AWS, over TLS");

    this.jobGroupId = job.id;
    this.warehouseGroupId = warehouse.id;
    this.registerOutputs();
  }
}
