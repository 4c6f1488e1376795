/** The stack's bucket: sources that are brought here, and the work prefix where a run puts packs and manifests. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

/** Under this prefix a run keeps what nobody needs once it has ended. */
export const WORK_PREFIX = "work/";

export class Storage extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;

  constructor(site: Site, { protect }: Settings, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Storage", "storage", {}, opts);
    const child = { parent: this };
    const data = new aws.s3.Bucket(
      `${site.name}-data`,
      { forceDestroy: !protect },
      { ...child, protect, retainOnDelete: protect },
    );
    const bucket = data.id;
    const rest = { ...child, retainOnDelete: protect };
    new aws.s3.BucketPublicAccessBlock(
      "data",
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      rest,
    );
    new aws.s3.BucketOwnershipControls(
      "data",
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      rest,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      "data",
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      rest,
    );
    const status = protect ? "Enabled" : "Suspended";
    new aws.s3.BucketVersioning("data", { bucket, versioningConfiguration: { status } }, rest);
    new aws.s3.BucketLifecycleConfiguration(
      "data",
      {
        bucket,
        rules: [
          { id: "work", status: "Enabled", filter: { prefix: WORK_PREFIX }, expiration: { days: 7 } },
          {
            id: "leftovers",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
            noncurrentVersionExpiration: { noncurrentDays: 30 },
          },
        ],
      },
      rest,
    );
    new aws.s3.BucketPolicy("data", { bucket, policy: tlsOnly(data.arn) }, rest);

    this.bucketName = data.bucket;
    this.bucketArn = data.arn;
    this.registerOutputs();
  }
}

/** Refuses every request that is not encrypted on its way. */
function tlsOnly(bucketArn: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
