/** DROP and ALTER, compiled. */
import { isSymbol, isWord, type Token } from "../../dialect/lexer.ts";
import { parseDataType } from "../../dialect/types.ts";
import type { DataType } from "../../dialect/types.ts";
import { TokenReader, type QualifiedName } from "../../dialect/token-reader.ts";
import { SqlError } from "../../errors.ts";

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
  | {
      readonly kind: "add column";
      readonly table: QualifiedName;
      readonly column: string;
      readonly type: DataType;
    }
  | { readonly kind: "drop column"; readonly table: QualifiedName; readonly column: string };

/** DROP TABLE | VIEW | SCHEMA [IF EXISTS] a, b [CASCADE | RESTRICT]. */
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
  while (isSymbol(reader.peek(), ",")) {
    reader.at += 1;
    names.push(reader.qualifiedName());
  }
  const cascade = isWord(reader.peek(), "cascade");
  if (cascade || isWord(reader.peek(), "restrict")) reader.at += 1;
  if (!reader.atEnd) throw reader.error("DROP ends here");
  return { kind: "drop", what, names, ifExists, cascade };
}

/** ALTER TABLE … RENAME | ADD COLUMN | DROP COLUMN. */
export function compileAlter(tokens: readonly Token[]): TableChange {
  const reader = new TokenReader(tokens, 1);
  reader.expect("table");
  const table = reader.qualifiedName();
  if (reader.accept("rename")) {
    if (reader.accept("to")) return { kind: "rename table", table, to: reader.name() };
    reader.expect("column");
    const from = reader.name();
    reader.expect("to");
    return { kind: "rename column", table, from, to: reader.name() };
  }
  if (reader.accept("add")) {
    reader.accept("column");
    const column = reader.name();
    const { type, next } = parseDataType(tokens, reader.at);
    reader.at = next;
    if (!reader.atEnd) throw reader.error("only ADD COLUMN name type is supported on the local warehouse");
    return { kind: "add column", table, column, type };
  }
  if (reader.accept("drop")) {
    reader.accept("column");
    return { kind: "drop column", table, column: reader.name() };
  }
  throw reader.error("this ALTER TABLE is not supported on the local warehouse");
}
