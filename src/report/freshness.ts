/** How old what is published is: its newest events, and the newest load. Pure. */
import { parseMoment } from "../text/amounts.ts";
import type { Analysis, ReportData } from "./data.ts";

/** The newest moment of some kind, and how old it may be. */
export interface Newest {
  /** What it is of: the name of the analysis, or "load". */
  readonly name: string;
  /** The question of the analysis. */
  readonly title: string;
  /** Undefined where there is none yet, or it could not be answered. */
  readonly at: Date | undefined;
  /** Milliseconds; undefined where nothing is too old: for sample data, which is from a month long past. */
  readonly limit: number | undefined;
}

/** The same at a moment. */
export interface Age extends Newest {
  /** Milliseconds; never negative: clocks differ. */
  readonly age: number | undefined;
  /** Undefined where it is not judged. */
  readonly tooOld: boolean | undefined;
}

/** Returns how old it is, and whether that is too old. */
export function judgeAge(newest: Newest, now: Date): Age {
  const { at, limit } = newest;
  const age = at === undefined ? undefined : Math.max(0, now.getTime() - at.getTime());
  const tooOld = age === undefined || limit === undefined ? undefined : age > limit;
  return { ...newest, age, tooOld };
}

/** Returns the same for programs, durations in seconds. */
export function summarizeAge({ name, at, age, limit, tooOld }: Age): object {
  const seconds = (ms: number | undefined): number | undefined => ms && ms / 1000;
  return { name, at, ageSeconds: seconds(age), limitSeconds: seconds(limit), tooOld };
}

/** Returns the newest load of a report. */
export function newestLoad({ loadedAt, maxLoadAge }: Pick<ReportData, "loadedAt" | "maxLoadAge">): Newest {
  return { name: "load", title: "When was the newest file loaded?", at: loadedAt, limit: maxLoadAge };
}

/** Returns what analyses say of the newest events: those whose header has a limit. */
export function newestEvents(
  analyses: readonly Pick<Analysis, "name" | "title" | "newest" | "answer">[],
  isJudged: boolean,
): readonly Newest[] {
  return analyses.flatMap(({ name, title, newest, answer }) =>
    newest === undefined
      ? []
      : [{ name, title, at: parseMoment(answer?.rows[0]?.[0]), limit: isJudged ? newest : undefined }],
  );
}
