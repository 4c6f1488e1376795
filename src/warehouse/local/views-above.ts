/** The views above a table, when its name or its columns change ("ALTER TABLE" of the Database Developer Guide). */
import type { DuckDBConnection } from "@duckdb/node-api";
import { parseScript } from "../../dialect/parse/parse.ts";
import { quoteName } from "../../dialect/quote.ts";
import type { Name } from "../../dialect/syntax/node.ts";
import { nodesWithin, type Node } from "../../dialect/syntax/walk.ts";
import type { QualifiedName } from "../../dialect/table-name.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import { duckLiteral, duckName, duckTable } from "./quote.ts";

/** A view that reads the table itself. */
interface ViewAbove {
  readonly view: QualifiedName & { readonly schema: string };
  /** The names of its columns. */
  readonly columns: readonly string[];
  /** Redshift's text of its query. */
  readonly query: string;
  /** DuckDB's text; null for a materialized view, which is a table there. */
  readonly sql: string | null;
}

async function viewsAbove(connection: DuckDBConnection, table: QualifiedName): Promise<readonly ViewAbove[]> {
  const { schema = DEFAULT_SCHEMA, name } = table;
  const reader = await connection.runAndReadAll(
    `SELECT v.schema_name, v.view_name, v.columns, v.query, d.sql FROM _redshift.views v LEFT JOIN duckdb_views() d ON d.schema_name =
      v.schema_name AND d.view_name = v.view_name WHERE (v.schema_name, v.view_name) IN (SELECT (schema_name, view_name) FROM
      _redshift.view_reads WHERE on_schema = ${duckLiteral(schema)} AND on_name = ${duckLiteral(name)}) ORDER BY ALL`,
  );
  return (reader.getRows() as [string, string, string, string, string | null][]).map(
    ([viewSchema, view, columns, query, sql]) => ({
      view: { schema: viewSchema, name: view },
      columns: (JSON.parse(columns) as { readonly name: string }[]).map((column) => column.name),
      query,
      sql,
    }),
  );
}

/**
 * Returns the views whose queries name a column of the table, or one of that name of another table that they read; a `*` names those
 * that the view shows.
 */
export async function viewsOfColumn(
  connection: DuckDBConnection,
  table: QualifiedName,
  column: string,
): Promise<readonly QualifiedName[]> {
  const above = await viewsAbove(connection, table);
  return above.filter((view) => names(view, column)).map(({ view }) => view);
}

function names({ query, columns }: ViewAbove, column: string): boolean {
  return nodesOf(query).some(
    (node) =>
      (node.kind === "name" && node.value === column) || (node.kind === "star" && columns.includes(column)),
  );
}

/** Makes the views read the relation by its new name, since a view reads the table and not its name; the relation has it already. */
export async function renameUnderViews(
  connection: DuckDBConnection,
  { schema = DEFAULT_SCHEMA, name }: QualifiedName,
  to: string,
): Promise<void> {
  for (const { view, query, sql } of await viewsAbove(connection, { schema, name })) {
    const own = `WHERE schema_name = ${duckLiteral(view.schema)} AND view_name = ${duckLiteral(view.name)}`;
    const statements = [
      `UPDATE _redshift.views SET query = ${duckLiteral(withName(query, { schema, name }, to))} ${own}`,
      `UPDATE _redshift.view_reads SET on_name = ${duckLiteral(to)} ${own} AND on_schema = ${duckLiteral(schema)} AND on_name = ${duckLiteral(name)}`,
    ];
    // Every relation has its alias after it in DuckDB's text, which writes names with quotes or without.
    const spelled = [schema, name].map((part) => `(?:${[duckName(part), part].map(asItStands).join("|")})`);
    if (sql !== null) {
      const anew = sql.replaceAll(new RegExp(`${spelled.join("\\.")}(?= AS )`, "g"), () =>
        duckTable({ schema, name: to }),
      );
      statements.unshift(`DROP VIEW ${duckTable(view)}`, anew);
    }
    for (const statement of statements) await connection.run(statement);
  }
}

function asItStands(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

function withName(query: string, { schema, name }: QualifiedName, to: string): string {
  const named = nodesOf(query).flatMap((node) => {
    if (node.kind !== "table") return [];
    const { parts } = node.name;
    const own = parts.at(-1) as Name;
    const other = parts.length > 1 && parts.at(-2)?.value !== schema;
    return own.value !== name || other ? [] : [{ span: own.span, bare: node.alias === undefined }];
  });
  let text = query;
  for (const { span, bare } of named.toReversed()) {
    // The columns of the query go on naming it as they did.
    const alias = bare ? ` as ${quoteName(name)}` : "";
    text = `${text.slice(0, span[0])}${quoteName(to)}${alias}${text.slice(span[1])}`;
  }
  return text;
}

function nodesOf(query: string): readonly Node[] {
  return parseScript(query).flatMap((statement) => nodesWithin(statement));
}
