/**
 * Whom GitHub lets in: one role that may deliver what runs and what watches it, and two that may only look. None may touch
 * network, warehouse, data or rights: whoever can make roles is an administrator, and a pipeline is not one.
 */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { deployStatements, stateStatements, type Delivered } from "./deploy-rights.ts";
import { driftStatements } from "./drift-rights.ts";
import { policyJson, roleThatMay } from "./policy.ts";
import type { DeliverySettings, Settings } from "./settings.ts";
import type { Site } from "./site.ts";

const ISSUER = "token.actions.githubusercontent.com";

export class Delivery extends pulumi.ComponentResource {
  readonly deployRoleArn: pulumi.Output<string>;
  readonly previewRoleArn: pulumi.Output<string>;
  /** Undefined where nobody may look for drift. */
  readonly driftRoleArn: pulumi.Output<string> | undefined;

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
    const drift =
      delivery.driftSubjects.length === 0
        ? undefined
        : roleThatMay(
            `${name}-drift`,
            "GitHub takes it to compare what is in AWS with the program",
            github(delivery.driftSubjects),
            [
              ...stateStatements(settings.environment, delivery, "read"),
              ...driftStatements(site, settings.environment),
            ],
            this,
          );
    this.deployRoleArn = deploy.arn;
    this.driftRoleArn = drift?.arn;
    this.previewRoleArn = preview.arn;
    this.registerOutputs();
  }
}
