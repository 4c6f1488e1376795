/** SHOW TABLES, SHOW COLUMNS and SHOW SCHEMAS ("SHOW TABLES", "SHOW COLUMNS", "SHOW SCHEMAS" of the Database Developer Guide). */
import type { Command } from "../../../dialect/syntax/command.ts";
import type { QualifiedName } from "../../../dialect/syntax/node.ts";
import type { Column } from "../../warehouse.ts";
import { fault, type Context } from "../bind/context.ts";
import { ownDatabase, relationNamed, schemaNamed } from "../bind/named-relation.ts";
import { DEFAULT_SCHEMA } from "../default-schema.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { systemSql } from "../system-queries.ts";
import type { Plan } from "./plan.ts";

/** The most rows that may be asked for. */
const MOST_ROWS = 10_000;

/** A command: what it chooses from, and the columns of its result; without a type one is a varchar of 128 bytes. */
interface Listing {
  readonly view: string;
  readonly columns: string;
  /** The column that LIKE is held against. */
  readonly named: string;
  readonly order: string;
}

const LISTINGS: Readonly<Record<string, Listing>> = {
  "show tables": {
    view: "show_tables",
    columns: `database_name schema_name table_name table_type table_acl remarks:256 owner last_altered_time:timestamp
      last_modified_time:timestamp dist_style table_subtype`,
    named: "table_name",
    order: "table_name",
  },
  "show columns": {
    view: "show_columns",
    columns: `database_name schema_name table_name column_name ordinal_position:integer column_default:4000 is_nullable:3 data_type
      character_maximum_length:integer numeric_precision:integer numeric_scale:integer remarks:256 sort_key_type sort_key:integer
      dist_key:integer encoding collation`,
    named: "column_name",
    order: "ordinal_position",
  },
  "show schemas": {
    view: "show_schemas",
    columns: `database_name schema_name schema_owner:integer schema_type schema_acl source_database schema_option:256`,
    named: "schema_name",
    order: "schema_name",
  },
};

/**
 * Returns the rows that the command chooses, in the order of the pages' examples; undefined for another command. What the pages do not say
 * is an error here, so that nobody takes it for an empty list: a schema or a table that is not there.
 * @throws SqlError 0A000 for another database, 42P01 for a table that is not there, 22023 for more rows than there may be.
 */
export function planShow(tree: Command, context: Context): Plan | undefined {
  const listing = Object.hasOwn(LISTINGS, tree.command) ? LISTINGS[tree.command] : undefined;
  if (listing === undefined) return undefined;
  const slots = new Map(
    tree.parts.flatMap((part) => (part.kind === "slot" ? [[part.slot, part.value]] : [])),
  );
  const columns = columnsOf(listing);
  const tests = scope(tree, slots, context);
  const like = slots.get("like");
  if (like?.kind === "string")
    tests.push(`${listing.named} LIKE ${duckLiteral(like.value)} ESCAPE ${duckLiteral("\\")}`);
  const limit = slots.get("limit");
  let most = "";
  if (limit?.kind === "number") {
    if (Number(limit.text) > MOST_ROWS) {
      const what = `LIMIT ${limit.text} is more than ${MOST_ROWS}`;
      throw fault(context, what, limit.span, { sqlState: "22023", next: "narrow the list with LIKE" });
    }
    most = ` LIMIT ${limit.text}`;
  }
  const chosen = columns.map(({ name }) => duckName(name)).join(", ");
  const where = tests.length === 0 ? "" : ` WHERE ${tests.join(" AND ")}`;
  const sql = `SELECT ${chosen} FROM ${systemSql(listing.view)} AS "shown"${where} ORDER BY ${listing.order}${most}`;
  return { kind: "query", command: "SHOW", sql, columns, from: "transaction" };
}

function columnsOf({ columns }: Listing): readonly Column[] {
  return columns.split(/\s+/).map((column) => {
    const [name = "", type = "128"] = column.split(":");
    if (/^\d+$/.test(type)) return { name, type: `character varying(${type})` };
    return { name, type: type === "timestamp" ? "timestamp without time zone" : type };
  });
}

type Slots = ReadonlyMap<string, { readonly kind: string }>;

/** The schema, or the table, that the command names. */
function scope({ command }: Command, slots: Slots, context: Context): string[] {
  const named = (slot: string): QualifiedName => slots.get(slot) as QualifiedName;
  if (command === "show schemas") {
    const { parts, span } = named("database");
    ownDatabase(parts.map(({ value }) => value).join("."), span, context);
    return [];
  }
  if (command === "show tables") {
    return [`schema_name = ${existing(schemaNamed(named("schema"), context))}`];
  }
  const relation = relationNamed(named("table"), context);
  const { schema = DEFAULT_SCHEMA } = relation;
  return [`schema_name = ${duckLiteral(schema)}`, `table_name = ${duckLiteral(relation.name)}`];
}

/** The name of a schema, or an error when the statement runs. */
function existing(schema: string): string {
  const name = duckLiteral(schema);
  const missing = duckLiteral(`[3F000] schema "${schema}" does not exist`);
  return `(SELECT coalesce(max(nspname), error(${missing})) FROM ${systemSql("pg_namespace")} AS "known" WHERE nspname = ${name})`;
}
