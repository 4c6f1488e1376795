/** What became of a transaction that failed: the rows that could not be loaded, and the files that are bad. */
import { BadFilesError, RejectsError } from "../errors.ts";
import { withValues, type CopyOfSource } from "../records/reject-values.ts";
import { messageOf } from "../text/message-of.ts";
import { sayUnread } from "../text/unlisted.ts";
import type { AttemptEnd, Facts, Spoilt } from "./attempt-end.ts";
import { badFilesOf, chooseBadFiles, namedBy, sayUnknown, spoiltBy, type Rejection } from "./bad-files.ts";
import { rejectsOf } from "./facts.ts";
import { seekLacking } from "./leave-out.ts";
import { askOnce } from "./load-log.ts";
import type { PreparedSource } from "./prepare.ts";
import { refuseRejects } from "./refuse-rejects.ts";
import type { RunInput } from "./run-input.ts";
import { explainLoad, type SettledLoad } from "./settle-load.ts";
import type { StepOutcome, StepsInput } from "./steps.ts";

/** What it uses. */
type FailedInput = Omit<StepsInput, "known" | "written"> & Pick<RunInput, "onBadFile">;

/** Returns the end of an attempt that threw. A load that failed is explained by its rows, which are read once no transaction is open. */
export async function endOfFailed(
  input: FailedInput & { readonly copies: CopyOfSource },
  sources: readonly PreparedSource[],
  outcomes: readonly StepOutcome[],
  failure: { readonly error: unknown; readonly facts: Facts },
): Promise<AttemptEnd | Spoilt> {
  const { maxRejects } = input;
  if (failure.error instanceof RejectsError) {
    const settled = await seekAll(input, sources, outcomes);
    // A log that came too late for the transaction holds more by now.
    const loads = input.onBadFile === "quarantine" ? await askOnce(input, settled) : settled;
    const known = { ...failure.facts, ...rejectsOf(loads) };
    const facts = await withFound(input, sources, input.copies, known);
    const error = refuseRejects(loads, maxRejects, facts.rejects) ?? failure.error;
    const rejected = loads.reduce((total, load) => total + load.rejected, 0) + failure.error.atLeast;
    const rejection = { rejects: facts.rejects, rejected, maxRejects, failed: false };
    return spoilt(input, sources, error, rejection) ?? { kind: "failed", facts, error };
  }
  const facts = await withFound(input, sources, input.copies, failure.facts);
  if (outcomes.at(-1)?.result.kind !== "stage") return { kind: "failed", facts, error: failure.error };
  const settled = outcomes.flatMap(({ load }) => load?.queryId ?? []);
  try {
    const { error, rejects } = await explainLoad({ ...input, settled }, sources, failure.error);
    const rejected = error instanceof RejectsError ? error.atLeast : rejects.length;
    const end = spoilt(input, sources, error, { rejects, rejected, maxRejects, failed: true });
    return end ?? { kind: "failed", facts: { ...facts, rejects: [...facts.rejects, ...rejects] }, error };
  } catch (unread) {
    // The log is for people; why the COPY failed is known without it.
    const unreadLog = messageOf(unread);
    input.onEvent({ type: "warning", message: sayUnread(unreadLog) });
    return { kind: "failed", facts: { ...facts, unreadLog }, error: failure.error };
  }
}

/** The end of an attempt that starts over without the files that are bad; undefined where it does not, or nobody knows which they are. */
function spoilt(
  { onBadFile, onEvent }: Pick<FailedInput, "onBadFile" | "onEvent">,
  sources: readonly PreparedSource[],
  error: unknown,
  rejection: Rejection,
): Spoilt | undefined {
  if (onBadFile !== "quarantine") return undefined;
  const files = sources.flatMap(({ newFiles }) => newFiles);
  if (error instanceof BadFilesError) return spoiltBy(error, files);
  if (!(error instanceof RejectsError)) return undefined;
  const named = badFilesOf(chooseBadFiles(rejection), rejection, files);
  const bad = named.length > 0 ? named : namedBy(error, files);
  if (bad.length === 0) {
    onEvent({ type: "warning", message: sayUnknown(error) });
    return undefined;
  }
  const urls = new Set(bad.map(({ url }) => url));
  return { kind: "spoilt", files: bad, rejects: rejection.rejects.filter(({ url }) => urls.has(url)) };
}

/** The loads, with the places of those rows that lack something and that nobody has looked for while the transaction was open. */
async function seekAll(
  { store, onEvent }: Pick<FailedInput, "store" | "onEvent">,
  sources: readonly PreparedSource[],
  outcomes: readonly StepOutcome[],
): Promise<readonly SettledLoad[]> {
  const loads: SettledLoad[] = [];
  for (const load of outcomes.flatMap((outcome) => outcome.load ?? [])) {
    const { lacking } = load;
    const source = sources.find((one) => one.source.name === load.source);
    if (lacking === undefined || lacking.found !== undefined || source === undefined) {
      loads.push(load);
      continue;
    }
    try {
      const found = await seekLacking(store, source, lacking, load.rejects);
      loads.push({ ...load, lacking: { ...lacking, found } });
    } catch (error) {
      // Why the run ends is known without it.
      onEvent({ type: "warning", message: `cannot locate the rows: ${messageOf(error)}` });
      loads.push(load);
    }
  }
  return loads;
}

/** Returns the facts with the values of rejected rows, which are looked up once nothing is locked any more. */
export async function withFound(
  { store }: Pick<FailedInput, "store">,
  sources: readonly PreparedSource[],
  copies: CopyOfSource,
  facts: Facts,
): Promise<Facts> {
  const objects = sources.flatMap(({ prepared }) => prepared?.objects ?? []);
  return { ...facts, rejects: await withValues(store, objects, copies, facts.rejects) };
}
