/**
 * Whom GitHub lets in: one role that may deliver what runs and what watches it, and one that may only look. Neither may touch
 * network, warehouse, data or rights: whoever can make roles is an administrator, and a pipeline is not one.
 */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { deployStatements, stateStatements, type Delivered } from "./deploy-rights.ts";
import { policyJson, roleThatMay } from "./policy.ts";
import type { DeliverySettings, Settings } from "./settings.ts";
import type { Site } from "./site.ts";

const ISSUER = "token.actions.githubusercontent.com";

export class Delivery extends pulumi.ComponentResource {
  readonly deployRoleArn: pulumi.Output<string>;
  readonly previewRoleArn: pulumi.Output<string>;

  constructor(
    site: Site,
    settings: Settings,
    delivery: DeliverySettings,
    delivered: Delivered,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("sparkify:dwh:Delivery", "delivery", {}, opts);
    const provider =
      delivery.oidcProviderArn ??
      new aws.iam.OpenIdConnectProvider(
        "github",
        { url: `https://${ISSUER}`, clientIdLists: ["sts.amazonaws.com"] },
        { parent: this, protect: settings.protect },
      ).arn;
    const github = (subjects: readonly string[]): pulumi.Output<string> =>
      policyJson({
        actions: ["sts:AssumeRoleWithWebIdentity"],
        principals: { Federated: provider },
        conditions: { StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: subjects } },
      });
    const { name } = site;
    const deploy = roleThatMay(
      `${name}-deploy`,
      "GitHub takes it to push an image, to update the job, its schedule and its alarms, and to try a run",
      github(delivery.deploySubjects),
      [...stateStatements(settings.environment, delivery, "write"), ...deployStatements(site, delivered)],
      this,
    );
    const preview = roleThatMay(
      `${name}-preview`,
      "GitHub takes it to show what a pull request would change",
      github(delivery.previewSubjects),
      [
        ...stateStatements(settings.environment, delivery, "read"),
        { actions: ["ec2:DescribeAvailabilityZones"], resources: ["*"] },
      ],
      this,
    );
    this.deployRoleArn = deploy.arn;
    this.previewRoleArn = preview.arn;
    this.registerOutputs();
  }
}
