/** What a COPY fills, and from which keys: enough to hold the keys of files against the columns of their table. Pure. */
import type { SourceDeclaration } from "../config/declared-source.ts";
import type { Copy } from "../dialect/syntax/transfer.ts";
import type { TableDefinition } from "../dialect/table-definition.ts";
import { tablesOf } from "../dialect/tables-of.ts";
import { declaredTables } from "./declared-tables.ts";
import type { RowNeed } from "../sources/row-need.ts";
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
  /** Those of them that hold text, which may be empty and not null. */
  readonly texts: readonly string[];
  /** Columns that may not be empty in all rows, by the header; */
  readonly required: readonly string[];
  /** in all that fulfil this condition, where there is one. */
  readonly requiredWhere: string | undefined;
  readonly matching: KeyMatching;
  /** What each row has to hold, by the header. */
  readonly needs: readonly RowNeed[];
  /** Whether blanks at the end of a text go: TRIMBLANKS, BLANKSASNULL. */
  readonly trims: boolean;
  /** Whether it replaces characters that are not UTF-8: ACCEPTINVCHARS. */
  readonly replaces?: boolean;
  /** The columns whose values it cuts, and the bytes from which on one may have been: TRUNCATECOLUMNS. */
  readonly cuts?: readonly { readonly column: string; readonly full: number }[];
}

/** Bytes of a character but one: where the next character does not fit, as many stay empty. */
const LEFT_BEHIND = 3;

/**
 * Returns what the COPY of a staging file fills.
 * @param steps where its table is declared, for a COPY that lists no columns
 */
export function planCopy(
  copy: Copy,
  { required, requiredWhere, rowNeeds: needs }: Pick<SqlFile, "required" | "requiredWhere" | "rowNeeds">,
  input: CopyInput,
  steps: readonly SqlFile[],
): PlannedCopy {
  const table = tablesOf(copy).writes[0] ?? "";
  const listed = copy.columns.map(({ value }) => value);
  const columns = listed.length > 0 ? listed : columnsOf(table, steps);
  const has = (...names: readonly string[]): boolean => copy.options.some(({ name }) => names.includes(name));
  const cuts = declared(table, steps).flatMap(({ name, type }) => {
    if (!columns.includes(name) || (type.name !== "varchar" && type.name !== "char")) return [];
    return {
      column: name,
      full: type.name === "char" ? type.length : Math.max(1, type.length - LEFT_BEHIND),
    };
  });
  return {
    table,
    columns,
    texts: textColumnsOf(table, steps).filter((name) => columns.includes(name)),
    required,
    requiredWhere,
    matching: matchingOf(copy, input),
    needs,
    trims: has("trimblanks", "blanksasnull"),
    ...(has("acceptinvchars") && { replaces: true }),
    ...(has("truncatecolumns") && { cuts }),
  };
}

/** Returns the columns of a table that hold text, as a schema file declares them; none where no file does. */
export function textColumnsOf(table: string, files: readonly SqlFile[]): readonly string[] {
  return declared(table, files).flatMap(({ name, type }) =>
    type.name === "varchar" || type.name === "char" ? name : [],
  );
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

/** Returns the columns of a table that a COPY without a list fills, as a schema file declares them: identity columns are filled by the warehouse. */
export function columnsOf(table: string, files: readonly SqlFile[]): readonly string[] {
  return declared(table, files)
    .filter(({ identity }) => !identity)
    .map(({ name }) => name);
}

/** The columns of a table as its schema file declares them; none where no file does. */
function declared(table: string, files: readonly SqlFile[]): TableDefinition["columns"] {
  const file = files.find(({ kind, writes }) => kind === "schema" && writes.includes(table));
  return (file && declaredTables(file).find(({ name }) => name === table))?.columns ?? [];
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
