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
    const { name, account } = site;
    const services = [
      "redshift.amazonaws.com",
      ...(settings.warehouse === "serverless" ? ["redshift-serverless.amazonaws.com"] : []),
    ];
    const role = roleThatMay(
      `${name}-copy`,
      "Redshift takes it to read the sources with COPY",
      trust(services, account),
      sources.read,
      this,
    );
    this.arn = role.arn;
    this.registerOutputs();
  }
}
