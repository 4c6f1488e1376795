/** JSONPath expressions as COPY takes them (Database Developer Guide, "COPY from JSON format", "JSONPath expressions"). */

/** One step of a JSONPath: a key, or a place in an array. */
export type PathStep = string | number;
/** The steps of one JSONPath, from the root on. */
export type JsonPath = readonly PathStep[];

/** The two ways to write a key, which one file may not mix: `$['a']` and `$.a`. */
export type PathNotation = "bracket" | "dot";

/** What an expression says. */
export interface ParsedPath {
  readonly steps: JsonPath;
  /** The ways in which its keys are written; none where it has no keys. */
  readonly notations: ReadonlySet<PathNotation>;
}

const STEP = /\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,9})\]|\.([^.[\]'"*?()]+)/y;

/** Returns the steps of an expression; undefined for what is none that COPY knows: it has no wildcards and no filters. */
export function parseJsonPath(path: unknown): ParsedPath | undefined {
  if (typeof path !== "string" || !path.startsWith("$") || path.length < 2) return undefined;
  const steps: PathStep[] = [];
  const notations = new Set<PathNotation>();
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) return undefined;
    const [, single, double, index, dotted] = match;
    if (index === undefined) {
      notations.add(dotted === undefined ? "bracket" : "dot");
      steps.push((single ?? double ?? dotted ?? "").replace(/\\(.)/g, "$1"));
    } else steps.push(Number(index));
  }
  return { steps, notations };
}
