/** Where the job reads from, and which objects in S3 that means. */
import * as pulumi from "@pulumi/pulumi";
import { sourceVariable } from "../../src/config/declared-source.ts";
import type { Statement } from "./policy.ts";
import type { Settings } from "./settings.ts";
import { WORK_PREFIX, type Storage } from "./storage.ts";

export interface Sources {
  /** `DWH_EVENTS` and its like, for each source and its JSONPaths file. */
  readonly variables: Readonly<Record<string, pulumi.Output<string>>>;
  readonly workUrl: pulumi.Output<string>;
  /** Each bucket that holds one of them, once. */
  readonly bucketArns: readonly pulumi.Output<string>[];
  /** The rights to list and read them all, and nothing else in their buckets. */
  readonly read: readonly Statement[];
}

/** Returns the configured urls, or folders of the stack's own bucket where none is configured. */
export function sourcesOf({ sources, sourceKeyArns }: Settings, { bucketName, bucketArn }: Storage): Sources {
  const own = (folder: string): pulumi.Output<string> => pulumi.interpolate`s3://${bucketName}/${folder}`;
  const byBucket = new Map<string, string[]>();
  for (const { bucket, prefix } of sources
    .flatMap(({ url, jsonpaths }) => [url, jsonpaths])
    .filter((url) => url !== undefined)
    .map(parse))
    byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), prefix]);
  const outside = [...byBucket].map(([bucket, prefixes]) => ({
    arn: pulumi.output(`arn:aws:s3:::${bucket}`),
    prefixes,
  }));
  const folders = [
    WORK_PREFIX,
    ...sources.filter(({ url }) => url === undefined).map(({ name }) => `${name}/`),
  ];
  const variables = sources.flatMap(({ name, url, jsonpaths }) => [
    [sourceVariable(name), url === undefined ? own(`${name}/`) : pulumi.output(url)] as const,
    ...(jsonpaths === undefined
      ? []
      : [[`${sourceVariable(name)}_JSONPATHS`, pulumi.output(jsonpaths)] as const]),
  ]);
  return {
    variables: Object.fromEntries(variables),
    workUrl: own(WORK_PREFIX),
    bucketArns: [...outside.map(({ arn }) => arn), bucketArn],
    read: [
      ...outside.flatMap(({ arn, prefixes }) => [
        {
          actions: ["s3:ListBucket"],
          resources: [arn],
          conditions: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } },
        },
        { actions: ["s3:GetBucketLocation"], resources: [arn] },
        {
          actions: ["s3:GetObject"],
          resources: prefixes.map((prefix) => pulumi.interpolate`${arn}/${prefix}*`),
        },
      ]),
      // Listing its own bucket has no condition: only so does S3 answer "no such key" instead of "access denied" for a file that went away.
      { actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [bucketArn] },
      {
        actions: ["s3:GetObject"],
        resources: folders.map((folder) => pulumi.interpolate`${bucketArn}/${folder}*`),
      },
      ...(sourceKeyArns.length === 0
        ? []
        : [
            {
              actions: ["kms:Decrypt"],
              resources: sourceKeyArns,
              // For objects of S3 alone, in whichever region.
              conditions: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
            },
          ]),
    ],
  };
}

function parse(url: string): { readonly bucket: string; readonly prefix: string } {
  // Up to a date in it, since every day is to be listed and read.
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/([^{]*)/.exec(url) ?? [];
  return { bucket, prefix };
}
