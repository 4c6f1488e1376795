/** Tables and views by their names. */
import type { QualifiedName } from "../../../dialect/syntax/node.ts";
import { fault, type Context } from "./context.ts";
import type { Relation, RelationName } from "./relation.ts";

/** Returns the schema and the name that a name tells; the database may stand before them. @throws SqlError 0A000 for another database. */
export function relationNameOf({ parts, span }: QualifiedName, context: Context): RelationName {
  const [name, schema, database] = parts.map(({ value }) => value).reverse();
  if (parts.length > 3)
    throw fault(context, "improper qualified name (too many dotted names)", span, { sqlState: "42601" });
  ownDatabase(database, span, context);
  return { schema, name: name as string };
}

/** Returns the name of a schema; the database may stand before it. @throws SqlError 0A000 for another database. */
export function schemaNamed({ parts, span }: QualifiedName, context: Context): string {
  const [name, database] = parts.map(({ value }) => value).reverse();
  if (parts.length > 2)
    throw fault(context, "improper qualified name (too many dotted names)", span, { sqlState: "42601" });
  ownDatabase(database, span, context);
  return name as string;
}

/** Does nothing for the database that there is. @throws SqlError 0A000 for another one. */
export function ownDatabase(
  database: string | undefined,
  span: QualifiedName["span"],
  context: Context,
): void {
  if (database === undefined || database === context.session.database) return;
  throw fault(context, `cross-database references are not supported: "${database}"`, span, {
    sqlState: "0A000",
    next: `the local warehouse has one database, ${context.session.database}`,
  });
}

/** Returns the relation. @throws SqlError 42P01 where there is none. */
export function relationNamed(syntax: QualifiedName, context: Context): Relation {
  const name = relationNameOf(syntax, context);
  const found = context.relations.find(name);
  if (found !== undefined) return found;
  const isSystems =
    SYSTEM_SCHEMAS.has(name.schema ?? "") || /^(?:pg|st[lv]|svv|svl|svcs|sys)_/.test(name.name);
  const shown = syntax.parts.map(({ value }) => value).join(".");
  throw fault(context, `relation "${shown}" does not exist`, syntax.span, {
    sqlState: "42P01",
    next: isSystems
      ? "Redshift's catalogue is that of PostgreSQL 8.0, and lacks much of newer ones; docs/serve.md says which parts exist here"
      : "check the name and the schema: select * from svv_tables lists the tables",
  });
}

const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set(["pg_catalog", "information_schema"]);
