/** Conditions, keys and buckets, held against the table of what AWS and Pulumi say (support/facts.ts). */
import { beforeAll, describe, expect, it } from "vitest";
import {
  ALL_PAGES,
  DESCRIBE_ALARMS,
  LAYERS,
  MISSING_KEY,
  NODES,
  RESOURCE_POLICY,
  STATE_KEYS,
  TOPIC_KEY,
  TRUST,
  type Fact,
} from "./support/facts.ts";
import { NODE_TYPES } from "../src/node-types.ts";
import { all, one } from "./support/pick.ts";
import { allows, conditionKeys, readPolicy, servicesOf, type PolicyStatement } from "./support/policies.ts";
import { READS } from "./support/reads.ts";
import { ACCOUNT, type RecordedStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { VARIANTS } from "./support/variants.ts";

/** A rule that some variants have no use for is not there for them: skipped tests are those that a machine cannot run. */
const on = (applies: boolean): typeof it | (() => void) => (applies ? it : () => undefined);

/** What is wrong with the conditions of a statement: a key that its services do not send, or none where they send some. */
function undocumented(
  statement: PolicyStatement,
  table: Readonly<Record<string, Fact<readonly string[]>>>,
  keyOf = (service: string): string => service,
): readonly string[] {
  const keys = conditionKeys(statement);
  return servicesOf(statement).flatMap((service) => {
    const fact = table[keyOf(service)];
    if (fact === undefined) return [`support/facts.ts has no page for ${keyOf(service)}`];
    const { says, page, value } = fact;
    return [
      ...keys.filter((key) => !value.includes(key)).map((key) => `${key} for ${service}: ${says} (${page})`),
      ...(keys.length === 0 && value.length > 0 ? [`no condition for ${service}: ${says} (${page})`] : []),
    ];
  });
}

it("every fact names a page of AWS, of Pulumi, of its provider or of GitHub", () => {
  for (const page of [...ALL_PAGES, ...Object.values(READS).map((fact) => fact.page)])
    expect(page).toMatch(
      /^https:\/\/(docs\.aws\.amazon\.com|github\.com\/(?:pulumi\/pulumi|hashicorp\/terraform-provider-aws)|docs\.github\.com)\//,
    );
});

it("a cluster may have as many nodes of a type as its table says, and one where it may", () => {
  expect([...NODE_TYPES.keys()].sort()).toEqual(Object.keys(NODES).sort());
  for (const [type, { says, page, value }] of Object.entries(NODES))
    expect(NODE_TYPES.get(type), `${type}: ${says} (${page})`).toEqual(value);
});

describe.each(Object.keys(VARIANTS))("%s", (variant) => {
  const serverless = variant.includes("Serverless");
  const environment = variant.startsWith("dev") ? "dev" : "prod";
  let stack: RecordedStack;

  beforeAll(async () => {
    stack = (await recordVariants(variant))(variant);
  });

  const policyOf = (role: string): readonly PolicyStatement[] =>
    readPolicy(one(stack, "iam.RolePolicy", `dwh-${environment}-${role}`)["policy"]);

  it("trust rests on the keys that the service is documented to send", () => {
    const trusts = all(stack, "iam.Role").flatMap(({ inputs }) => readPolicy(inputs["assumeRolePolicy"]));
    expect(trusts.flatMap((statement) => undocumented(statement, TRUST))).toEqual([]);
  });

  it("COPY's role can be taken for this warehouse's users only", () => {
    const [statement] = readPolicy(one(stack, "iam.Role", `dwh-${environment}-copy`)["assumeRolePolicy"]);
    const users = serverless
      ? `arn:aws:redshift:us-east-1:${ACCOUNT}:dbuser:serverless-${ACCOUNT}-*/*`
      : `arn:aws:redshift:us-east-1:${ACCOUNT}:dbuser:dwh-${environment}/*`;
    expect(statement?.Condition, TRUST["redshift.amazonaws.com"]?.page).toEqual({
      StringLike: { "sts:ExternalId": users },
    });
  });

  it("the topic and the queue take messages under keys that their senders are documented to send", () => {
    const of = (kind: string): readonly PolicyStatement[] =>
      all(stack, kind).flatMap(({ inputs }) => readPolicy(inputs["policy"]));
    expect([
      ...of("sns.TopicPolicy").flatMap((found) =>
        undocumented(found, RESOURCE_POLICY, (who) => `sns ${who}`),
      ),
      ...of("sqs.QueuePolicy").flatMap((found) =>
        undocumented(found, RESOURCE_POLICY, (who) => `sqs ${who}`),
      ),
    ]).toEqual([]);
  });

  on(environment === "prod")(
    "whoever publishes to the encrypted topic may use its key, as documented",
    () => {
      const statements = readPolicy(one(stack, "kms.Key", "logs")["policy"]);
      const senders = readPolicy(one(stack, "sns.TopicPolicy")["policy"]).flatMap(servicesOf);
      expect(senders).toContain("events.amazonaws.com");
      for (const sender of senders) {
        const [statement] = statements.filter((found) => servicesOf(found).includes(sender));
        expect(statement?.Action, sender).toEqual(["kms:Decrypt", "kms:GenerateDataKey*"]);
        expect(statement && undocumented(statement, TOPIC_KEY), sender).toEqual([]);
      }
      // SNS says for which topic it uses the key: a key that waits for another name lets nothing through.
      const [forRules] = statements.filter((found) => servicesOf(found).includes("events.amazonaws.com"));
      expect(forRules?.Condition).toEqual({
        StringEquals: {
          "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:us-east-1:${ACCOUNT}:${one(stack, "sns.Topic")["name"]}`,
        },
      });
    },
  );

  it("the layers of images are read, and nothing else is done in their bucket", () => {
    const { value, page } = LAYERS;
    const statements = readPolicy(one(stack, "ec2.VpcEndpoint", "s3")["policy"]);
    const layer = `${value.bucket("us-east-1")}/some`;
    expect(allows(statements, value.action, layer), page).toBe(true);
    expect(allows(statements, "s3:PutObject", layer), page).toBe(false);
  });

  on(!variant.includes("before"))("the deploy role sees alarms as DescribeAlarms asks for them", () => {
    const asked = DESCRIBE_ALARMS.value("us-east-1", ACCOUNT);
    expect(allows(policyOf("deploy"), "cloudwatch:DescribeAlarms", asked), DESCRIBE_ALARMS.page).toBe(true);
    expect(allows(policyOf("deploy"), "cloudwatch:DeleteAlarms", asked.replace("*", "others"))).toBe(false);
  });

  on(!variant.includes("before"))(
    "Pulumi reads and writes every key of its backend, for this stack alone",
    () => {
      const bucket = "arn:aws:s3:::example-pulumi-state";
      for (const { says, page, value } of STATE_KEYS)
        for (const { key, read, written } of value) {
          const of = (name: string): string =>
            `${bucket}/${key.replace(/\bP\b/, "sparkify-dwh").replaceAll(/\bS\b/g, name)}`;
          for (const [role, mayWrite] of [
            ["preview", false],
            ["drift", false],
            ["deploy", written],
          ] as const) {
            const rights = policyOf(role);
            expect(allows(rights, "s3:GetObject", of(environment)), `${role} ${key}: ${says} (${page})`).toBe(
              read,
            );
            for (const action of ["s3:PutObject", "s3:DeleteObject"])
              expect(allows(rights, action, of(environment)), `${role} ${action} ${key} (${page})`).toBe(
                mayWrite,
              );
            if (key.includes("S"))
              expect(allows(rights, "s3:GetObject", of("other")), `${role} ${key} of another stack`).toBe(
                false,
              );
          }
        }
    },
  );

  on(!variant.includes("before"))("a key of the state that is not there is a 404, not a 403", () => {
    for (const role of ["deploy", "preview", "drift"])
      expect(
        // A GetObject says no prefix: only a right without a condition holds for it.
        allows(policyOf(role), MISSING_KEY.value.action, "arn:aws:s3:::example-pulumi-state"),
        `${role}: ${MISSING_KEY.says} (${MISSING_KEY.page})`,
      ).toBe(true);
  });
});
