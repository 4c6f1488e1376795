/** Where the job's images are: tags never move, every image is scanned, old ones go. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Site } from "./site.ts";

export class Repository extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor({ name }: Site, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Repository", "repository", {}, opts);
    const child = { parent: this };
    const images = new aws.ecr.Repository(
      "images",
      {
        name,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        // Images are made again from their commits; protection is for data.
        forceDelete: true,
      },
      child,
    );
    new aws.ecr.LifecyclePolicy(
      "images",
      {
        repository: images.name,
        policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              description: "Untagged images go after a week",
              selection: {
                tagStatus: "untagged",
                countType: "sinceImagePushed",
                countUnit: "days",
                countNumber: 7,
              },
              action: { type: "expire" },
            },
            {
              rulePriority: 2,
              description: "The last 20 commits stay",
              // Tagged ones alone: what an index refers to, the image and its provenance, has no tag and goes with it.
              selection: {
                tagStatus: "tagged",
                tagPatternList: ["*"],
                countType: "imageCountMoreThan",
                countNumber: 20,
              },
              action: { type: "expire" },
            },
          ],
        }),
      },
      child,
    );
    this.url = images.repositoryUrl;
    this.arn = images.arn;
    this.registerOutputs();
  }
}
