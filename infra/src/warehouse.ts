/** What the rest of the stack knows about the warehouse, whichever of the two it is. */
import type * as pulumi from "@pulumi/pulumi";
import type { Firewall } from "./firewall.ts";
import type { Network } from "./network.ts";

export interface Warehouse {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly database: string;
  /** The secret of the administrator, made and rotated by AWS; no password ever passes through Pulumi. */
  readonly adminSecretArn: pulumi.Output<string>;
  readonly copyRoleArn: pulumi.Output<string>;
  /** The cluster, where there is one; Serverless has none that could be paused or run out of disk. */
  readonly cluster: { readonly id: pulumi.Output<string>; readonly arn: pulumi.Output<string> } | undefined;
}

/** Everything that a warehouse is made of, beside its settings. */
export interface WarehouseParts {
  readonly network: Network;
  readonly firewall: Firewall;
  readonly copyRoleArn: pulumi.Output<string>;
}

/** Not `awsuser`, the name that everybody tries first. */
export const ADMIN_USER = "dwh_admin";

/** The logs that Redshift writes to CloudWatch: who came, which users changed, and every statement. */
export const AUDIT_LOGS = ["connectionlog", "userlog", "useractivitylog"] as const;
