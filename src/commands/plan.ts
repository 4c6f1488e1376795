/** `dwh plan`: what a run would do; touches nothing. */
import type { CommandContext } from "../cli/context.ts";
import { planJob, type JobPlan } from "../job/plan-job.ts";
import { formatName } from "../formats/file-format.ts";
import { retype } from "../job/retype.ts";
import { EXIT } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { countPassed } from "../text/passed-over.ts";
import { renderPlanSummary } from "../terminal/plan-summary.ts";

/** Prints the new files, the packs and the SQL in order. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags, config } = context;
  const found = await planJob(context);
  if (flags.format === "json") io.writeOut(`${JSON.stringify(asData(found))}\n`);
  else io.writeOut(renderPlanSummary(found, { width: io.width, migrate: retype(config, "migrate") }));
  return EXIT.done;
}

function asData({ sources, plan, drift, retold }: JobPlan): object {
  return {
    drift,
    retold,
    sources: sources.map(
      ({ source, newFiles, knownFiles, keys, listingMs, passedOver, warnings, pack, unpacked }) => ({
        ...source,
        format: formatName(source.format),
        known_files: knownFiles,
        listed_keys: keys,
        listing_ms: listingMs,
        passed_over: countPassed(passedOver),
        passed_for: passedOver,
        warnings,
        new_files: newFiles.map(({ url, etag, size }) => ({ url, etag, size })),
        packs: pack.packs.map((files) => ({ files: files.length, bytes: sizeOf(files) })),
        as_they_lie: pack.away === undefined ? pack.asTheyLie.map(({ url }) => url) : [],
        carried_over: pack.away === undefined ? [] : pack.asTheyLie.map(({ url }) => url),
        unpacked: unpacked.map(({ url }) => url),
        other_region: pack.away,
      }),
    ),
    outside: plan.outside.map(stepData),
    steps: plan.steps.map((step) => ({ position: step.position, ...stepData(step) })),
  };
}

function stepData({ name, kind, path, statements }: PlannedStep): object {
  return { name, kind, path, statements: statements.map(({ sql }) => sql) };
}

function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}
