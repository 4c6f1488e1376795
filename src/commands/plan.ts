/** `dwh plan`: what a run would do; touches nothing. */
import { existsSync } from "node:fs";
import type { Config } from "../config/config.ts";
import { isRedshift, withWarehouse } from "../job/open-warehouse.ts";
import { discover, type Discovered } from "../run/discover.ts";
import { readLedger } from "../records/ledger.ts";
import { planSteps, type Load, type PlannedStep } from "../plan/plan.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { planPacks, type PackPlan } from "../sources/pack-plan.ts";
import type { SourceName } from "../sources/source.ts";
import { renderPlanSummary } from "../terminal/plan-summary.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { CommandContext } from "../cli/context.ts";
import { openJob } from "../job/open-job.ts";

/** The files and packs of one source. */
export interface SourcePlan extends Discovered {
  readonly pack: PackPlan;
}

/** Prints the new files, the packs and the SQL in order. */
export async function command(context: CommandContext): Promise<number> {
  const job = await openJob(context);
  const ledger = mayHoldFiles(context.config)
    ? await withWarehouse(context, job.store, (warehouse) => warehouse.withSession(readLedgerIfAny))
    : new Set<string>();
  const sources = (await discover(job.store, job.sources, ledger)).map((found): SourcePlan => ({
    ...found,
    pack: planPacks(found.newFiles),
  }));
  const loadOf = (name: SourceName): Load | undefined => {
    const source = sources.find((one) => one.source.name === name);
    if (source === undefined || source.newFiles.length === 0) return undefined;
    return {
      manifestUrl: `${job.workUrl}dwh-run-<run id>/1/${name}.manifest`,
      compression: source.pack.compression,
    };
  };
  const loads = { events: loadOf("events"), songs: loadOf("songs") };
  const steps = planSteps(job.sql.steps, { ...job, maxRejects: context.config.maxRejects, loads });
  if (context.flags.format === "json") context.io.writeOut(`${JSON.stringify(asData(sources, steps))}\n`);
  else context.io.writeOut(renderPlanSummary(sources, steps, context.io.width));
  return 0;
}

/** A local warehouse whose file is not there yet is not opened: that would make it. */
function mayHoldFiles(config: Config): boolean {
  return isRedshift(config) || existsSync(config.warehouse);
}

/** A warehouse without a ledger has no files: nobody ran the job yet. */
async function readLedgerIfAny(session: Session): Promise<ReadonlySet<string>> {
  try {
    return await readLedger(session);
  } catch (error) {
    if (isMissingTable(error)) return new Set();
    throw error;
  }
}

function asData(sources: readonly SourcePlan[], steps: readonly PlannedStep[]): object {
  return {
    sources: sources.map(({ source, newFiles, knownFiles, passedOver, pack }) => ({
      ...source,
      known_files: knownFiles,
      passed_over: passedOver,
      new_files: newFiles.map(({ url, etag, size }) => ({ url, etag, size })),
      packs: pack.packs.map((files) => ({ files: files.length, bytes: sizeOf(files) })),
      as_they_lie: pack.asTheyLie.map(({ url }) => url),
    })),
    steps: steps.map(({ position, name, kind, path, statements }) => ({
      position,
      name,
      kind,
      path,
      statements: statements.map(({ sql }) => sql),
    })),
  };
}

function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}
