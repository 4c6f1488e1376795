/** A test of the SQL as data: given rows, expected rows. One file of test/sql/cases is one; sql/README.md shows how to write it. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { loadSql } from "../../src/job/load-sql.ts";
import { play, song } from "./records.ts";
import { openScratch, SQL_DIR } from "./scratch.ts";

type Rows = readonly Readonly<Record<string, string | null>>[];

export interface SqlCase {
  readonly name: string;
  /** One sentence: what holds. */
  readonly about: string;
  /** One entry a run. A key that an event or a song does not give has the value of test/support/records.ts. */
  readonly runs: readonly {
    readonly events?: readonly Readonly<Record<string, unknown>>[];
    readonly songs?: readonly Readonly<Record<string, unknown>>[];
  }[];
  /** By table, check or analysis: its rows afterwards, in any order, with the columns that the first expected row names. */
  readonly expected: Readonly<Record<string, Rows>>;
}

/** Reads a file of cases. */
export function readSqlCase(path: string): SqlCase {
  return {
    name: basename(path, ".json"),
    ...(JSON.parse(readFileSync(path, "utf8")) as Omit<SqlCase, "name">),
  };
}

/** Runs the job on what is given, and returns what is there then under the names of what is expected. */
export async function runSqlCase({ runs, expected }: SqlCase): Promise<Record<string, Rows>> {
  const { steps, analyses } = await loadSql(SQL_DIR);
  const tables = new Set(steps.filter(({ kind }) => kind === "schema").flatMap(({ writes }) => writes));
  const selects = new Map(
    [...steps.filter(({ kind }) => kind === "check"), ...analyses].map(({ name, statements }) => [
      name,
      statements[0]?.text,
    ]),
  );
  const scratch = openScratch();
  try {
    for (const [index, { events = [], songs = [] }] of runs.entries()) {
      scratch.write(`events/${index}.json`, events.map(play));
      scratch.write(`songs/${index}.json`, songs.map(song));
      const { error } = await scratch.run();
      if (error !== undefined) throw new Error(`run ${index + 1} failed`, { cause: error });
    }
    const found: Record<string, Rows> = {};
    for (const [name, rows] of Object.entries(expected)) {
      const columns = Object.keys(rows[0] ?? {});
      const from = !tables.has(name) && selects.has(name) ? `(${selects.get(name)}) as answer` : name;
      const answer = await scratch.query(
        `select ${columns.length === 0 ? "*" : columns.join(", ")} from ${from}`,
      );
      found[name] = answer.map((row) =>
        Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])),
      );
    }
    return found;
  } finally {
    scratch.remove();
  }
}

/** Rows in an order of their own, to be compared. */
export function sorted(tables: Readonly<Record<string, Rows>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]),
  );
}
