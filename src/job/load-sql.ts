/** Reads the folder `sql/`. */
import { FOLDERS, parseSqlFile, type SqlFile } from "../plan/sql-file.ts";
import { identityProblems } from "../plan/identities.ts";
import { orderSteps } from "../plan/order.ts";
import { sourceWithColumns } from "../plan/planned-copy.ts";
import { problemsError, type SqlFolder } from "../plan/sql-folder.ts";
import { stagingTableProblems } from "../plan/staging-tables.ts";
import { besideSql } from "./declared-sources.ts";
import { listSql } from "./list-sql.ts";

/**
 * Reads and parses all files.
 * @throws ConfigError when the folder cannot be read; SqlFilesError with every problem of every file, those that lie where none is read
 * among them.
 */
export async function loadSql(folder: string): Promise<SqlFolder> {
  const listed = await listSql(folder);
  const files: SqlFile[] = [];
  const problems = [...listed.problems];
  for (const { folder: name, path, text } of listed.files) {
    const parsed = parseSqlFile(path, FOLDERS[name as keyof typeof FOLDERS], text);
    if ("file" in parsed) files.push(parsed.file);
    else problems.push(...parsed.problems.map((problem) => ({ path, ...problem })));
  }
  problems.push(...identityProblems(files), ...stagingTableProblems(files));
  if (problems.length > 0) throw problemsError(problems);
  const ordered = orderSteps(files.filter(({ kind }) => kind !== "analysis" && kind !== "sum"));
  if ("problems" in ordered) throw problemsError(ordered.problems);
  return {
    steps: ordered.steps,
    analyses: files.filter(({ kind }) => kind === "analysis"),
    sums: files.filter(({ kind }) => kind === "sum"),
    sources: files.flatMap((file) => {
      const source = sourceWithColumns(file, files);
      return source === undefined ? [] : besideSql(source, folder);
    }),
  };
}
