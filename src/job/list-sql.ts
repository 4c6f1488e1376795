/** Lists and reads the files of a warehouse, for all who need any of them. */
import { readdirSync, readFileSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../errors.ts";
import type { FileProblem } from "../plan/order.ts";
import {
  FOLDER_NAMES,
  NEEDED_FOLDERS,
  folderProblems,
  isHidden,
  topProblems,
  type FolderEntry,
} from "../plan/sql-places.ts";
import { problemsError } from "../plan/sql-folder.ts";

/** The text of one file. */
interface SqlText {
  readonly folder: string;
  /** As people write it: `sql/transform/users.sql`. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads the files of some folders of `sql/`, sorted by name within each, and tells what lies in these and in `sql/` itself and would
 * never be read. Synchronous inside, since every command waits for it: a hundred small files are read so in a fifth of the time.
 * @throws ConfigError when a folder cannot be read; SqlFilesError when one is missing and another one has a name that is not one
 */
export async function listSql(
  sqlDir: string,
  folders: readonly string[] = FOLDER_NAMES,
): Promise<{ readonly files: readonly SqlText[]; readonly problems: readonly FileProblem[] }> {
  const top = entriesOf(sqlDir);
  const problems = [...topProblems(top)];
  const absent = folders.filter((folder) => !top.some(({ name }) => name === folder));
  const missing = absent.filter((folder) => NEEDED_FOLDERS.includes(folder));
  if (missing.length > 0 && problems.length > 0) throw problemsError(problems);
  if (missing.length > 0) {
    throw unreadable(`there is no folder ${missing.join(" and no folder ")}`, sqlDir);
  }
  const files: SqlText[] = [];
  for (const folder of folders) {
    if (absent.includes(folder)) continue;
    const entries = entriesOf(join(sqlDir, folder));
    const wrong = folderProblems(folder, entries);
    problems.push(...wrong);
    for (const { name } of entries) {
      const path = `sql/${folder}/${name}`;
      if (isHidden(name) || wrong.some((problem) => problem.path === path)) continue;
      files.push({
        folder,
        path,
        text: reading(sqlDir, () => readFileSync(join(sqlDir, folder, name), "utf8")),
      });
    }
  }
  return { files, problems };
}

/** What a folder holds, sorted by name. */
function entriesOf(folder: string): readonly FolderEntry[] {
  const entries = reading(folder, () => readdirSync(folder, { withFileTypes: true }));
  const told = entries.map((entry) => ({ name: entry.name, isFolder: isFolder(folder, entry) }));
  return told.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A link is what it leads to; one that leads nowhere is read, and fails with its name. */
function isFolder(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(join(folder, entry.name)).isDirectory();
  } catch {
    return false;
  }
}

function reading<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadable((error as Error).message, where, error);
  }
}

function unreadable(why: string, where: string, cause?: unknown): ConfigError {
  const next = `the folder needs ${NEEDED_FOLDERS.join(" and ")}; DWH_SQL_DIR (--sql-dir) names another one`;
  return new ConfigError(`cannot read the SQL files: ${why}`, { where, next, cause });
}
