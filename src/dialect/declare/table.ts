/** CREATE TABLE as a value ("CREATE TABLE" of the Database Developer Guide). */
import { SqlError, type Position } from "../../errors.ts";
import type { Comment } from "../lexer.ts";
import { MAX_COLUMNS } from "../limits.ts";
import { placeOf } from "../place.ts";
import type { Statement } from "../statements.ts";
import type { Name } from "../syntax/node.ts";
import type {
  ColumnDefinition as ColumnSyntax,
  CreateTable,
  TableAttribute,
  TableConstraint,
} from "../syntax/table.ts";
import type { ColumnDefinition, ForeignKey, TableDefinition } from "../table-definition.ts";
import { spellTableName } from "../table-name.ts";
import { declareColumn, referenced } from "./column.ts";
import { commentAbove, commentBehind } from "./comments.ts";

type Keys = Pick<TableDefinition, "distStyle" | "distKey" | "sortStyle" | "sortKey">;

/** What has been declared so far. */
interface Draft {
  readonly statement: Statement;
  readonly comments: readonly Comment[];
  readonly columns: ColumnDefinition[];
  readonly uniqueKeys: (readonly string[])[];
  readonly foreignKeys: ForeignKey[];
  /** Columns that keys name, for the check that the table has them; they may come later. */
  readonly named: Name[];
  primaryKey?: readonly string[];
  distStyle?: TableDefinition["distStyle"];
  distKey?: string;
  sortStyle?: TableDefinition["sortStyle"];
  sortKey?: readonly string[];
}

/**
 * Returns what a CREATE TABLE declares. Keys that stand with a column are among those of the table; the columns of a primary key and an
 * identity are NOT NULL.
 * @param statement the one that the tree is of
 * @param comments of the whole script: the one at the end of a column's line is the column's, those directly above the statement are
 * the table's
 * @throws SqlError for LIKE, which does not tell the columns, for keys that contradict each other or name no column of the table, and
 * as `declareColumn` does.
 */
export function declareTable(
  tree: CreateTable,
  statement: Statement,
  comments: readonly Comment[],
): TableDefinition {
  const draft: Draft = { statement, comments, columns: [], uniqueKeys: [], foreignKeys: [], named: [] };
  for (const element of tree.elements) {
    if (element.kind === "column_definition") addColumn(element, draft);
    else if (element.kind === "table_constraint") addConstraint(element, draft);
    else {
      throw new SqlError('syntax error at or near "like"', at(element, draft), {
        next: "write the columns out; LIKE takes them from another table",
      });
    }
  }
  for (const attribute of tree.attributes) addAttribute(attribute, draft);
  checkNames(draft);
  const primaryKey = draft.primaryKey ?? [];
  const comment = commentAbove(comments, statement);
  const parts = tree.name.parts.map(({ value }) => value);
  return {
    name: spellTableName(parts),
    temporary: tree.temporary || parts.at(-1)?.startsWith("#") === true,
    ifNotExists: tree.ifNotExists,
    columns: draft.columns.map((column) => ({
      ...column,
      notNull: column.notNull || primaryKey.includes(column.name),
    })),
    primaryKey,
    uniqueKeys: draft.uniqueKeys,
    foreignKeys: draft.foreignKeys,
    ...keysOf(draft),
    ...(comment === undefined ? {} : { comment }),
  };
}

function addColumn(element: ColumnSyntax, draft: Draft): void {
  const { column, distKey, sortKey, primaryKey, unique, references } = declareColumn(
    element,
    draft.statement,
  );
  const place = at(element, draft);
  const { name } = column;
  if (draft.columns.length === MAX_COLUMNS) {
    const what = `tables can have at most ${String(MAX_COLUMNS)} columns`;
    throw new SqlError(what, place, { sqlState: "54011" });
  }
  if (draft.columns.some((other) => other.name === name)) {
    throw new SqlError(`column "${name}" specified more than once`, place, { sqlState: "42701" });
  }
  const comment = commentBehind(draft.comments, draft.statement, element.span[1]);
  draft.columns.push(comment === undefined ? column : { ...column, comment });
  if (distKey) setDistKey(draft, name, place);
  if (sortKey) setSortKey(draft, "compound", [name], place);
  if (primaryKey) setPrimaryKey(draft, [name], place);
  if (unique) draft.uniqueKeys.push([name]);
  if (references !== undefined) draft.foreignKeys.push({ columns: [name], ...references });
}

