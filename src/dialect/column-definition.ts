/** One column of a CREATE TABLE, with its attributes and constraints. */
import { SqlError } from "../errors.ts";
import { isSymbol, isWord, type Token } from "./lexer.ts";
import type { ColumnDefinition } from "./table-definition.ts";
import { spellQualifiedName } from "./table-name.ts";
import type { TokenReader } from "./token-reader.ts";
import { parseDataType } from "./types.ts";

/** A column definition as it is read: the column, and what it says of the keys of its table. */
export interface ReadColumn {
  readonly column: ColumnDefinition;
  readonly distKey: boolean;
  readonly sortKey: boolean;
  readonly primaryKey: boolean;
  readonly unique: boolean;
  readonly references: { readonly table: string; readonly references: readonly string[] } | undefined;
}

/** Compression encodings (Database Developer Guide, "Compression encodings"). */
export const ENCODINGS = [
  "raw",
  "az64",
  "bytedict",
  "delta",
  "delta32k",
  "lzo",
  "mostly8",
  "mostly16",
  "mostly32",
  "runlength",
  "text255",
  "text32k",
  "zstd",
];

/** Names that Redshift keeps for itself, since Postgres has system columns of these names. */
const SYSTEM_COLUMNS = ["oid", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

/** Words at which a default expression ends. */
const ATTRIBUTES = [
  "identity",
  "generated",
  "encode",
  "distkey",
  "sortkey",
  "collate",
  "not",
  "null",
  "unique",
  "primary",
  "references",
  "constraint",
  "check",
];

/** What one attribute adds; a definition is all of them together. */
type Attribute = Partial<Omit<ReadColumn, "column">> &
  Partial<Pick<ColumnDefinition, "notNull" | "defaultSql" | "identity" | "encode">>;

/**
 * Reads a column definition, up to its comma or closing bracket.
 * @throws SqlError for an attribute that Redshift does not have, is there twice, or does not fit the type.
 */
export function readColumn(reader: TokenReader): ReadColumn {
  const head = reader.peek();
  const name = reader.name();
  if (head !== undefined && SYSTEM_COLUMNS.includes(name)) {
    throw new SqlError(`column name "${name}" conflicts with a system column name`, head, {
      sqlState: "42701",
    });
  }
  const { type, next } = parseDataType(reader.tokens, reader.at);
  reader.at = next;
  let all: Attribute = {};
  while (!reader.atEnd && !isSymbol(reader.peek(), ",") && !isSymbol(reader.peek(), ")")) {
    const start = reader.peek() as Token;
    const attribute = readAttribute(reader);
    const twice = Object.keys(attribute).some((key) => Object.hasOwn(all, key));
    if (twice)
      throw new SqlError(`column "${name}" says ${start.text} twice, or against something before it`, start);
    if (attribute.identity !== undefined && type.name !== "integer" && type.name !== "bigint") {
      throw new SqlError(`identity column "${name}" must be integer or bigint`, start, {
        sqlState: "0A000",
        next: "declare the column as bigint",
      });
    }
    all = { ...all, ...attribute };
  }
  const {
    notNull = false,
    distKey = false,
    sortKey = false,
    primaryKey = false,
    unique = false,
    references,
    ...rest
  } = all;
  const column = { name, type, notNull: notNull || primaryKey || rest.identity !== undefined, ...rest };
  return { column, distKey, sortKey, primaryKey, unique, references };
}

function readAttribute(reader: TokenReader): Attribute {
  // Postgres' grammar lets a constraint have a name; Redshift does nothing with it.
  if (reader.accept("constraint")) reader.name();
  if (reader.accept("not", "null")) return { notNull: true };
  if (reader.accept("null")) return { notNull: false };
  if (reader.accept("distkey")) return { distKey: true };
  if (reader.accept("sortkey")) return { sortKey: true };
  if (reader.accept("unique")) return { unique: true };
  if (reader.accept("primary", "key")) return { primaryKey: true };
  if (reader.accept("references")) return { references: readReference(reader) };
  if (reader.accept("default")) return { defaultSql: readExpression(reader) };
  if (reader.accept("identity")) return { identity: { ...readSeed(reader), byDefault: false } };
  if (reader.accept("generated", "by", "default", "as", "identity")) {
    return { identity: { ...readSeed(reader), byDefault: true } };
  }
  if (reader.accept("encode")) return { encode: readEncoding(reader) };
  if (reader.accept("collate")) {
    if (reader.acceptOne("case_sensitive", "cs") !== undefined) return {};
    throw new SqlError("collation other than case_sensitive is not supported by this project", at(reader), {
      sqlState: "0A000",
      next: "compare with lower(…) on both sides",
    });
  }
  throw reader.error();
}

/**
 * Reads `table [(column, …)]` behind REFERENCES: returns the table's name as it is spelled, and the columns, none of
 * which mean the primary key of that table.
 */
export function readReference(reader: TokenReader): {
  readonly table: string;
  readonly references: readonly string[];
} {
  const table = spellQualifiedName(reader.qualifiedName());
  return { table, references: isSymbol(reader.peek(), "(") ? reader.nameList() : [] };
}

function readSeed(reader: TokenReader): { readonly seed: number; readonly step: number } {
  reader.expectSymbol("(");
  const seed = reader.integer();
  reader.expectSymbol(",");
  const step = reader.integer();
  reader.expectSymbol(")");
  return { seed, step };
}

function readEncoding(reader: TokenReader): string {
  const position = at(reader);
  const encoding = reader.name();
  if (ENCODINGS.includes(encoding)) return encoding;
  throw new SqlError(`unknown compression encoding "${encoding}"`, position, {
    next: `one of ${ENCODINGS.join(", ")}`,
  });
}

/** The source of the expression; its first token belongs to it whatever it is, as in DEFAULT NULL. */
function readExpression(reader: TokenReader): string {
  let text = "";
  let end: number | undefined;
  while (!reader.atEnd && !isSymbol(reader.peek(), ",") && !isSymbol(reader.peek(), ")")) {
    if (end !== undefined && isWord(reader.peek(), ...ATTRIBUTES)) break;
    const from = reader.at;
    if (isSymbol(reader.peek(), "(")) reader.group();
    else reader.take();
    for (const token of reader.tokens.slice(from, reader.at)) {
      text += end !== undefined && token.start > end ? ` ${token.text}` : token.text;
      end = token.end;
    }
  }
  if (end === undefined) throw reader.error();
  return text;
}

function at(reader: TokenReader): Token {
  const token = reader.peek();
  if (token === undefined) throw reader.error();
  return token;
}
