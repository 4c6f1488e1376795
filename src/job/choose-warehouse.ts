/** Which file is the local warehouse, when nobody names one: the sample has a file of its own, so that it never meets other data. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { WarehouseUse } from "../cli/declarations.ts";
import type { Config } from "../config/config.ts";
import type { SourceDeclaration } from "../config/declared-source.ts";
import { SETTING_SCHEMA } from "../config/schema.ts";
import { ConfigError } from "../errors.ts";
import { isRedshift } from "./open-warehouse.ts";
import { isConfigured, isInSample, SAMPLE_WAREHOUSE } from "./sample.ts";

const OWN = String(SETTING_SCHEMA.warehouse.default);
/** Holds the path of the file that the last run here went into. */
const LAST_RUN = ".dwh/last-run";

/** What the choice depends on. */
export interface WarehouseFacts {
  readonly use: WarehouseUse;
  /**
   * What a run with this configuration would load: the sample, sources that somebody named, or those of SQL of your own; undefined when
   * nobody configured any source, which a run takes for the sample.
   */
  readonly configured: "sample" | "sources" | "own sql" | undefined;
  /** Which of the two files are there. */
  readonly there: { readonly own: boolean; readonly sample: boolean };
  /** The file of the last run here. */
  readonly lastRun: string | undefined;
}

/** The file, and why it is this one. */
export interface ChosenWarehouse {
  readonly file: string;
  readonly because: string;
}

/**
 * Returns the file that is meant: the one that a run would fill, when sources are configured or a run is what is asked for. Else
 * somebody wants to look at what a run left behind, which had its sources on its own command line.
 * @throws ConfigError for a reset where both are there, since what is deleted is not guessed
 */
export function decideWarehouse({ use, configured, there, lastRun }: WarehouseFacts): ChosenWarehouse {
  if (configured === "sources") return { file: OWN, because: "sources are configured" };
  if (configured === "own sql") return { file: OWN, because: "the SQL has sources of its own" };
  if (configured === "sample") return { file: SAMPLE_WAREHOUSE, because: "the sources are the sample data" };
  if (use === "fill" || use === "name")
    return { file: SAMPLE_WAREHOUSE, because: "no source is configured: this is sample data" };
  if (!there.own) {
    const because = there.sample
      ? "it is the only one here"
      : "no source is configured, and nothing is here yet";
    return { file: SAMPLE_WAREHOUSE, because };
  }
  if (!there.sample) return { file: OWN, because: "it is the only one here" };
  if (use === "empty") {
    throw new ConfigError("there are two warehouses here, and a reset deletes the rows of one", {
      where: `${OWN} and ${SAMPLE_WAREHOUSE}`,
      next: `name one: --warehouse ${OWN}, or --warehouse ${SAMPLE_WAREHOUSE}`,
    });
  }
  const file = lastRun === SAMPLE_WAREHOUSE ? SAMPLE_WAREHOUSE : OWN;
  const other = file === OWN ? SAMPLE_WAREHOUSE : OWN;
  return { file, because: `the last run here filled it; --warehouse ${other} is the other one` };
}

/**
 * Returns the configuration with the file of the local warehouse, and why it is this one; undefined when somebody named it, or Redshift.
 * @throws ConfigError as `decideWarehouse` does
 */
export function chooseWarehouse(
  config: Config,
  declared: readonly SourceDeclaration[],
  use: WarehouseUse,
): { readonly config: Config; readonly because: string | undefined } {
  if (config.origins.warehouse !== "default" || isRedshift(config)) return { config, because: undefined };
  const locations = config.sources.flatMap((source) => source.locations);
  const sample = locations.length > 0 && locations.every(isInSample);
  const { file, because } = decideWarehouse({
    use,
    configured: sample ? "sample" : configuredBy(config, declared),
    there: { own: existsSync(OWN), sample: existsSync(SAMPLE_WAREHOUSE) },
    lastRun: existsSync(LAST_RUN) ? readFileSync(LAST_RUN, "utf8").trim() : undefined,
  });
  return { config: { ...config, warehouse: file }, because };
}

function configuredBy(config: Config, declared: readonly SourceDeclaration[]): WarehouseFacts["configured"] {
  if (!isConfigured(config, declared)) return undefined;
  return config.sources.length > 0 ? "sources" : "own sql";
}

/** Remembers which of the two files a run goes into, for whoever looks afterwards; of a file elsewhere nothing is remembered. */
export function rememberRun({ warehouse }: Pick<Config, "warehouse">): void {
  const file = [OWN, SAMPLE_WAREHOUSE].find((one) => resolve(one) === resolve(warehouse));
  if (file === undefined) return;
  try {
    writeFileSync(LAST_RUN, `${file}\n`);
  } catch {
    // Only someone who looks without naming a file misses it, and is told which one was opened.
  }
}
