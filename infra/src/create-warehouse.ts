/** The choice between the two warehouses. */
import type * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster.ts";
import { CopyRole } from "./copy-role.ts";
import { Serverless } from "./serverless.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import type { Sources } from "./sources.ts";
import type { Warehouse, WarehouseParts } from "./warehouse.ts";

/** Makes the warehouse that the settings ask for, and the role with which its COPY reads S3. */
export function createWarehouse(
  site: Site,
  settings: Settings,
  parts: Omit<WarehouseParts, "copyRoleArn">,
  sources: Sources,
  opts: pulumi.ComponentResourceOptions,
): Warehouse {
  const copyRole = new CopyRole(site, settings, sources, opts);
  const all = { ...parts, copyRoleArn: copyRole.arn };
  return settings.warehouse === "provisioned"
    ? new Cluster(site, settings, all, opts)
    : new Serverless(site, settings, all, opts);
}
