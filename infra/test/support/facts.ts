/**
 * What AWS and Pulumi say, each with the page that says it. The tests of rights read it here instead of asserting what
 * somebody believes: whoever changes a value opens its page first.
 */
export interface Fact<T> {
  /** In one sentence, in our words. */
  readonly says: string;
  readonly page: string;
  readonly value: T;
}

const AWS = "https://docs.aws.amazon.com";
const PULUMI = "https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy";
const PROVIDER = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service";

/** The condition keys that a service is documented to send when it takes a role; none: the page shows the trust without any. */
export const TRUST: Readonly<Record<string, Fact<readonly string[]>>> = {
  "ecs-tasks.amazonaws.com": {
    says: "the role of a task is restricted by account and by ARN",
    page: `${AWS}/AmazonECS/latest/developerguide/task-iam-roles.html`,
    value: ["aws:SourceAccount", "aws:SourceArn"],
  },
  "scheduler.amazonaws.com": {
    says: "a schedule's role is restricted by account and by the ARN of the schedule group",
    page: `${AWS}/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
    value: ["aws:SourceAccount", "aws:SourceArn"],
  },
  "redshift.amazonaws.com": {
    says: "access to a role is limited by sts:ExternalId, the ARN of a database user; no other key is named",
    page: `${AWS}/redshift/latest/mgmt/authorizing-redshift-service-database-users.html`,
    value: ["sts:ExternalId"],
  },
  "redshift-serverless.amazonaws.com": {
    says: "the external id is arn:aws:redshift:REGION:ACCOUNT:dbuser:serverless-ACCOUNT-WORKGROUP/USER",
    page: `${AWS}/redshift/latest/mgmt/authorizing-redshift-service-database-users.html`,
    value: ["sts:ExternalId"],
  },
  "scheduler.redshift.amazonaws.com": {
    says: "the role of a scheduled action trusts this service; no condition key is named",
    page: `${AWS}/redshift/latest/mgmt/redshift-iam-access-control-identity-based.html`,
    value: [],
  },
  "vpc-flow-logs.amazonaws.com": {
    says: "the role that writes flow logs is restricted by account and by the ARN of the flow log",
    page: `${AWS}/vpc/latest/userguide/flow-logs-iam-role.html`,
    value: ["aws:SourceAccount", "aws:SourceArn"],
  },
  "token.actions.githubusercontent.com": {
    says: "a role for GitHub is limited by audience and subject",
    page: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
    value: ["token.actions.githubusercontent.com:aud", "token.actions.githubusercontent.com:sub"],
  },
};

/** The condition keys that a service is documented to send when it uses the key of an encrypted topic. */
export const TOPIC_KEY: Readonly<Record<string, Fact<readonly string[]>>> = {
  "cloudwatch.amazonaws.com": {
    says: "a service that publishes to an encrypted topic may be restricted by account and ARN",
    page: `${AWS}/sns/latest/dg/sns-key-management.html`,
    value: ["aws:SourceAccount", "aws:SourceArn", "kms:EncryptionContext:aws:sns:topicArn"],
  },
  "budgets.amazonaws.com": {
    says: "Budgets publishes to an encrypted topic, restricted by account and ARN",
    page: `${AWS}/cost-management/latest/userguide/budgets-sns-policy.html`,
    value: ["aws:SourceAccount", "aws:SourceArn", "kms:EncryptionContext:aws:sns:topicArn"],
  },
  "events.amazonaws.com": {
    says: "aws:SourceAccount, aws:SourceArn and aws:SourceOrgID are not supported in the key's policy for EventBridge to an encrypted topic",
    page: `${AWS}/sns/latest/dg/sns-key-management.html`,
    value: ["kms:EncryptionContext:aws:sns:topicArn"],
  },
};

/** The condition keys that hold in the policy of a topic or a queue, by who sends. */
export const RESOURCE_POLICY: Readonly<Record<string, Fact<readonly string[]>>> = {
  "sns cloudwatch.amazonaws.com": {
    says: "an alarm publishes to a topic, restricted by account and by the alarm's ARN",
    page: `${AWS}/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html`,
    value: ["aws:SourceAccount", "aws:SourceArn"],
  },
  "sns budgets.amazonaws.com": {
    says: "a budget publishes to a topic, restricted by account and ARN",
    page: `${AWS}/cost-management/latest/userguide/budgets-sns-policy.html`,
    value: ["aws:SourceAccount", "aws:SourceArn"],
  },
  "sns events.amazonaws.com": {
    says: "Condition blocks cannot be used in a topic's policy for EventBridge",
    page: `${AWS}/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions`,
    value: [],
  },
  "sqs events.amazonaws.com": {
    says: "a dead-letter queue takes messages from a rule by the rule's ARN",
    page: `${AWS}/eventbridge/latest/userguide/eb-rule-dlq.html`,
    value: ["aws:SourceArn"],
  },
};

/** Keys of Pulumi's state bucket; P is the project and S the stack. */
export interface StateKey {
  readonly key: string;
  /** By `pulumi preview` and everything else. */
  readonly read: boolean;
  /** By `pulumi up`. */
  readonly written: boolean;
}

const stateFact = (file: string, says: string, ...value: readonly StateKey[]): Fact<readonly StateKey[]> => ({
  says,
  page: `${PULUMI}/${file}`,
  value,
});
const both = (key: string): StateKey => ({ key, read: true, written: true });

/** Every key that Pulumi's backend for a bucket touches. */
export const STATE_KEYS: readonly Fact<readonly StateKey[]>[] = [
  stateFact("meta.go", "every command reads the version of the layout", {
    key: ".pulumi/meta.yaml",
    read: true,
    written: false,
  }),
  stateFact(
    "state.go",
    "the checkpoint is plain or compressed, and is copied to .bak before it is written",
    both(".pulumi/stacks/P/S.json"),
    both(".pulumi/stacks/P/S.json.gz"),
    both(".pulumi/stacks/P/S.json.zst"),
    both(".pulumi/stacks/P/S.json.bak"),
  ),
  stateFact(
    "stack_tags.go",
    "every preview and update reads the tags",
    both(".pulumi/stacks/P/S.pulumi-tags"),
  ),
  stateFact(
    "lock.go",
    "an update takes a lock, and others read it",
    both(".pulumi/locks/organization/P/S/id.json"),
  ),
  stateFact(
    "state.go",
    "an update adds to the history and keeps a backup",
    both(".pulumi/history/P/S/S-1.history.json"),
    both(".pulumi/history/P/S/S-1.checkpoint.json"),
    both(".pulumi/backups/P/S/S.1.json"),
  ),
  stateFact(
    "journal.go",
    "an update keeps a journal, and whatever comes next reads it",
    both(".pulumi/journal/P/S/manifest.json"),
    both(".pulumi/journal/P/S/0000000001.journal.json"),
  ),
];

/** Why ListBucket on the state bucket stands without a condition. */
export const MISSING_KEY: Fact<{ readonly action: string }> = {
  says: "GetObject of a key that does not exist answers 404 to whoever may list the bucket, and 403 to everybody else",
  page: `${AWS}/AmazonS3/latest/API/API_GetObject.html`,
  value: { action: "s3:ListBucket" },
};

/** What DescribeAlarms is asked for, whatever names the request has. */
export const DESCRIBE_ALARMS: Fact<(region: string, account: string) => string> = {
  says: "DescribeAlarms is authorized on all alarms; a narrower scope hides some",
  page: `${AWS}/AmazonCloudWatch/latest/monitoring/permissions-reference-cw.html`,
  value: (region, account) => `arn:aws:cloudwatch:${region}:${account}:alarm:*`,
};

/** The bucket that holds the layers of all images of a region, and the one thing that is done there. */
export const LAYERS: Fact<{ readonly bucket: (region: string) => string; readonly action: string }> = {
  says: "images are pulled from this bucket with GetObject",
  page: `${AWS}/AmazonECR/latest/userguide/vpc-endpoints.html`,
  value: { bucket: (region) => `arn:aws:s3:::prod-${region}-starport-layer-bucket`, action: "s3:GetObject" },
};

/** Which inputs of a resource cannot be changed: a new one takes its place (`ForceNew` in the provider's schema); `all` of them of some. */
export const REPLACES: Readonly<Record<string, Fact<"all" | readonly string[]>>> = {
  "aws:redshift/cluster:Cluster": {
    says: "a cluster stays under its name, in its subnets, with its administrator, whatever snapshot it is of",
    page: `${PROVIDER}/redshift/cluster.go`,
    value: [
      "clusterIdentifier",
      "clusterSubnetGroupName",
      "masterUsername",
      "snapshotArn",
      "snapshotClusterIdentifier",
      "snapshotIdentifier",
    ],
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    says: "a task definition never changes: there is a new revision of it",
    page: `${PROVIDER}/ecs/task_definition.go`,
    value: "all",
  },
  "aws:scheduler/schedule:Schedule": {
    says: "a schedule stays under its name in its group",
    page: `${PROVIDER}/scheduler/schedule.go`,
    value: ["name", "groupName"],
  },
};

const NODES_PAGE = `${AWS}/redshift/latest/mgmt/working-with-clusters.html#rs-node-type-info`;

/**
 * How many nodes a cluster may have: from one where `alone`, else from two, and at most, after an elastic resize where that gives more. The
 * rows of ra3.large and of RG were read as others render them, who had looked at the page in August 2026.
 */
export const NODES: Readonly<Record<string, Fact<{ readonly alone: boolean; readonly most: number }>>> = {
  "ra3.large": {
    says: "1 as a single node, 2-16 as several; 128 TB at 8 TB a node",
    page: NODES_PAGE,
    value: { alone: true, most: 16 },
  },
  "ra3.xlplus": {
    says: "1 as a single node, 2-16 with create cluster, with elastic resize up to 32",
    page: NODES_PAGE,
    value: { alone: true, most: 32 },
  },
  "ra3.4xlarge": {
    says: "2-32 with create cluster, with elastic resize up to 64",
    page: NODES_PAGE,
    value: { alone: false, most: 64 },
  },
  "ra3.16xlarge": { says: "2-128", page: NODES_PAGE, value: { alone: false, most: 128 } },
  "rg.large": {
    says: "2-16, never one; 128 TB at 8 TB a node",
    page: NODES_PAGE,
    value: { alone: false, most: 16 },
  },
  "rg.xlarge": {
    says: "2-16 with create cluster, with elastic resize up to 32",
    page: NODES_PAGE,
    value: { alone: false, most: 32 },
  },
  "rg.4xlarge": {
    says: "2-32 with create cluster, with elastic resize up to 64",
    page: NODES_PAGE,
    value: { alone: false, most: 64 },
  },
  "rg.12xlarge": { says: "2-128", page: NODES_PAGE, value: { alone: false, most: 128 } },
};

/** Facts that stand alone; the tables above hold the others. */
export const ALL_PAGES: readonly string[] = [
  ...[TRUST, TOPIC_KEY, RESOURCE_POLICY, REPLACES, NODES].flatMap((table) =>
    Object.values<Fact<unknown>>(table),
  ),
  ...STATE_KEYS,
  MISSING_KEY,
  DESCRIBE_ALARMS,
  LAYERS,
].map(({ page }) => page);
