/** Columns and tables that contradict themselves, or are of a type that Redshift does not have. */
import { SqlError } from "../../errors.ts";
import { declareColumn } from "../declare/column.ts";
import { declareTable } from "../declare/table.ts";
import { ownValue } from "../own-value.ts";
import type { ParsedStatement } from "../parsed.ts";
import { REFUSED_TYPES } from "../refused-names.ts";
import type { QualifiedName } from "../syntax/node.ts";
import type { AlterTable, ColumnDefinition, CreateTable } from "../syntax/table.ts";
import type { Refusal } from "./refusal.ts";

/** Returns what is refused of a CREATE TABLE or an ALTER TABLE. */
export function refusedDeclaration(
  tree: CreateTable | AlterTable,
  statement: ParsedStatement,
): readonly Refusal[] {
  const columns = tree.kind === "create_table" ? tree.elements.filter(isColumn) : addedBy(tree);
  const name = tree.kind === "create_table" ? tree.name : tree.table;
  const types = columns.flatMap((column) => unsupported(column, name));
  // Whatever else is wrong with such a column is not to be told.
  if (types.length > 0) return types;
  const others = tree.kind === "create_table" ? refusedTable(tree) : columns.flatMap(refusedAdded);
  return others.length > 0 ? others : contradiction(tree, columns, statement);
}

/** "You can't specify a schema name" for a temporary table; a table made LIKE another has what that one has ("CREATE TABLE"). */
function refusedTable({ temporary, name, elements, attributes }: CreateTable): readonly Refusal[] {
  if (temporary && name.parts.length > 1) {
    const message = "temporary tables may not specify a schema name";
    return [{ start: name.span[0], message, sqlState: "42P16", next: "leave the schema out" }];
  }
  const [own] = attributes.filter(({ kind }) => kind !== "encode_auto");
  if (own === undefined || !elements.some(({ kind }) => kind === "like_table")) return [];
  return [
    {
      start: own.span[0],
      message: "CREATE TABLE … LIKE takes distribution, sort key and BACKUP from the other table",
      sqlState: "0A000",
      next: "leave it out, and use ALTER TABLE afterwards",
    },
  ];
}

/** Attributes that ADD COLUMN does not have ("ALTER TABLE"). */
const NOT_ADDED: ReadonlyMap<string, string> = new Map([
  ["unique", "UNIQUE"],
  ["primary_key", "PRIMARY KEY"],
  ["references", "REFERENCES"],
  ["distkey", "DISTKEY"],
  ["sortkey", "SORTKEY"],
]);

function refusedAdded({ attributes }: ColumnDefinition): readonly Refusal[] {
  return attributes.flatMap(({ kind, span }) => {
    const word = NOT_ADDED.get(kind);
    if (word === undefined) return [];
    const next =
      "add the column, then the key: alter table t add unique (a), alter distkey a, alter sortkey (a)";
    return [{ start: span[0], message: `ADD COLUMN has no ${word}`, sqlState: "0A000", next }];
  });
}

function isColumn(element: CreateTable["elements"][number]): element is ColumnDefinition {
  return element.kind === "column_definition";
}

function addedBy({ changes }: AlterTable): readonly ColumnDefinition[] {
  return changes.flatMap((change) => (change.kind === "add_column" ? [change.column] : []));
}

function unsupported({ name, type }: ColumnDefinition, { parts }: QualifiedName): readonly Refusal[] {
  const next = ownValue(REFUSED_TYPES, type.name);
  if (next === undefined) return [];
  const column = [...parts, name].map(({ value }) => value).join(".");
  const message = `Column "${column}" has unsupported type "${type.name}".`;
  return [{ start: type.span[0], message, sqlState: "0A000", next }];
}

function contradiction(
  tree: CreateTable | AlterTable,
  columns: readonly ColumnDefinition[],
  statement: ParsedStatement,
): readonly Refusal[] {
  const like = tree.kind === "create_table" && tree.elements.some(({ kind }) => kind === "like_table");
  try {
    if (tree.kind === "create_table" && !like) declareTable(tree, statement, []);
    else for (const column of columns) declareColumn(column, statement);
    return [];
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { message, sqlState, next, position } = error;
    // Redshift has it, and this project does not.
    if (message.endsWith("is not supported by this project")) return [];
    const token = statement.tokens.find(
      ({ line, column }) => line === position.line && column === position.column,
    );
    return [{ start: token?.start ?? statement.start, message, sqlState, next }];
  }
}
