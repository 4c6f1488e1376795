/** CREATE TABLE as a value (Database Developer Guide, "CREATE TABLE"). */
import { SqlError, type Position } from "../errors.ts";
import { readColumn, readReference } from "./column-definition.ts";
import { isSymbol, isWord, type Comment, type Token } from "./lexer.ts";
import type { Statement } from "./statements.ts";
import type { ColumnDefinition, ForeignKey, TableDefinition } from "./table-definition.ts";
import { spellQualifiedName } from "./table-name.ts";
import { TokenReader } from "./token-reader.ts";

type Keys = Pick<TableDefinition, "distStyle" | "distKey" | "sortStyle" | "sortKey">;

/** A column that a key names, and where, for the check that the table has it. */
interface Named extends Position {
  readonly name: string;
}

interface Draft {
  readonly columns: ColumnDefinition[];
  readonly uniqueKeys: (readonly string[])[];
  readonly foreignKeys: ForeignKey[];
  readonly named: Named[];
  primaryKey?: readonly string[];
  distStyle?: TableDefinition["distStyle"];
  distKey?: string;
  sortStyle?: TableDefinition["sortStyle"];
  sortKey?: readonly string[];
}

/**
 * Reads a CREATE TABLE with columns. Keys that stand with a column are among those of the table; the columns of a
 * primary key and an identity are NOT NULL.
 * @param comments of the whole script: the one at the end of a column's line is the column's, those directly above the
 * statement are the table's
 * @throws SqlError for a clause that Redshift's CREATE TABLE does not have, for CREATE TABLE AS and LIKE, which do not
 * tell the columns, and for keys that contradict each other or name no column of the table.
 */
