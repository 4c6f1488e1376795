/** `dwh plan`: what a run would do; touches nothing. */
import type { CommandContext } from "../cli/context.ts";
import { planJob, type JobPlan } from "../job/plan-job.ts";
import { formatName } from "../formats/file-format.ts";
import { retypeIn } from "../job/retype.ts";
import { EXIT } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { printJson } from "../text/json-document.ts";
import { countPassed } from "../text/passed-over.ts";
import { renderPlanSummary } from "../terminal/plan-summary.ts";

/** Prints the new files, the packs and the SQL in order. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags, config } = context;
  const found = await planJob(context);
  const { asked } = found;
  if (flags.format === "json") io.writeOut(printJson(asData(found)));
  else io.writeOut(renderPlanSummary(found, { width: io.width, retype: (text) => retypeIn(config, text) }));
  for (const { where, failure } of asked?.refused ?? [])
    context.log.error(`the warehouse does not understand a statement: ${failure.message}`, {
      where,
      next: failure.next,
    });
  return asked === undefined || asked.refused.length === 0 ? EXIT.done : EXIT.failed;
}

function asData({ sources, plan, asked, drift, retold, rebuild }: JobPlan): object {
  return {
    drift,
    retold,
    rebuild,
    sources: sources.map(
      ({
        source,
        newFiles,
        knownFiles,
        heldBack,
        keys,
        listingMs,
        passedOver,
        warnings,
        pack,
        unpacked,
      }) => ({
        ...source,
        format: formatName(source.format),
        known_files: knownFiles,
        held_back: heldBack.map(({ url }) => url),
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
    asked: asked && {
      ...asked,
      refused: asked.refused.map(({ where, failure }) => ({
        where,
        message: failure.message,
        next: failure.next,
      })),
    },
  };
}

function stepData({ name, kind, path, statements }: PlannedStep): object {
  return { name, kind, path, statements: statements.map(({ sql }) => sql) };
}

function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}
