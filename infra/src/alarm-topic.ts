/** Where alarms go: a topic of this stack with its subscribers, or one that the account has already. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { onBehalfOf, policyJson } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

/** What the topic of a stack is called; the policy of its key needs that before the topic is there. */
export const alarmTopicName = (stack: string): string => `${stack}-alarms`;

/** Makes the topic, who may publish to it and who gets its mails, unless the settings name a topic; returns its ARN. */
export function createAlarmTopic(
  { name, account, logKey }: Site,
  { alarmTopicArn, alarmEmail }: Settings,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (alarmTopicArn !== undefined) return pulumi.output(alarmTopicArn);
  const child = { parent };
  const key = logKey.kmsKeyId;
  const topic = new aws.sns.Topic(
    "alarms",
    { name: alarmTopicName(name), ...(key && { kmsMasterKeyId: key }) },
    child,
  );
  const publish = { actions: ["sns:Publish"], resources: [topic.arn] };
  const policy = policyJson(
    {
      ...publish,
      principals: { Service: "cloudwatch.amazonaws.com" },
      conditions: onBehalfOf(account),
    },
    {
      ...publish,
      principals: { Service: "budgets.amazonaws.com" },
      conditions: onBehalfOf(account, pulumi.interpolate`arn:aws:budgets::${account}:*`),
    },
    // "Using resource-based policies for Amazon EventBridge": a topic's policy takes no conditions for it.
    { ...publish, principals: { Service: "events.amazonaws.com" } },
  );
  new aws.sns.TopicPolicy("alarms", { arn: topic.arn, policy }, child);
  for (const [index, endpoint] of alarmEmail.entries())
    new aws.sns.TopicSubscription(
      // Each subscription is confirmed by a mail: the first keeps its name when others join.
      index === 0 ? "mail" : `mail-${index + 1}`,
      { topic: topic.arn, protocol: "email", endpoint },
      child,
    );
  return topic.arn;
}
