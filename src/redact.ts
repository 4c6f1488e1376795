/** Takes out of a text what nobody may read; pure. What is secret by where it stands, not by what it says. */

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // user:password@host in a url
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*):[^\s/@"'\\]+@/gi, "$1:***@"],
  // What makes a presigned url one (S3 API Reference, "Authenticating requests: query parameters"; CloudFront's and version 2's too)
  [
    /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId|Key-Pair-Id|Policy)=)[^&\s"'\\]+/gi,
    "$1***",
  ],
];

/** Returns the text with `***` in place of passwords in urls and of the signatures of presigned urls. */
export function redact(text: string): string {
  return PATTERNS.reduce((rest, [pattern, shown]) => rest.replaceAll(pattern, shown), text);
}