export function parseCreateTable(statement: Statement, comments: readonly Comment[]): TableDefinition {
  const reader = new TokenReader(statement.tokens);
  reader.expect("create");
  reader.accept("local");
  const temporary = reader.acceptOne("temp", "temporary") !== undefined;
  reader.expect("table");
  const ifNotExists = reader.accept("if", "not", "exists");
  const table = reader.qualifiedName();

  const draft: Draft = { columns: [], uniqueKeys: [], foreignKeys: [], named: [] };
  reader.expectSymbol("(");
  do readElement(reader, draft, comments);
  while (reader.acceptSymbol(","));
  reader.expectSymbol(")");
  while (!reader.atEnd) readAttribute(reader, draft);

  checkNames(draft);
  const primaryKey = draft.primaryKey ?? [];
  const comment = commentAbove(comments, statement);
  return {
    name: spellQualifiedName(table),
    temporary: temporary || table.name.startsWith("#"),
    ifNotExists,
    columns: draft.columns.map((column) => ({
      ...column,
      notNull: column.notNull || primaryKey.includes(column.name),
    })),
    primaryKey,
    uniqueKeys: draft.uniqueKeys,
    foreignKeys: draft.foreignKeys,
    ...keysOf(draft, statement),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** One column or one constraint of the table. */
function readElement(reader: TokenReader, draft: Draft, comments: readonly Comment[]): void {
  // A constraint may have a name, which has no effect.
  const constraint = reader.accept("constraint");
  if (constraint) reader.name();
  const head = reader.peek() as Token;
  if (isWord(head, "primary") && isWord(reader.peek(1), "key")) {
    reader.expect("primary", "key");
    setPrimaryKey(draft, columnsAt(reader, draft), head);
  } else if (isWord(head, "unique") && isSymbol(reader.peek(1), "(")) {
    reader.expect("unique");
    draft.uniqueKeys.push(columnsAt(reader, draft));
  } else if (isWord(head, "foreign") && isWord(reader.peek(1), "key")) {
    reader.expect("foreign", "key");
    const columns = columnsAt(reader, draft);
    reader.expect("references");
    draft.foreignKeys.push({ columns, ...readReference(reader) });
  } else if (isWord(head, "like")) {
    throw reader.error(
      "write the columns out; LIKE takes them from a table that this statement does not show",
    );
  } else if (constraint) {
    throw reader.error();
  } else {
    addColumn(reader, draft, comments);
  }
}

function addColumn(reader: TokenReader, draft: Draft, comments: readonly Comment[]): void {
  const head = reader.peek() as Token;
  const { column, distKey, sortKey, primaryKey, unique, references } = readColumn(reader);
  const { name } = column;
  if (draft.columns.some((other) => other.name === name)) {
    throw new SqlError(`column "${name}" specified more than once`, head, { sqlState: "42701" });
  }
  const comment = commentBehind(comments, reader);
  draft.columns.push(comment === undefined ? column : { ...column, comment });
  if (distKey) setDistKey(draft, name, head);
  if (sortKey) setSortKey(draft, "compound", [name], head);
  if (primaryKey) setPrimaryKey(draft, [name], head);
  if (unique) draft.uniqueKeys.push([name]);
  if (references !== undefined) draft.foreignKeys.push({ columns: [name], ...references });
}

/** One of the attributes behind the closing bracket; they come in any order. */
function readAttribute(reader: TokenReader, draft: Draft): void {
  const head = reader.peek() as Token;
  if (reader.accept("backup")) {
    if (reader.acceptOne("yes", "no") === undefined) throw reader.error();
  } else if (reader.accept("diststyle")) {
    const style = reader.acceptOne("auto", "even", "key", "all");
    if (style === undefined) throw reader.error();
    if (draft.distStyle !== undefined) throw twice("DISTSTYLE", head);
    draft.distStyle = style as TableDefinition["distStyle"];
  } else if (reader.accept("distkey")) {
    const [name, ...more] = columnsAt(reader, draft);
    if (name === undefined || more.length > 0) {
      throw new SqlError("DISTKEY takes one column", head, {
        next: "name the one by which the table is joined most",
      });
    }
    setDistKey(draft, name, head);
  } else if (reader.accept("encode", "auto")) {
    // What Redshift does anyway.
  } else if (reader.accept("sortkey", "auto")) {
    setSortKey(draft, "auto", [], head);
  } else {
    const style = reader.acceptOne("compound", "interleaved") ?? "compound";
    if (!reader.accept("sortkey"))
      throw reader.error(isWord(head, "as") ? "this is a CREATE TABLE AS" : undefined);
    setSortKey(draft, style as "compound" | "interleaved", columnsAt(reader, draft), head);
  }
}

/** `(a, b)`; that the table has these columns is checked at the end, since they may come later. */
function columnsAt(reader: TokenReader, draft: Draft): readonly string[] {
  const open = reader.at;
  const names = reader.nameList();
  for (const [index, name] of names.entries()) {
    const token = reader.tokens[open + 1 + 2 * index] as Token;
    draft.named.push({ name, line: token.line, column: token.column });
  }
  return names;
}

function setPrimaryKey(draft: Draft, names: readonly string[], at: Position): void {
  if (draft.primaryKey !== undefined) throw twice("PRIMARY KEY", at);
  draft.primaryKey = names;
}

function setDistKey(draft: Draft, name: string, at: Position): void {
  if (draft.distKey !== undefined) throw twice("DISTKEY", at);
  draft.distKey = name;
}

function setSortKey(
  draft: Draft,
  style: "auto" | "compound" | "interleaved",
  names: readonly string[],
  at: Position,
) {
  if (draft.sortStyle !== undefined) {
    throw twice(
      "SORTKEY",
      at,
      "name all columns of the sort key in one SORTKEY (…) behind the closing bracket",
    );
  }
  const most = style === "interleaved" ? 8 : 400;
  if (names.length > most) {
    throw new SqlError(`a sort key of this kind has at most ${String(most)} columns`, at, {
      sqlState: "0A000",
    });
  }
  draft.sortStyle = style;
  draft.sortKey = names;
}

function twice(what: string, at: Position, next?: string): SqlError {
  return new SqlError(`${what} is there twice`, at, { next: next ?? "keep one of the two" });
}

function checkNames({ columns, named }: Draft): void {
  for (const { name, ...position } of named) {
    if (columns.some((column) => column.name === name)) continue;
    throw new SqlError(`column "${name}" named in key does not exist`, position, {
      sqlState: "42703",
      next: `the columns of the table: ${columns.map((column) => column.name).join(", ")}`,
    });
  }
}

function keysOf(draft: Draft, at: Position): Keys {
  const { distKey, distStyle = distKey === undefined ? "auto" : "key" } = draft;
  if (distStyle === "key" && distKey === undefined) {
    throw new SqlError("DISTSTYLE KEY needs a DISTKEY", at, {
      next: "add DISTKEY (column), or leave DISTSTYLE KEY out",
    });
  }
  if (distStyle !== "key" && distKey !== undefined) {
    throw new SqlError(`DISTKEY does not go with DISTSTYLE ${distStyle.toUpperCase()}`, at, {
      next: "leave one of the two out",
    });
  }
  return { distStyle, distKey, sortStyle: draft.sortStyle ?? "auto", sortKey: draft.sortKey ?? [] };
}

/** The comment in the line in which the column ends, behind it and behind its comma. */
function commentBehind(comments: readonly Comment[], reader: TokenReader): string | undefined {
  const last = reader.peek(-1) as Token;
  const comma = reader.peek();
  const next = comma?.line === last.line && isSymbol(comma, ",") ? reader.peek(1) : comma;
  const found = comments.filter(
    ({ line, start }) => line === last.line && start >= last.end && start < (next?.start ?? Infinity),
  );
  return found[0]?.text;
}

/** The lines of comment that stand directly above, in the same column, in one line. */
function commentAbove(comments: readonly Comment[], statement: Statement): string | undefined {
  const lines: string[] = [];
  let line = statement.line;
  for (const comment of comments.toReversed()) {
    if (comment.endLine !== line - 1 || comment.column !== statement.column) continue;
    lines.unshift(comment.text);
    line = comment.line;
  }
  return lines.length === 0 ? undefined : lines.join(" ").replaceAll(/\s+/g, " ").trim();
}
