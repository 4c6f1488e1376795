/** Urls of objects in S3: `s3://bucket/key`, the key as it is, nothing escaped. */
import { ConfigError } from "../errors.ts";

/** A bucket, and a key or key prefix in it. */
export interface S3Location {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

/** Returns bucket and key of an `s3://` url. @throws ConfigError for a text that is no such url. */
export function parseS3Url(url: string): S3Location {
  const [, bucket, key = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(url) ?? [];
  if (bucket === undefined) {
    throw new ConfigError(`${JSON.stringify(url)} is not an S3 url`, { next: "write s3://bucket/prefix" });
  }
  return { bucket, key };
}

/** Returns the url: the inverse of `parseS3Url`. */
export function s3Url({ bucket, key }: S3Location): string {
  return `s3://${bucket}/${key}`;
}
