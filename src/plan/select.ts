/**
 * Chooses steps by the words of --select and --exclude, whose syntax is that of dbt (docs.getdbt.com, "Node selection syntax"): names with `*`, `+` and `2+` for what
 * comes before, `+` and `+2` for what comes behind, `source:` before the name of a source, commas for both of two, blanks for either. Pure.
 */
import { ConfigError } from "../errors.ts";
import { nearest } from "../text/nearest.ts";
import { closure, type StepGraph } from "./graph.ts";
import type { SqlFile } from "./sql-file.ts";

/** What was typed; none of a list chooses nothing. */
export interface Words {
  readonly select: readonly string[];
  readonly exclude: readonly string[];
}

/** The steps that were named: with those of `exclude` taken out. */
export interface Chosen {
  /** Undefined where nothing was named: then it is all but what is excluded. */
  readonly selected: ReadonlySet<SqlFile> | undefined;
  readonly excluded: ReadonlySet<SqlFile>;
}

/** Returns what the words name. @throws ConfigError for a word that names nothing, with the nearest name, and for one that cannot be read */
export function chooseSteps(graph: StepGraph, { select, exclude }: Words): Chosen {
  return {
    selected: select.length === 0 ? undefined : named(graph, "--select", select),
    excluded: named(graph, "--exclude", exclude),
  };
}

/** Whether a step is among what was chosen. */
export function isChosen({ selected, excluded }: Chosen, file: SqlFile): boolean {
  return (selected === undefined || selected.has(file)) && !excluded.has(file);
}

const WORD = /^(?:(\d*)\+)?([^+\s]+?)(?:\+(\d*))?$/;

function named(graph: StepGraph, flag: string, texts: readonly string[]): ReadonlySet<SqlFile> {
  const words = texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== "");
  return new Set(
    words.flatMap((word) => {
      const [first = new Set<SqlFile>(), ...more] = word.split(",").map((one) => readWord(graph, flag, one));
      return [...first].filter((file) => more.every((set) => set.has(file)));
    }),
  );
}

function readWord(graph: StepGraph, flag: string, word: string): ReadonlySet<SqlFile> {
  const [, before, name = "", behind] = WORD.exec(word) ?? [];
  if (name === "")
    throw new ConfigError(`${flag} cannot be read: ${JSON.stringify(word)}`, {
      where: flag,
      next: "write names of steps and tables, or source: and a name, such as orders, +orders, orders+ or source:tills+",
    });
  const { movers, checks } = graph;
  const isMeant = patternOf(name);
  const moving = movers.filter((file) => namesOf(file).some(isMeant));
  const asked = checks.filter((file) => isMeant(file.name));
  if (moving.length === 0 && asked.length === 0) {
    const known = [...movers, ...checks].flatMap(namesOf);
    const near = nearest(name, [...new Set(known)]);
    throw new ConfigError(`${flag} names no step, table or source: ${name}`, {
      where: flag,
      next:
        near === undefined
          ? "`dwh plan` shows the steps"
          : `did you mean ${near}? \`dwh plan\` shows the steps`,
    });
  }
  const found = new Set([
    ...moving,
    ...(before === undefined ? [] : closure(moving, graph.before, most(before))),
    ...(behind === undefined ? [] : closure(moving, graph.behind, most(behind))),
  ]);
  // A check goes with every table that it reads.
  const tables = new Set([...found].flatMap(({ writes }) => writes));
  const about = checks.filter((file) => graph.reads(file).some((table) => tables.has(table)));
  return new Set([...found, ...about, ...asked]);
}

function namesOf({ name, writes, source, kind }: SqlFile): readonly string[] {
  if (kind === "check" || kind === "audit") return [name];
  return [name, ...writes, ...(source === undefined ? [] : [`source:${source.name}`])];
}

function most(steps: string): number {
  return steps === "" ? Number.POSITIVE_INFINITY : Number(steps);
}

function patternOf(name: string): (text: string) => boolean {
  const pattern = name
    .split("*")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*");
  const whole = new RegExp(`^${pattern}$`);
  return (text) => whole.test(text);
}
