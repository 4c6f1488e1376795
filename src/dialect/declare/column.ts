/** One column of a CREATE TABLE or an ADD COLUMN, with its attributes and constraints ("CREATE TABLE" of the Database Developer Guide). */
import { SqlError } from "../../errors.ts";
import { isWord, type Token } from "../lexer.ts";
import { placeOf } from "../place.ts";
import type { Name, QualifiedName, Span } from "../syntax/node.ts";
import type { ColumnAttribute, ColumnDefinition as Syntax } from "../syntax/table.ts";
import type { ColumnDefinition } from "../table-definition.ts";
import { spellTableName } from "../table-name.ts";
import { columnTypeOf } from "../type-of.ts";
import { renderDataType } from "../types.ts";

/** The text that a tree is of. */
interface Source {
  readonly tokens: readonly Token[];
}

/** A column, and what stands with it of the keys of its table. */
export interface DeclaredColumn {
  readonly column: ColumnDefinition;
  readonly distKey: boolean;
  readonly sortKey: boolean;
  readonly primaryKey: boolean;
  readonly unique: boolean;
  readonly references: { readonly table: string; readonly references: readonly string[] } | undefined;
}

/** Compression encodings (Database Developer Guide, "Compression encodings"). */
export const ENCODINGS: readonly string[] =
  "raw az64 bytedict delta delta32k lzo mostly8 mostly16 mostly32 runlength text255 text32k zstd".split(" ");

/**
 * Types of the encodings that have few ("AZ64 encoding", "Mostly encoding", "Text255 and Text32k encodings"; "ALTER TABLE" has AZ64 for
 * those with a time too). The others are for most types, and are taken for all.
 */
const ENCODED: ReadonlyMap<string, string> = new Map([
  ["az64", "smallint integer bigint decimal date time timetz timestamp timestamptz"],
  ["mostly8", "smallint integer bigint decimal"],
  ["mostly16", "integer bigint decimal"],
  ["mostly32", "bigint decimal"],
  ["text255", "varchar"],
  ["text32k", "varchar"],
]);

/** Names that Redshift keeps for itself, since Postgres has system columns of these names. */
const SYSTEM_COLUMNS: readonly string[] = "oid tableoid xmin cmin xmax cmax ctid".split(" ");

/** What one attribute adds; a definition is all of them together. */
type Attribute = Partial<Omit<DeclaredColumn, "column">> &
  Partial<Pick<ColumnDefinition, "notNull" | "defaultSql" | "identity" | "encode">>;

/**
 * Returns what a column declares.
 * @param source the statement that the tree is of
 * @throws SqlError for an attribute that is there twice or does not fit the type, for an encoding that Redshift does not have, for a name
 * that it keeps for itself, and as `columnTypeOf` does.
 */
export function declareColumn(
  { name: own, type: named, attributes }: Syntax,
  source: Source,
): DeclaredColumn {
  const name = own.value;
  if (SYSTEM_COLUMNS.includes(name)) {
    throw new SqlError(`column name "${name}" conflicts with a system column name`, at(own.span, source), {
      sqlState: "42701",
    });
  }
  const type = columnTypeOf(named, at(named.span, source));
  let all: Attribute = {};
  for (const attribute of attributes) {
    const one = read(attribute, source);
    const place = at(attribute.span, source);
    if (Object.keys(one).some((key) => Object.hasOwn(all, key))) {
      const said = wordAt(attribute.span, source);
      throw new SqlError(`column "${name}" has ${said} twice, or contrary to an earlier attribute`, place);
    }
    if (one.identity !== undefined && type.name !== "integer" && type.name !== "bigint") {
      throw new SqlError(`identity column "${name}" must be integer or bigint`, place, {
        sqlState: "0A000",
        next: "declare the column as bigint",
      });
    }
    if (one.encode !== undefined && ENCODED.get(one.encode)?.split(" ").includes(type.name) === false) {
      throw new SqlError(
        `encoding ${one.encode} does not fit columns of type ${renderDataType(type)}`,
        place,
        {
          sqlState: "0A000",
          next: "leave ENCODE out, so that Redshift chooses, or use zstd",
        },
      );
    }
    all = { ...all, ...one };
  }
  const { notNull = false, distKey = false, sortKey = false, primaryKey = false, unique = false } = all;
  const { defaultSql, identity, encode, references } = all;
  const column: ColumnDefinition = {
    name,
    type,
    notNull: notNull || primaryKey || identity !== undefined,
    ...(defaultSql === undefined ? {} : { defaultSql }),
    ...(identity === undefined ? {} : { identity }),
    ...(encode === undefined ? {} : { encode }),
  };
  return { column, distKey, sortKey, primaryKey, unique, references };
}

function read(attribute: ColumnAttribute, source: Source): Attribute {
  switch (attribute.kind) {
    case "not_null":
      return { notNull: true };
    case "null":
      return { notNull: false };
    case "distkey":
      return { distKey: true };
    case "sortkey":
      return { sortKey: true };
    case "unique":
      return { unique: true };
    case "primary_key":
      return { primaryKey: true };
    case "references":
      return { references: referenced(attribute) };
    case "default":
      return { defaultSql: textBehindDefault(attribute, source) };
    case "identity": {
      const { seed, step, byDefault } = attribute;
      return { identity: { seed, step, byDefault } };
    }
    case "encode":
      if (ENCODINGS.includes(attribute.encoding)) return { encode: attribute.encoding };
      throw new SqlError(
        `unknown compression encoding "${attribute.encoding}"`,
        placeOf(source, attribute.span[1] - 1),
        { next: `one of ${ENCODINGS.join(", ")}` },
      );
    case "column_collate":
      if (attribute.caseSensitive) return {};
      throw new SqlError(
        "collation other than case_sensitive is not supported by this project",
        placeOf(source, attribute.span[1] - 1),
        { sqlState: "0A000", next: "compare with lower(…) on both sides" },
      );
  }
}

/** Returns `table (columns)` of a REFERENCES: the name as it is spelled; no columns mean the primary key of that table. */
export function referenced({
  table,
  columns,
}: {
  readonly table: QualifiedName;
  readonly columns: readonly Name[];
}): { readonly table: string; readonly references: readonly string[] } {
  return {
    table: spellTableName(table.parts.map(({ value }) => value)),
    references: columns.map(({ value }) => value),
  };
}

/** What stands after DEFAULT, as it is written, with one blank where there are some, and without comments: a text to keep, which nobody asks here. */
function textBehindDefault({ span: [start, end] }: ColumnAttribute, { tokens }: Source): string {
  const own = tokens.filter((token) => token.start >= start && token.end <= end);
  const value = own.slice(own.findIndex((token) => isWord(token, "default")) + 1);
  return value
    .map((token, index) =>
      token.start > (value[index - 1]?.end ?? token.start) ? ` ${token.text}` : token.text,
    )
    .join("");
}

function at(span: Span, source: Source) {
  return placeOf(source, span[0]);
}

function wordAt(span: Span, { tokens }: Source): string {
  return tokens.find(({ start }) => start === span[0])?.text ?? "";
}
