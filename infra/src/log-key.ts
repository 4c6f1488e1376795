/** The key for what AWS does not encrypt with a key of the account by itself: log groups, and the topic that alarms go to. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { alarmTopicName } from "./alarm-topic.ts";
import { onBehalfOf, policyJson } from "./policy.ts";

export class LogKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    region: string,
    account: pulumi.Output<string>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("sparkify:dwh:LogKey", "log-key", {}, opts);
    const child = { parent: this };
    // In the policy of a key, * means this key.
    const use = { actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"] };
    const key = new aws.kms.Key(
      "logs",
      {
        description: `${name}: log groups and the alarm topic`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyJson(
          {
            actions: ["kms:*"],
            resources: ["*"],
            principals: { AWS: pulumi.interpolate`arn:aws:iam::${account}:root` },
          },
          {
            ...use,
            actions: [...use.actions, "kms:Encrypt*", "kms:ReEncrypt*", "kms:Describe*"],
            principals: { Service: `logs.${region}.amazonaws.com` },
            conditions: {
              ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:aws:logs:${region}:${account}:log-group:*`,
              },
            },
          },
          ...["cloudwatch.amazonaws.com", "budgets.amazonaws.com"].map((service) => ({
            ...use,
            principals: { Service: service },
            conditions: onBehalfOf(account),
          })),
          // "Key management" of the SNS guide: EventBridge says neither account nor ARN here. SNS says for which topic it is.
          {
            ...use,
            principals: { Service: "events.amazonaws.com" },
            conditions: {
              StringEquals: {
                "kms:EncryptionContext:aws:sns:topicArn": pulumi.interpolate`arn:aws:sns:${region}:${account}:${alarmTopicName(name)}`,
              },
            },
          },
        ),
      },
      child,
    );
    new aws.kms.Alias("logs", { name: `alias/${name}-logs`, targetKeyId: key.keyId }, child);
    this.arn = key.arn;
    this.registerOutputs();
  }
}
