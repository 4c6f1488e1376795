/** DROP and ALTER, compiled. */
import { isWord, type Token } from "../../dialect/lexer.ts";
import { readColumn, readReference } from "../../dialect/column-definition.ts";
import type { ColumnDefinition, ForeignKey, TableDefinition } from "../../dialect/table-definition.ts";
import { parseDataType, type DataType } from "../../dialect/types.ts";
import type { QualifiedName } from "../../dialect/table-name.ts";
import { TokenReader } from "../../dialect/token-reader.ts";
import { SqlError } from "../../errors.ts";

/** A DROP or an ALTER; names are folded and without quotes. */
export type TableChange =
  | {
      readonly kind: "drop";
      readonly what: "table" | "view" | "schema";
      readonly names: readonly QualifiedName[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "rename table"; readonly table: QualifiedName; readonly to: string }
  | {
      readonly kind: "rename column";
      readonly table: QualifiedName;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: "add column"; readonly table: QualifiedName; readonly column: ColumnDefinition }
  | { readonly kind: "drop column"; readonly table: QualifiedName; readonly column: string }
  | {
      readonly kind: "retype column";
      readonly table: QualifiedName;
      readonly column: string;
      readonly type: DataType;
    }
  | ({ readonly table: QualifiedName } & Redeclared)
  | ConstraintChange
  | {
      readonly kind: "append";
      readonly table: QualifiedName;
      readonly source: QualifiedName;
      readonly extra: "ignoreextra" | "filltarget" | undefined;
    };

/** A key that is declared from now on, or no longer; a name that the statement gives a new one has no effect. */
export type ConstraintChange =
  | {
      readonly kind: "add constraint";
      readonly table: QualifiedName;
      readonly key:
        | { readonly primaryKey: readonly string[] }
        | { readonly uniqueKey: readonly string[] }
        | { readonly foreignKey: ForeignKey };
    }
  | { readonly kind: "drop constraint"; readonly table: QualifiedName; readonly name: string };

/** What only the catalogue keeps: distribution, sorting, encoding. */
interface Redeclared {
  readonly kind: "redeclare";
  readonly keys: Partial<Pick<TableDefinition, "distStyle" | "distKey" | "sortStyle" | "sortKey">>;
  readonly encode: { readonly column: string; readonly encode: string } | undefined;
}

/** Compiles DROP TABLE | VIEW | SCHEMA [IF EXISTS] a, b [CASCADE | RESTRICT]. @throws SqlError for any other DROP. */
export function compileDrop(tokens: readonly Token[]): TableChange {
  const what = tokens[1]?.value;
  if (what !== "table" && what !== "view" && what !== "schema") {
    throw new SqlError(
      `DROP ${tokens[1]?.text ?? ""} is not supported on the local warehouse`,
      tokens[1] ?? { line: 1, column: 1 },
      {
        sqlState: "0A000",
      },
    );
  }
  const reader = new TokenReader(tokens, 2);
  const ifExists = isWord(reader.peek(), "if");
  if (ifExists) reader.expect("if", "exists");
  const names = [reader.qualifiedName()];
  while (reader.acceptSymbol(",")) names.push(reader.qualifiedName());
  const cascade = reader.acceptOne("cascade", "restrict") === "cascade";
  if (!reader.atEnd) throw reader.error("DROP ends here");
  return { kind: "drop", what, names, ifExists, cascade };
}

/**
 * Compiles an ALTER TABLE (Database Developer Guide, "ALTER TABLE").
 * @throws SqlError for a change that the local warehouse does not know.
 */
export function compileAlter(tokens: readonly Token[]): TableChange {
  const reader = new TokenReader(tokens, 1);
  reader.expect("table");
  const table = reader.qualifiedName();
  const change = readChange(reader, table);
  if (!reader.atEnd) throw reader.error("ALTER TABLE ends here");
  return change;
}

function readChange(reader: TokenReader, table: QualifiedName): TableChange {
  if (reader.accept("rename")) {
    if (reader.accept("to")) return { kind: "rename table", table, to: reader.name() };
    reader.expect("column");
    const from = reader.name();
    reader.expect("to");
    return { kind: "rename column", table, from, to: reader.name() };
  }
  if (reader.accept("add")) {
    const key = addedKey(reader);
    if (key !== undefined) return { kind: "add constraint", table, key };
    reader.accept("column");
    return { kind: "add column", table, column: addedColumn(reader) };
  }
  if (reader.accept("drop", "constraint")) {
    const name = reader.name();
    // CASCADE would drop the foreign keys of others: not done here, where a key that they need is refused instead.
    reader.accept("restrict");
    return { kind: "drop constraint", table, name };
  }
  if (reader.accept("drop")) {
    reader.accept("column");
    const column = reader.name();
    reader.acceptOne("cascade", "restrict");
    return { kind: "drop column", table, column };
  }
  if (reader.accept("append", "from")) {
    const source = reader.qualifiedName();
    const extra = reader.acceptOne("ignoreextra", "filltarget");
    return { kind: "append", table, source, extra: extra as "ignoreextra" | "filltarget" | undefined };
  }
  if (reader.accept("alter")) return { ...readAlter(reader), table };
  throw reader.error("this ALTER TABLE is not supported on the local warehouse");
}

/** The key behind ADD; undefined where a column is added. */
function addedKey(
  reader: TokenReader,
): Extract<ConstraintChange, { readonly kind: "add constraint" }>["key"] | undefined {
  const named = reader.accept("constraint");
  if (named) reader.name();
  if (reader.accept("primary", "key")) return { primaryKey: reader.nameList() };
  if (reader.accept("unique")) return { uniqueKey: reader.nameList() };
  if (reader.accept("foreign", "key")) {
    const columns = reader.nameList();
    reader.expect("references");
    return { foreignKey: { columns, ...readReference(reader) } };
  }
  if (named) throw reader.error();
  return undefined;
}

/** A column that is added has no identity, and NOT NULL only with a default (Developer Guide, "ALTER TABLE"). */
function addedColumn(reader: TokenReader): ColumnDefinition {
  const at = reader.peek() ?? { line: 1, column: 1 };
  const { column } = readColumn(reader);
  if (column.identity !== undefined) {
    throw new SqlError("an identity column cannot be added to a table", at, {
      sqlState: "0A000",
      next: "create a table with it, and INSERT … SELECT the rows",
    });
  }
  if (column.notNull && (column.defaultSql === undefined || /^null$/i.test(column.defaultSql))) {
    throw new SqlError(
      "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression",
      at,
      {
        sqlState: "0A000",
        next: "add DEFAULT with a value",
      },
    );
  }
  return column;
}

function readAlter(
  reader: TokenReader,
): Redeclared | { readonly kind: "retype column"; readonly column: string; readonly type: DataType } {
  if (reader.accept("distkey")) return redeclared({ distStyle: "key", distKey: reader.name() });
  if (reader.accept("diststyle")) {
    const style = reader.acceptOne("auto", "even", "all", "key");
    if (style === undefined) throw reader.error();
    if (style !== "key")
      return redeclared({ distStyle: style as "auto" | "even" | "all", distKey: undefined });
    reader.expect("distkey");
    return redeclared({ distStyle: "key", distKey: reader.name() });
  }
  reader.accept("compound");
  if (reader.accept("sortkey")) {
    const style = reader.acceptOne("none", "auto");
    if (style !== undefined) return redeclared({ sortStyle: style as "none" | "auto", sortKey: [] });
    return redeclared({ sortStyle: "compound", sortKey: reader.nameList() });
  }
  if (reader.accept("encode", "auto")) return redeclared({});
  reader.accept("column");
  const column = reader.name();
  if (reader.accept("encode")) {
    return { kind: "redeclare", keys: {}, encode: { column, encode: reader.name() } };
  }
  reader.expect("type");
  const { type, next } = parseDataType(reader.tokens, reader.at);
  reader.at = next;
  return { kind: "retype column", column, type };
}

function redeclared(keys: Redeclared["keys"]): Redeclared {
  return { kind: "redeclare", keys, encode: undefined };
}
