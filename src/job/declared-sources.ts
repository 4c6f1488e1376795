/** The sources that the staging files of a warehouse declare, read before anything else: flags and variables are named after them. */
import { dirname, resolve } from "node:path";
import { FLAGS } from "../cli/flags.ts";
import { flagsOfSource, variablesOfSource } from "../config/source-settings.ts";
import { SETTING_ENTRIES } from "../config/schema.ts";
import { parseHeader } from "../dialect/header.ts";
import { parsedOf, type ParsedStatement } from "../dialect/parsed.ts";
import { splitStatements, type Statement } from "../dialect/statements.ts";
import { SqlError } from "../errors.ts";
import type { FileProblem } from "../plan/order.ts";
import { problemsError } from "../plan/sql-folder.ts";
import type { SourceDeclaration } from "../config/declared-source.ts";
import { declareSource, SOURCE_KEYS } from "../plan/declare-source.ts";
import { listSql } from "./list-sql.ts";

/** Flags that commands have besides. */
const OTHER_FLAGS = ["format", "help", "version"];

/**
 * Reads them, in the order of their files.
 * @throws ConfigError when the folder cannot be read; SqlFilesError for headers that declare nothing, names that are given twice,
 * names that are flags or variables of the program, and for what lies where no staging file is read
 */
export async function readDeclaredSources(sqlDir: string): Promise<readonly SourceDeclaration[]> {
  const sources: SourceDeclaration[] = [];
  // A staging file that is not read where it lies declares nothing, and its flag would only be unknown.
  const { files, problems: misplaced } = await listSql(sqlDir, ["staging"]);
  const problems: FileProblem[] = [...misplaced];
  for (const { path, text } of files) {
    const declared = declare(path, text);
    if ("problems" in declared) problems.push(...declared.problems.map((problem) => ({ path, ...problem })));
    else sources.push(declared.source);
  }
  problems.push(...sources.flatMap((source, at) => problemsOfName(source, sources.slice(0, at))));
  if (problems.length > 0) throw problemsError(problems);
  return sources.map((source) => besideSql(source, sqlDir));
}

/** Returns the source with the place of its JSONPaths file, which belongs to the warehouse: a path is seen from the folder that `sql/` is in. */
export function besideSql(source: SourceDeclaration, sqlDir: string): SourceDeclaration {
  const { jsonpathsFile: file } = source;
  if (file === undefined || file.startsWith("s3://")) return source;
  return { ...source, jsonpathsFile: resolve(dirname(resolve(sqlDir)), file) };
}

function declare(path: string, text: string): ReturnType<typeof declareSource> {
  try {
    const { statements, comments } = splitStatements(text);
    return declareSource(path, parseHeader(comments, SOURCE_KEYS), statements.flatMap(readable));
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { problems: [{ message: error.message, next: error.next, ...error.position }] };
  }
}

/** The statement with its tree; one that cannot be read is reported by whoever plans the files, and every other command goes on. */
function readable(statement: Statement): readonly ParsedStatement[] {
  try {
    return [parsedOf(statement)];
  } catch (error) {
    if (error instanceof SqlError) return [];
    throw error;
  }
}

function problemsOfName(
  source: SourceDeclaration,
  before: readonly SourceDeclaration[],
): readonly FileProblem[] {
  const { name, path } = source;
  const problem = (message: string, next: string): FileProblem => ({
    path,
    line: 1,
    column: 1,
    message,
    next,
  });
  const twin = before.find((other) => other.name === name);
  if (twin !== undefined)
    return [problem(`${twin.path} already loads the source ${name}`, "give this source another name")];
  const flags = Object.values(flagsOfSource(source));
  const taken = [
    ...OTHER_FLAGS,
    ...Object.keys(FLAGS).map(kebab),
    ...SETTING_ENTRIES.flatMap(([, { flag }]) => flag ?? []),
    ...before.flatMap((other) => Object.values(flagsOfSource(other))),
  ];
  const variables = [
    ...SETTING_ENTRIES.map(([, { env }]) => env),
    ...before.flatMap((other) => variablesOfSource(other)),
  ];
  const flag = flags.find((one) => one !== undefined && taken.includes(one));
  const variable = variablesOfSource(source).find((one) => variables.includes(one));
  if (flag === undefined && variable === undefined) return [];
  const what = flag === undefined ? String(variable) : `--${flag}`;
  return [
    problem(
      `a source called ${name} would be set by ${what}, which has another meaning`,
      "give it another name",
    ),
  ];
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
