/** Which availability zones a stack is in. Pure. */
import type { Settings } from "./settings.ts";

/** A zone of a region: its name differs from account to account, its id does not. */
export interface Zone {
  readonly id: string;
  readonly name: string;
}

export type Chosen =
  | { readonly kind: "zones"; readonly names: readonly string[] }
  | { readonly kind: "problem"; readonly problem: string };

/**
 * Zones that cannot run the job, a Linux task for ARM on Fargate: "Supported Regions for Amazon ECS on AWS Fargate" and
 * "Amazon ECS task definitions for 64-bit ARM workloads" of the Amazon ECS guide.
 */
export const ZONES_WITHOUT_TASKS: ReadonlySet<string> = new Set([
  "use1-az3",
  "usw1-az2",
  "apne1-az3",
  "apne3-az2",
  "apne3-az3",
]);

/** The subnets of a kind: three for Redshift Serverless, two for everything else. */
export const subnetsOf = ({ warehouse }: Pick<Settings, "warehouse">): number =>
  warehouse === "serverless" ? 3 : 2;

/**
 * In how many zones those are. Redshift Serverless wants three, and two in Northern California, where one zone holds two of
 * the subnets: "Considerations when using Amazon Redshift Serverless" of the management guide.
 */
export const zonesNeeded = ({ warehouse, region }: Pick<Settings, "warehouse" | "region">): number =>
  warehouse === "serverless" && region !== "us-west-1" ? 3 : 2;

/** The names of the zones, one for each subnet of a kind, or one sentence about why there are too few. `found` is in the order of AWS. */
export function chooseZones(
  found: readonly Zone[],
  settings: Pick<Settings, "zones" | "warehouse" | "region">,
): Chosen {
  const { zones, region, warehouse } = settings;
  const unknown = zones.filter((id) => !found.some((zone) => zone.id === id));
  if (unknown.length > 0)
    return {
      kind: "problem",
      problem: `zones names ${unknown.join(", ")}, and ${region} has ${found.map(({ id }) => id).join(", ")}`,
    };
  const usable =
    zones.length > 0
      ? zones.flatMap((id) => found.filter((zone) => zone.id === id))
      : found.filter(({ id }) => !ZONES_WITHOUT_TASKS.has(id));
  const needed = zonesNeeded(settings);
  if (usable.length < needed)
    return {
      kind: "problem",
      problem: `${region} has ${usable.length} zones that can run the job (${usable.map(({ id }) => id).join(", ")}), and a ${warehouse} warehouse needs ${needed}; take another region, or name zones in the setting zones`,
    };
  return {
    kind: "zones",
    names: Array.from(
      { length: subnetsOf(settings) },
      (_, index) => usable[index % usable.length]?.name ?? "",
    ),
  };
}
