/** Where the job reads from, and which objects in S3 that means. */
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./policy.ts";
import type { Settings } from "./settings.ts";
import { WORK_PREFIX, type Storage } from "./storage.ts";

export interface Sources {
  readonly events: pulumi.Output<string>;
  readonly songs: pulumi.Output<string>;
  readonly eventsJsonpaths: string | undefined;
  readonly workUrl: pulumi.Output<string>;
  /** Each bucket that holds one of them, once. */
  readonly bucketArns: readonly pulumi.Output<string>[];
  /** The rights to list and read them all, and nothing else in their buckets. */
  readonly read: readonly Statement[];
}

/** Returns the configured urls, or folders of the stack's own bucket where none is configured. */
export function sourcesOf(
  { events, songs, eventsJsonpaths }: Settings,
  { bucketName, bucketArn }: Storage,
): Sources {
  const own = (folder: string): pulumi.Output<string> => pulumi.interpolate`s3://${bucketName}/${folder}`;
  const byBucket = new Map<string, string[]>();
  for (const { bucket, prefix } of [events, songs, eventsJsonpaths]
    .filter((url) => url !== undefined)
    .map(parse))
    byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), prefix]);
  const outside = [...byBucket].map(([bucket, prefixes]) => ({
    arn: pulumi.output(`arn:aws:s3:::${bucket}`),
    prefixes,
  }));
  const folders = [
    WORK_PREFIX,
    ...(events === undefined ? ["events/"] : []),
    ...(songs === undefined ? ["songs/"] : []),
  ];
  return {
    events: events === undefined ? own("events/") : pulumi.output(events),
    songs: songs === undefined ? own("songs/") : pulumi.output(songs),
    eventsJsonpaths,
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
    ],
  };
}

function parse(url: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/(.*)$/.exec(url) ?? [];
  return { bucket, prefix };
}
