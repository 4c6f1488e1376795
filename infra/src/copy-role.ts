/** The role of COPY: reads the sources and the work prefix, and nothing else anywhere. */
import * as pulumi from "@pulumi/pulumi";
import { roleThatMay, trust } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import type { Sources } from "./sources.ts";

export class CopyRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(site: Site, settings: Settings, sources: Sources, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:CopyRole", "copy-role", {}, opts);
    const { name, region, account } = site;
    const serverless = settings.warehouse === "serverless";
    const services = ["redshift.amazonaws.com", ...(serverless ? ["redshift-serverless.amazonaws.com"] : [])];
    // "Restricting access to IAM roles" of the management guide: the external id is the database user that runs COPY. The
    // id of a workgroup is known only once it is there, which is after this role.
    const warehouse = serverless ? pulumi.interpolate`serverless-${account}-*` : name;
    const users = pulumi.interpolate`arn:aws:redshift:${region}:${account}:dbuser:${warehouse}/*`;
    const role = roleThatMay(
      `${name}-copy`,
      "Redshift takes it to read the sources with COPY",
      trust(services, { StringLike: { "sts:ExternalId": users } }),
      sources.read,
      this,
    );
    this.arn = role.arn;
    this.registerOutputs();
  }
}
