/** What a COPY fills, and from which keys: enough to hold the keys of files against the columns of their table. Pure. */
import type { SourceDeclaration } from "../config/declared-source.ts";
import type { Copy } from "../dialect/syntax/transfer.ts";
import { tablesOf } from "../dialect/tables-of.ts";
import type { SqlProblem } from "../errors.ts";
import { declaredTables } from "./declared-tables.ts";
import type { SqlFile } from "./sql-file.ts";
import type { CopyInput } from "./variables.ts";

/** How COPY finds the column of a key (Database Developer Guide, "COPY from JSON format"). */
export type KeyMatching =
  | { readonly by: "name"; readonly ignoreCase: boolean }
  | { readonly by: "path"; readonly url: string }
  /** The rows have no keys, or one column takes them whole. */
  | { readonly by: "none" };

/** The COPY of a staging file. */
export interface PlannedCopy {
  readonly table: string;
  /** Those that it fills, in order. */
  readonly columns: readonly string[];
  /** Columns that a key has to fill, by the header. */
  readonly required: readonly string[];
  readonly matching: KeyMatching;
}

/** Returns the columns that the header of a staging file names as required. */
export function requiredIn(values: Readonly<Record<string, string>>): readonly string[] {
  return (values["required"] ?? "").split(",").flatMap((name) => name.trim() || []);
}

/** Returns a problem for every required column that the COPY beside it does not fill, as far as it lists its columns. */
export function requiredProblems(
  required: readonly string[],
  statements: readonly { readonly tree: SqlFile["statements"][number]["tree"] }[],
): readonly SqlProblem[] {
  const copy = statements.flatMap(({ tree }) => (tree.kind === "copy" ? [tree] : []))[0];
  const columns = copy?.columns.map(({ value }) => value) ?? [];
  if (columns.length === 0) return [];
  return required
    .filter((name) => !columns.includes(name))
    .map((name) => ({
      message: `the required column ${name} is none that the COPY fills`,
      next: `it fills ${columns.join(", ")}`,
      line: 1,
      column: 1,
    }));
}

/**
 * Returns what the COPY of a staging file fills.
 * @param steps where its table is declared, for a COPY that lists no columns
 */
export function planCopy(
  copy: Copy,
  { required }: Pick<SqlFile, "required">,
  input: CopyInput,
  steps: readonly SqlFile[],
): PlannedCopy {
  const table = tablesOf(copy).writes[0] ?? "";
  const listed = copy.columns.map(({ value }) => value);
  const columns = listed.length > 0 ? listed : columnsOf(table, steps);
  return { table, columns, required, matching: matchingOf(copy, input) };
}

/**
 * Returns what a staging file declares; where its COPY lists no columns, the fields of CSV and of delimited text are those of the table.
 * @param files where that table is declared
 */
export function sourceWithColumns(
  { source, statements }: SqlFile,
  files: readonly SqlFile[],
): SourceDeclaration | undefined {
  if (source?.format.kind !== "delimited" || source.format.columns.length > 0) return source;
  const [table = ""] = statements.flatMap(({ tree }) => (tree.kind === "copy" ? tablesOf(tree).writes : []));
  return { ...source, format: { ...source.format, columns: columnsOf(table, files) } };
}

/** Identity columns are filled by the warehouse. */
function columnsOf(table: string, steps: readonly SqlFile[]): readonly string[] {
  const file = steps.find(({ kind, writes }) => kind === "schema" && writes.includes(table));
  const definition = file && declaredTables(file).find(({ name }) => name === table);
  return (definition?.columns ?? []).filter(({ identity }) => !identity).map(({ name }) => name);
}

function matchingOf({ options }: Copy, { jsonpaths }: CopyInput): KeyMatching {
  const json = options.find(({ name }) => name === "json");
  if (json === undefined) return { by: "none" };
  const [value] = json.values;
  const text =
    value?.kind === "string" ? value.value : value === undefined ? "auto" : (jsonpaths ?? "auto ignorecase");
  switch (text.toLowerCase().trim().replace(/\s+/g, " ")) {
    case "auto":
      return { by: "name", ignoreCase: false };
    case "auto ignorecase":
      return { by: "name", ignoreCase: true };
    case "noshred":
      return { by: "none" };
    default:
      return { by: "path", url: text };
  }
}