function addConstraint(constraint: TableConstraint, draft: Draft): void {
  const columns = named(constraint.columns, draft);
  if (constraint.form === "primary key") setPrimaryKey(draft, columns, at(constraint, draft));
  else if (constraint.references === undefined) draft.uniqueKeys.push(columns);
  else draft.foreignKeys.push({ columns, ...referenced(constraint.references) });
}

function addAttribute(attribute: TableAttribute, draft: Draft): void {
  const place = at(attribute, draft);
  switch (attribute.kind) {
    case "diststyle":
      if (draft.distStyle !== undefined) throw twice("DISTSTYLE", place);
      draft.distStyle = attribute.style;
      return;
    case "table_distkey":
      return setDistKey(draft, named([attribute.column], draft)[0] ?? "", place);
    case "table_sortkey": {
      const { columns, form = "compound" } = attribute;
      if (typeof columns === "string") return setSortKey(draft, "auto", [], place);
      return setSortKey(draft, form, named(columns, draft), place);
    }
    case "distkey_place":
    case "sortkey_places":
      // Those of a query, and not of a table with columns.
      return;
    case "backup":
    case "encode_auto":
      // What Redshift does anyway.
      return;
  }
}

function at({ span }: Pick<Name, "span">, { statement }: Draft): Position {
  return placeOf(statement, span[0]);
}

function named(columns: readonly Name[], draft: Draft): readonly string[] {
  draft.named.push(...columns);
  return columns.map(({ value }) => value);
}

function setPrimaryKey(draft: Draft, names: readonly string[], place: Position): void {
  if (draft.primaryKey !== undefined) throw twice("PRIMARY KEY", place);
  draft.primaryKey = names;
}

function setDistKey(draft: Draft, name: string, place: Position): void {
  if (draft.distKey !== undefined) throw twice("DISTKEY", place);
  draft.distKey = name;
}

function setSortKey(
  draft: Draft,
  style: "auto" | "compound" | "interleaved",
  names: readonly string[],
  place: Position,
): void {
  if (draft.sortStyle !== undefined) {
    const next = "name all columns of the sort key in one SORTKEY (…) after the closing bracket";
    throw twice("SORTKEY", place, next);
  }
  const most = style === "interleaved" ? 8 : 400;
  if (names.length > most) {
    const what = `a sort key of this kind has at most ${String(most)} columns`;
    throw new SqlError(what, place, { sqlState: "0A000" });
  }
  draft.sortStyle = style;
  draft.sortKey = names;
}

function twice(what: string, place: Position, next = "keep one of the two"): SqlError {
  return new SqlError(`${what} is given twice`, place, { next });
}

function checkNames(draft: Draft): void {
  const missing = draft.named.find(({ value }) => draft.columns.every(({ name }) => name !== value));
  if (missing === undefined) return;
  throw new SqlError(`column "${missing.value}" named in key does not exist`, at(missing, draft), {
    sqlState: "42703",
    next: `the columns of the table: ${draft.columns.map(({ name }) => name).join(", ")}`,
  });
}

function keysOf(draft: Draft): Keys {
  const { statement, distKey, distStyle = distKey === undefined ? "auto" : "key" } = draft;
  if (distStyle === "key" && distKey === undefined) {
    throw new SqlError("DISTSTYLE KEY needs a DISTKEY", statement, {
      next: "add DISTKEY (column), or leave DISTSTYLE KEY out",
    });
  }
  if (distStyle !== "key" && distKey !== undefined) {
    throw new SqlError(`DISTKEY does not go with DISTSTYLE ${distStyle.toUpperCase()}`, statement, {
      next: "leave one of the two out",
    });
  }
  const sortKey = draft.sortKey ?? [];
  const keys = distKey === undefined ? sortKey : [distKey, ...sortKey];
  const document = draft.columns.find(({ name, type }) => type.name === "super" && keys.includes(name));
  if (document !== undefined) {
    // "You can't define SUPER columns as either a distribution or sort key" ("Limitations").
    throw new SqlError(
      `column "${document.name}" is SUPER, which cannot be a DISTKEY or SORTKEY`,
      statement,
      {
        sqlState: "0A000",
        next: "use a column of another type for the key",
      },
    );
  }
  return { distStyle, distKey, sortStyle: draft.sortStyle ?? "auto", sortKey };
}
