/** Where a stack is built: what every component needs to know beside its own settings. */
import type * as pulumi from "@pulumi/pulumi";

export interface Site {
  /** The first part of every name: `dwh-prod`. */
  readonly name: string;
  readonly region: string;
  readonly account: pulumi.Output<string>;
  /** The names of the availability zones, one for each subnet of a kind. */
  readonly zones: pulumi.Output<string[]>;
  /** What every log group adds to its arguments: the key that encrypts it, where the stack has one of its own. */
  readonly logKey: { readonly kmsKeyId?: pulumi.Output<string> };
}
