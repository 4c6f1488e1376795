/** Reads the folder `sql/`. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../errors.ts";
import { FOLDERS, parseSqlFile, type FileKind, type SqlFile } from "../plan/sql-file.ts";
import { identityProblems } from "../plan/identities.ts";
import { orderSteps, type FileProblem } from "../plan/order.ts";
import { problemsError, type SqlFolder } from "../plan/sql-folder.ts";
import { besideSql } from "./declared-sources.ts";

/**
 * Reads and parses all files.
 * @throws ConfigError when the folder cannot be read; SqlFilesError with every problem of every file.
 */
export async function loadSql(folder: string): Promise<SqlFolder> {
  const files: SqlFile[] = [];
  const problems: FileProblem[] = [];
  for (const [name, kind] of Object.entries(FOLDERS) as [string, FileKind][]) {
    for (const { path, text } of await readFolder(folder, name)) {
      const parsed = parseSqlFile(path, kind, text);
      if ("file" in parsed) files.push(parsed.file);
      else problems.push(...parsed.problems.map((problem) => ({ path, ...problem })));
    }
  }
  problems.push(...identityProblems(files));
  if (problems.length > 0) throw problemsError(problems);
  const ordered = orderSteps(files.filter(({ kind }) => kind !== "analysis" && kind !== "sum"));
  if ("problems" in ordered) throw problemsError(ordered.problems);
  return {
    steps: ordered.steps,
    analyses: files.filter(({ kind }) => kind === "analysis"),
    sums: files.filter(({ kind }) => kind === "sum"),
    sources: files.flatMap(({ source }) => (source === undefined ? [] : besideSql(source, folder))),
  };
}

/** Folders that a warehouse may do without. */
const OPTIONAL: readonly string[] = ["sums"];

async function readFolder(folder: string, name: string): Promise<{ path: string; text: string }[]> {
  const needed = Object.keys(FOLDERS).filter((one) => !OPTIONAL.includes(one));
  const files = [];
  try {
    for (const entry of (await readdir(join(folder, name))).sort()) {
      if (!entry.endsWith(".sql")) continue;
      files.push({ path: `sql/${name}/${entry}`, text: await readFile(join(folder, name, entry), "utf8") });
    }
  } catch (error) {
    if (OPTIONAL.includes(name) && (error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new ConfigError(`cannot read the SQL files: ${(error as Error).message}`, {
      where: join(folder, name),
      next: `the folder needs ${needed.join(", ")}; DWH_SQL_DIR names another one`,
      cause: error,
    });
  }
  return files;
}
