/**
 * What a refresh asks AWS for, by the type of the resource: the rights that Pulumi's look at it needs. The pages are the provider's
 * functions that read. What they call was also seen on 29 November 2026: the provider (5.100.0) refreshed one resource of each type
 * against a server that wrote down what it was asked. Newer versions ask for a bucket's tags by ListTagsForResource first (pull request 45251).
 */
import type { Fact } from "./facts.ts";

const PROVIDER = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service";

const read = (file: string, ...value: readonly string[]): Fact<readonly string[]> => ({
  says: "the function that reads this resource",
  page: `${PROVIDER}/${file}`,
  value,
});

export const READS: Readonly<Record<string, Fact<readonly string[]>>> = {
  "aws:budgets/budget:Budget": read("budgets/budget.go", "budgets:ViewBudget", "budgets:ListTagsForResource"),
  "aws:cloudwatch/dashboard:Dashboard": read("cloudwatch/dashboard.go", "cloudwatch:GetDashboard"),
  "aws:cloudwatch/eventRule:EventRule": read(
    "events/rule.go",
    "events:DescribeRule",
    "events:ListTagsForResource",
  ),
  "aws:cloudwatch/eventTarget:EventTarget": read("events/target.go", "events:ListTargetsByRule"),
  "aws:cloudwatch/logGroup:LogGroup": read(
    "logs/group.go",
    "logs:DescribeLogGroups",
    "logs:ListTagsForResource",
  ),
  "aws:cloudwatch/metricAlarm:MetricAlarm": read(
    "cloudwatch/metric_alarm.go",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:ListTagsForResource",
  ),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": read(
    "ec2/vpc_security_group.go",
    "ec2:DescribeSecurityGroups",
  ),
  "aws:ec2/eip:Eip": read("ec2/ec2_eip.go", "ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"),
  "aws:ec2/flowLog:FlowLog": read("ec2/vpc_flow_log.go", "ec2:DescribeFlowLogs"),
  "aws:ec2/internetGateway:InternetGateway": read(
    "ec2/vpc_internet_gateway.go",
    "ec2:DescribeInternetGateways",
  ),
  "aws:ec2/natGateway:NatGateway": read("ec2/vpc_nat_gateway.go", "ec2:DescribeNatGateways"),
  "aws:ec2/route:Route": read("ec2/vpc_route.go", "ec2:DescribeRouteTables"),
  "aws:ec2/routeTable:RouteTable": read("ec2/vpc_route_table.go", "ec2:DescribeRouteTables"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": read(
    "ec2/vpc_route_table_association.go",
    "ec2:DescribeRouteTables",
  ),
  "aws:ec2/securityGroup:SecurityGroup": read("ec2/vpc_security_group.go", "ec2:DescribeSecurityGroups"),
  "aws:ec2/subnet:Subnet": read("ec2/vpc_subnet.go", "ec2:DescribeSubnets"),
  "aws:ec2/vpc:Vpc": read(
    "ec2/vpc_.go",
    "ec2:DescribeVpcs",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeNetworkAcls",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
  ),
  "aws:ec2/vpcEndpoint:VpcEndpoint": read(
    "ec2/vpc_endpoint.go",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribePrefixLists",
    "ec2:DescribeNetworkInterfaces",
  ),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": read(
    "ec2/vpc_security_group_egress_rule.go",
    "ec2:DescribeSecurityGroupRules",
  ),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": read(
    "ec2/vpc_security_group_ingress_rule.go",
    "ec2:DescribeSecurityGroupRules",
  ),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": read("ecr/lifecycle_policy.go", "ecr:GetLifecyclePolicy"),
  "aws:ecr/repository:Repository": read(
    "ecr/repository.go",
    "ecr:DescribeRepositories",
    "ecr:ListTagsForResource",
  ),
  "aws:ecs/cluster:Cluster": read("ecs/cluster.go", "ecs:DescribeClusters"),
  "aws:ecs/taskDefinition:TaskDefinition": read("ecs/task_definition.go", "ecs:DescribeTaskDefinition"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": read(
    "iam/openid_connect_provider.go",
    "iam:GetOpenIDConnectProvider",
  ),
  "aws:iam/role:Role": read(
    "iam/role.go",
    "iam:GetRole",
    "iam:ListRolePolicies",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
  ),
  "aws:iam/rolePolicy:RolePolicy": read("iam/role_policy.go", "iam:GetRolePolicy"),
  "aws:kms/alias:Alias": read("kms/alias.go", "kms:ListAliases"),
  "aws:kms/key:Key": read(
    "kms/key.go",
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListResourceTags",
  ),
  "aws:redshift/cluster:Cluster": read(
    "redshift/cluster.go",
    "redshift:DescribeClusters",
    "redshift:DescribeLoggingStatus",
  ),
  "aws:redshift/logging:Logging": read("redshift/logging.go", "redshift:DescribeLoggingStatus"),
  "aws:redshift/parameterGroup:ParameterGroup": read(
    "redshift/parameter_group.go",
    "redshift:DescribeClusterParameterGroups",
    "redshift:DescribeClusterParameters",
  ),
  "aws:redshift/scheduledAction:ScheduledAction": read(
    "redshift/scheduled_action.go",
    "redshift:DescribeScheduledActions",
  ),
  "aws:redshift/subnetGroup:SubnetGroup": read(
    "redshift/subnet_group.go",
    "redshift:DescribeClusterSubnetGroups",
  ),
  "aws:redshiftserverless/namespace:Namespace": read(
    "redshiftserverless/namespace.go",
    "redshift-serverless:GetNamespace",
    "redshift-serverless:ListTagsForResource",
  ),
  "aws:redshiftserverless/usageLimit:UsageLimit": read(
    "redshiftserverless/usage_limit.go",
    "redshift-serverless:GetUsageLimit",
  ),
  "aws:redshiftserverless/workgroup:Workgroup": read(
    "redshiftserverless/workgroup.go",
    "redshift-serverless:GetWorkgroup",
    "redshift-serverless:ListTagsForResource",
  ),
  "aws:s3/bucket:Bucket": read(
    "s3/bucket.go",
    "s3:ListBucket",
    "s3:GetBucketPolicy",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketWebsite",
    "s3:GetBucketVersioning",
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketLogging",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:GetEncryptionConfiguration",
    "s3:GetBucketObjectLockConfiguration",
    "s3:ListTagsForResource",
    "s3:GetBucketTagging",
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": read(
    "s3/bucket_lifecycle_configuration.go",
    "s3:GetLifecycleConfiguration",
  ),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": read(
    "s3/bucket_ownership_controls.go",
    "s3:GetBucketOwnershipControls",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": read("s3/bucket_policy.go", "s3:GetBucketPolicy"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": read(
    "s3/bucket_public_access_block.go",
    "s3:GetBucketPublicAccessBlock",
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": read(
    "s3/bucket_server_side_encryption_configuration.go",
    "s3:GetEncryptionConfiguration",
  ),
  "aws:s3/bucketVersioning:BucketVersioning": read("s3/bucket_versioning.go", "s3:GetBucketVersioning"),
  "aws:scheduler/schedule:Schedule": read("scheduler/schedule.go", "scheduler:GetSchedule"),
  "aws:scheduler/scheduleGroup:ScheduleGroup": read(
    "scheduler/schedule_group.go",
    "scheduler:GetScheduleGroup",
    "scheduler:ListTagsForResource",
  ),
  "aws:secretsmanager/secret:Secret": read(
    "secretsmanager/secret.go",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetResourcePolicy",
  ),
  "aws:sns/topic:Topic": read("sns/topic.go", "sns:GetTopicAttributes", "sns:ListTagsForResource"),
  "aws:sns/topicPolicy:TopicPolicy": read("sns/topic_policy.go", "sns:GetTopicAttributes"),
  "aws:sns/topicSubscription:TopicSubscription": read(
    "sns/topic_subscription.go",
    "sns:GetSubscriptionAttributes",
  ),
  "aws:sqs/queue:Queue": read("sqs/queue.go", "sqs:GetQueueAttributes", "sqs:ListQueueTags"),
  "aws:sqs/queuePolicy:QueuePolicy": read("sqs/queue_policy.go", "sqs:GetQueueAttributes"),
};

/** What the program itself asks for, whatever it makes (`getAvailabilityZones`), and `operate.sh drift` (whether the cluster sleeps). */
export const ASKED_BESIDE: readonly string[] = ["ec2:DescribeAvailabilityZones", "redshift:DescribeClusters"];
