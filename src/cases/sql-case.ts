/** A test of the SQL as data: given rows, expected rows. A file of test/sql/cases holds several; sql/README.md shows how to write them. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ConfigError } from "../errors.ts";
import type { SourceName } from "../sources/source.ts";
import { messageOf } from "../text/message-of.ts";

/** A row that is put somewhere, by column of a table or by key of a source. */
export type GivenRow = Readonly<Record<string, unknown>>;
/** A row that is answered, by column: everything as text. */
export type AnsweredRow = Readonly<Record<string, string | null>>;

/** One test. */
export interface SqlCase {
  /** The file's, without its ending. */
  readonly name: string;
  /** One sentence: what holds. */
  readonly about: string;
  /** By table: rows that are there before anything else happens, put there as they are. A column that a row does not give is null. */
  readonly given?: Readonly<Record<string, readonly GivenRow[]>>;
  /** One entry a run: rows by source. A key that a row does not give has the value of test/sql/rows.json, if that has one. */
  readonly runs?: readonly Readonly<Record<SourceName, readonly GivenRow[]>>[];
  /** Transforms that are run by themselves on what is there, with no check to stop them. */
  readonly transforms?: readonly string[];
  /** By table, check, analysis or sum: its rows afterwards. */
  readonly expected: Readonly<Record<string, readonly AnsweredRow[]>>;
}

/** By source: what a row of a run has where it does not say otherwise. `{"count_from": 5}` is 5 plus how many rows came before it. */
export type DefaultRows = Readonly<Record<SourceName, GivenRow>>;

/** What a folder of tests holds. */
export interface SqlCases {
  readonly cases: readonly SqlCase[];
  readonly defaults: DefaultRows;
}

/**
 * Reads the cases of all files of `cases/` in that folder, and its `rows.json`.
 * @throws ConfigError when there is no such folder, and for a file that is not JSON or no list of cases.
 */
export async function readSqlCases(folder: string): Promise<SqlCases> {
  const place = join(folder, "cases");
  if (!existsSync(place)) {
    throw new ConfigError("the warehouse has no tests", {
      where: place,
      next: 'put cases there: sql/README.md, "The cases"; `dwh init` writes the first ones',
    });
  }
  const files = (await readdir(place)).filter((file) => file.endsWith(".json")).sort();
  const cases: SqlCase[] = [];
  for (const file of files) {
    const path = join(place, file);
    const name = basename(file, ".json");
    const list = await readJson(path);
    if (!Array.isArray(list) || !list.every(isCase)) throw notCases(path);
    cases.push(...list.map((one) => ({ name, ...one })));
  }
  const rows = join(folder, "rows.json");
  return { cases, defaults: existsSync(rows) ? ((await readJson(rows)) as DefaultRows) : {} };
}

/** Returns the row with everything that it does not say itself; `before` is how many rows of its source came before it. */
export function fillRow(row: GivenRow, defaults: GivenRow, before: number): GivenRow {
  const filled = Object.entries(defaults).map(([key, value]) => [key, counted(value, before)]);
  return { ...(Object.fromEntries(filled) as GivenRow), ...row };
}

function counted(value: unknown, before: number): unknown {
  if (typeof value !== "object" || value === null || !("count_from" in value)) return value;
  return Number(value.count_from) + before;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new ConfigError(`the file is not JSON: ${messageOf(error)}`, { where: path, cause: error });
  }
}

function isCase(value: unknown): value is Omit<SqlCase, "name"> {
  if (typeof value !== "object" || value === null) return false;
  const { about, expected } = value as Partial<SqlCase>;
  return typeof about === "string" && typeof expected === "object" && expected !== null;
}

function notCases(path: string): ConfigError {
  return new ConfigError("the file is not a list of cases", {
    where: path,
    next: 'write [{"about": "…", "given": {…}, "expected": {…}}]: sql/README.md, "The cases"',
  });
}
