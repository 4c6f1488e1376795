/** The lines of JSON that are in doubt on the fast way, put through the exact reader. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { convertRow, openReader, type RowPlan } from "./exact.ts";

/** Lines in doubt, settled. */
export interface SettledLines {
  /** The converted values of those that are good. */
  readonly good: readonly (readonly (string | null)[])[];
  /** The paths of files with a line that is not one whole object; */
  readonly broken: ReadonlySet<string>;
  /** and the places of lines that are one, with a bad value in it, by path, in their order. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** What is settled of no line. */
export const NONE_IN_DOUBT: SettledLines = { good: [], broken: new Set(), places: new Map() };

/** Puts the lines in doubt through the exact reader. @param select path, text and place of each */
export async function settleLines(
  select: string,
  plan: RowPlan,
  connection: DuckDBConnection,
): Promise<SettledLines> {
  const [paths = [], lines = [], numbers = []] = (await connection.runAndReadAll(select)).getColumns();
  const good: (readonly (string | null)[])[] = [];
  const broken = new Set<string>();
  const places = new Map<string, number[]>();
  for (const [index, line] of (lines as readonly (string | null)[]).entries()) {
    const path = String(paths[index]);
    const values = line === null ? "broken" : convertLine(line, plan);
    if (values === "broken") broken.add(path);
    else if (values !== "bad") good.push(values);
    else if (places.has(path)) places.get(path)?.push(Number(numbers[index]));
    else places.set(path, [Number(numbers[index])]);
  }
  for (const some of places.values()) some.sort((one, other) => one - other);
  return { good, broken, places };
}

/** The converted values of a line that is one whole object; or that it is none, or one with a bad value. */
function convertLine(line: string, plan: RowPlan): readonly (string | null)[] | "broken" | "bad" {
  const reader = openReader(plan, 0);
  reader.push(Buffer.from(`${line}\n`));
  reader.finish();
  if (!reader.next() || reader.bad !== undefined) return "broken";
  let converted: readonly (string | null)[] | undefined;
  convertRow(reader, plan, (values) => void (converted = values));
  return reader.next() ? "broken" : (converted ?? "bad");
}

/** Returns the paths of files that have lines in doubt. */
export async function filesInDoubt(
  select: string,
  connection: DuckDBConnection,
): Promise<ReadonlySet<string>> {
  const [paths = []] = (await connection.runAndReadAll(select)).getColumns();
  return new Set(paths.map(String));
}
