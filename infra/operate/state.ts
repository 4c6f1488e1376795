/** Where Pulumi keeps its state: a bucket, and a key for what is secret in it; once for an account. */
import { askAws, unlessRefused } from "./aws-cli.ts";
import { OperateError, type Operator } from "./operator.ts";

const ALIAS = "alias/pulumi";

/** Makes bucket and key, unless they are there, and prints what to type next. @throws OperateError as AWS refuses */
export async function state(op: Operator): Promise<void> {
  const bucket = op.stack;
  const { stdout } = await op.programs.ask("aws", ["configure", "get", "region"]);
  const region = stdout.trim();
  if (region === "")
    throw new OperateError("no region is configured; run aws configure, or set AWS_REGION there");
  const elsewhere = region === "us-east-1" ? undefined : `LocationConstraint=${region}`;
  await unlessRefused(
    askAws(op, "s3api create-bucket", { bucket, "create-bucket-configuration": elsewhere }),
    "BucketAlreadyOwnedByYou",
  );
  const closed = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
  await askAws(op, "s3api put-public-access-block", {
    bucket,
    "public-access-block-configuration": closed.map((one) => `${one}=true`).join(","),
  });
  await askAws(op, "s3api put-bucket-versioning", {
    bucket,
    "versioning-configuration": "Status=Enabled",
  });
  const key = (await findKey(op)) ?? (await makeKey(op));
  op.print(
    `Now: npx pulumi login 's3://${bucket}?region=${region}&awssdk=v2'\n` +
      `     npx pulumi stack init dev --secrets-provider 'awskms://${ALIAS}?region=${region}'\n` +
      `     and the same for prod. For the delivery from GitHub: stateBucket is ${bucket}, stateKeyArn is ${key}\n`,
  );
}

interface Key {
  readonly KeyMetadata: { readonly Arn: string };
}

async function findKey(op: Operator): Promise<string | undefined> {
  const found = await unlessRefused(
    askAws<Key>(op, "kms describe-key", { "key-id": ALIAS }),
    "NotFoundException",
  );
  return found?.KeyMetadata.Arn;
}

async function makeKey(op: Operator): Promise<string> {
  const made = await askAws<Key>(op, "kms create-key", { description: "Secrets in the state of Pulumi" });
  const { Arn } = made.KeyMetadata;
  await askAws(op, "kms create-alias", { "alias-name": ALIAS, "target-key-id": Arn });
  return Arn;
}
