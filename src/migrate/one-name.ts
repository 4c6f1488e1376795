/** Tables that the files name in two ways: their steps would not know of each other. */
import { databaseOf, parseTableName } from "../dialect/table-name.ts";
import type { FileProblem } from "../plan/order.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import { problemsError } from "../plan/sql-folder.ts";
import type { Definitions } from "../records/read-definitions.ts";
import { fullName } from "./full-name.ts";

type Names = Pick<SqlFile, "kind" | "path" | "reads" | "writes">;
type SearchPath = Pick<Definitions, "database" | "searchPath" | "tables">;

/**
 * Does nothing where every table has one name. Order, skipped steps and counts go by the names in the files, so that `orders` and `public.orders` would
 * be two tables, of which nobody waits for the other.
 * @param there what the session says of its search path, which decides what a bare name means (Developer Guide, "search_path")
 * @throws SqlFilesError for every file that names a table otherwise than the file that makes it
 */
export function refuseTwoNames(files: readonly Names[], there: SearchPath): void {
  const problems = twoNames(files, there);
  if (problems.length > 0) throw problemsError(problems);
}

function twoNames(files: readonly Names[], there: SearchPath): readonly FileProblem[] {
  // The file that makes a table comes first, and says how it is called.
  const inOrder = files.toSorted(
    (one, other) => Number(other.kind === "schema") - Number(one.kind === "schema"),
  );
  const known = new Map<string, { readonly name: string; readonly path: string }>();
  return inOrder.flatMap((file) =>
    namesOf(file).flatMap((name): readonly FileProblem[] => {
      const database = databaseOf(name);
      // That of another database is another table.
      if (database !== undefined && database !== there.database) return [];
      const full = fullName(name, there);
      const first = known.get(full);
      if (first === undefined) known.set(full, { name, path: file.path });
      if (first === undefined || first.name === name) return [];
      const message = `${name} is the table that ${first.path} calls ${first.name}`;
      return [
        {
          path: file.path,
          message,
          next: `write ${first.name} here too, so that the steps wait for each other`,
        },
      ];
    }),
  );
}

/** Whether tables of one name stand with different schemas, or with and without one: without a warehouse nobody knows more. */
export function mayHaveTwo(files: readonly Names[]): boolean {
  const names = new Map<string, string>();
  return files.flatMap(namesOf).some((name) => {
    const bare = parseTableName(name).name;
    const other = names.get(bare) ?? name;
    names.set(bare, other);
    return other !== name;
  });
}

function namesOf({ kind, reads, writes }: Names): readonly string[] {
  const names = kind === "schema" ? [...writes, ...reads] : [...reads, ...writes];
  return [...new Set(names)];
}
