/** What a run does of its plan when it is not all of it: by --select and --exclude, or to make tables anew. Pure. */
import { ConfigError } from "../errors.ts";
import type { SourceName } from "../sources/source.ts";
import { digestKey } from "./decide-step.ts";
import { closure, graphOf, starTables, type StepGraph } from "./graph.ts";
import { chooseSteps, isChosen, type Chosen, type Words } from "./select.ts";
import type { StepKind } from "./plan.ts";
import { isCheck, type SqlFile } from "./sql-file.ts";

/** A part of the plan. */
export interface Part {
  /** The sources that are listed; undefined: all. */
  readonly sources: ReadonlySet<SourceName> | undefined;
  /** Steps that are left out, by `digestKey`, and why. */
  readonly without: ReadonlyMap<string, string>;
}

/** What is recreated. */
export interface RebuildPart extends Part {
  readonly sources: ReadonlySet<SourceName>;
  /** Tables that are emptied first. */
  readonly tables: readonly string[];
  /** Transforms that fill them, by `digestKey`. */
  readonly fills: ReadonlySet<string>;
  /** Whether these are all that there are. */
  readonly whole: boolean;
}

const LEFT_OUT = "left out by --select or --exclude";

/**
 * Returns the part of a run that loads only some sources, and asks only some checks. A file is loaded once, for all who read it: no transform
 * may be left out that what is loaded goes to.
 * @throws ConfigError where one is, and where nothing is loaded at all
 */
export function planPart(steps: readonly SqlFile[], words: Words): Part {
  const graph = graphOf(steps);
  const chosen = chooseSteps(graph, words);
  const transforms = graph.movers.filter((file) => file.kind === "transform" && isChosen(chosen, file));
  const read = new Set(transforms.flatMap(graph.reads));
  const loads = graph.movers.filter(
    (file) =>
      file.kind === "stage" &&
      !chosen.excluded.has(file) &&
      (isChosen(chosen, file) || file.writes.some((table) => read.has(table))),
  );
  if (loads.length === 0)
    throw new ConfigError("the selection loads no file", {
      where: "--select, --exclude",
      next: "`dwh check --select …` runs checks alone; `dwh plan` shows the steps",
    });
  const reached = [...closure(loads, graph.behind)];
  const missed = reached.find((file) => file.kind === "transform" && !isChosen(chosen, file));
  if (missed !== undefined) {
    const from = loads.map(({ source, name }) => source?.name ?? name);
    throw new ConfigError(
      `${missed.path} is left out, but files of ${from.join(", ")} go to it: the ledger would hold them as loaded, and no later run would bring them there`,
      {
        where: "--select, --exclude",
        next: `\`dwh run --select ${loads.map(({ name }) => `${name}+`).join(" --select ")}\` includes every table that they go to; \`dwh rebuild <table>\` rebuilds one table`,
      },
    );
  }
  return {
    sources: new Set(loads.flatMap(({ source }) => source?.name ?? [])),
    without: leftOut(graph, (file) =>
      isChosen(chosen, file) || loads.includes(file) ? undefined : LEFT_OUT,
    ),
  };
}

/**
 * Returns what is recreated for the words, or for all where there are none: the tables of the transforms that are named and of all after them,
 * and the sources that these read.
 * @throws ConfigError for words that name no transform, and where a step is excluded that it takes
 */
export function planRebuild(steps: readonly SqlFile[], words: Words): RebuildPart {
  const graph = graphOf(steps);
  const chosen = chooseSteps(graph, words);
  const { selected, excluded } = chosen;
  const all = graph.movers.filter(({ kind }) => kind === "transform");
  const wanted = all.filter((file) =>
    selected === undefined ? !excluded.has(file) : isChosen(chosen, file),
  );
  if (wanted.length === 0)
    throw new ConfigError("no transform builds what you named", {
      where: words.select.join(" "),
      next: "name tables or steps of sql/transform; `dwh plan` shows them",
    });
  // Whoever writes a table that is emptied has to fill it again, too; and what tells of the last run alone has to tell of this one.
  const passing = new Set(steps.filter(({ scope }) => scope === "run").flatMap(({ writes }) => writes));
  const along = (file: SqlFile): readonly SqlFile[] => {
    const needed = graph.reads(file).filter((table) => passing.has(table));
    const own = file.writes.filter((table) => !passing.has(table));
    return all.filter(({ writes }) => writes.some((table) => needed.includes(table) || own.includes(table)));
  };
  const fills = closure(wanted, (file) => [...graph.behind(file), ...along(file)]);
  const read = new Set([...fills].flatMap(graph.reads));
  const loads = graph.movers.filter(
    (file) => file.kind === "stage" && file.writes.some((table) => read.has(table)),
  );
  refuseExcluded(chosen, [...fills, ...loads]);
  const tables = starTables(steps, fills);
  const others = new Set(starTables(steps, all).filter((table) => !tables.includes(table)));
  return {
    sources: new Set(loads.flatMap(({ source }) => source?.name ?? [])),
    tables,
    fills: new Set([...fills].map(keyOf)),
    whole: fills.size === all.length,
    without: leftOut(graph, (file) => {
      if (excluded.has(file)) return LEFT_OUT;
      if (!isCheck(file.kind))
        return fills.has(file) || loads.includes(file) ? undefined : "it is not rebuilt";
      const reads = graph.reads(file);
      const isAbout =
        reads.some((table) => tables.includes(table)) || !reads.some((table) => others.has(table));
      return isAbout ? undefined : "nothing that it reads is rebuilt";
    }),
  };
}

function refuseExcluded({ excluded }: Chosen, taken: readonly SqlFile[]): void {
  const one = taken.find((file) => excluded.has(file));
  if (one === undefined) return;
  throw new ConfigError(`${one.path} is excluded, but the rebuild needs it`, {
    where: "--exclude",
    next: "leave out only checks and audits, or name other tables",
  });
}

function leftOut(
  { movers, checks }: StepGraph,
  why: (file: SqlFile) => string | undefined,
): ReadonlyMap<string, string> {
  return new Map(
    [...movers, ...checks].flatMap((file) => {
      const note = why(file);
      return note === undefined ? [] : [[keyOf(file), note] as const];
    }),
  );
}

/** Returns the checks and audits that the words choose, in their order. @throws as `chooseSteps` does; ConfigError where they choose none */
export function chosenChecks(steps: readonly SqlFile[], words: Words): ReadonlySet<string> {
  const graph = graphOf(steps);
  const chosen = chooseSteps(graph, words);
  const checks = graph.checks.filter((file) => isChosen(chosen, file));
  if (checks.length === 0 && graph.checks.length > 0)
    throw new ConfigError("the selection has no check", {
      where: "--select, --exclude",
      next: "`dwh check` runs all of them",
    });
  return new Set(checks.map(keyOf));
}

function keyOf(file: SqlFile): string {
  return digestKey({ kind: file.kind as StepKind, name: file.name });
}
