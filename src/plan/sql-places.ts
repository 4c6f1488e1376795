/** Where the files of a warehouse may lie: in the folders of FOLDERS, and nowhere else below `sql/`. Pure. */
import { nearest } from "../text/nearest.ts";
import type { FileProblem } from "./order.ts";
import { FOLDERS } from "./sql-file.ts";

/** The folders of `sql/`, by name. */
export const FOLDER_NAMES: readonly string[] = Object.keys(FOLDERS);

/** Those that a warehouse cannot do without: tables, and what fills them. All others may be missing. */
export const NEEDED_FOLDERS: readonly string[] = ["schema", "staging"];

/** What a folder holds, as a listing tells it. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The one file that may lie beside the folders. */
const README = "README.md";
const ENDING = ".sql";

/**
 * Whether nobody means an entry as a file of SQL: its name begins with a dot. Finders, editors and archives leave such files of their own
 * accord (`.DS_Store`, `._users.sql`, `.users.sql.swp`), and what no listing shows is not a step.
 */
export function isHidden(name: string): boolean {
  return name.startsWith(".");
}

/** Returns a problem for everything in `sql/` itself that is none of its folders and not README.md: no run would ever read it. */
export function topProblems(entries: readonly FolderEntry[]): readonly FileProblem[] {
  return entries.flatMap(({ name, isFolder }): readonly FileProblem[] => {
    if (isHidden(name) || (isFolder ? FOLDER_NAMES.includes(name) : name === README)) return [];
    const list = FOLDER_NAMES.join(", ");
    if (!isFolder) {
      const next = name.toLowerCase().endsWith(ENDING)
        ? `put it into one of ${list}`
        : `move it out of sql/, which holds only ${README} and the folders ${list}`;
      return [
        { path: `sql/${name}`, message: "the file is in no folder of sql/, so nothing reads it", next },
      ];
    }
    const near = nearest(name.toLowerCase(), FOLDER_NAMES);
    return [
      {
        path: `sql/${name}`,
        message: "sql/ has no such folder, so nothing reads its files",
        next: near === undefined ? `there are ${list}` : `did you mean sql/${near}? There are ${list}`,
      },
    ];
  });
}

/** Returns a problem for everything in one folder of `sql/` that is not a file of SQL by its name. */
export function folderProblems(folder: string, entries: readonly FolderEntry[]): readonly FileProblem[] {
  return entries.flatMap(({ name, isFolder }): readonly FileProblem[] => {
    if (isHidden(name) || (!isFolder && name.endsWith(ENDING))) return [];
    const path = `sql/${folder}/${name}`;
    if (isFolder) {
      const message = "folders of sql/ have no subfolders, so nothing reads this one";
      return [{ path, message, next: `put its files into sql/${folder}` }];
    }
    const next = `did you mean sql/${folder}/${nameOf(name)}? What is not SQL belongs outside sql/`;
    return [{ path, message: "the name does not end in .sql, so nothing reads the file", next }];
  });
}

/** `users.SQL`, `users.sql.bak`, `users.sq` and `users` were all to be `users.sql`. */
function nameOf(name: string): string {
  const whole = /^(.+?)\.sql/i.exec(name)?.[1];
  const stem = whole ?? (name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : name);
  return `${stem.replace(/~+$/, "")}${ENDING}`;
}
