/** DROP TABLE, VIEW and SCHEMA. */
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName, type QualifiedName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import { commandResult } from "./command-result.ts";
import type { TableChange } from "./compile-change.ts";
import { sequenceName } from "./ddl.ts";
import { DEFAULT_SCHEMA, localSpelling } from "./default-schema.ts";
import { duckName, duckTable } from "./rewrite/quote.ts";
import type { TableContext } from "./table-context.ts";

/**
 * Drops what the statement names, and what is known of it; with CASCADE the views on it too.
 * @throws WarehouseError 2BP01 when something else depends on it: RESTRICT is the default (Developer Guide, "DROP TABLE", "DROP VIEW").
 */
export async function dropRelations(
  context: TableContext,
  { what, names, ifExists, cascade }: Extract<TableChange, { readonly kind: "drop" }>,
): Promise<Result> {
  const { connection, catalogue } = context;
  for (const relation of names) {
    if (what !== "schema") {
      if (cascade) await dropViewsOn(context, relation);
      else await refuseUnderOthers(context, { what, relation, names });
    }
    if (what === "view") await catalogue.forgetView(relation);
    const definition = what === "table" ? await catalogue.find(relation) : undefined;
    const name = what === "schema" ? duckName(relation.name) : duckTable(relation);
    await connection.run(
      `DROP ${what.toUpperCase()} ${ifExists ? "IF EXISTS " : ""}${name}${cascade ? " CASCADE" : ""}`,
    );
    if (what === "schema") await catalogue.forgetSchema(relation.name);
    if (definition === undefined) continue;
    await catalogue.forget(definition);
    for (const sequence of sequencesOf(definition))
      await connection.run(`DROP SEQUENCE IF EXISTS ${sequence}`);
  }
  return commandResult(`DROP ${what.toUpperCase()}`);
}

async function dropViewsOn(context: TableContext, relation: QualifiedName): Promise<void> {
  for (const view of await context.catalogue.viewsOn(relation)) {
    await dropViewsOn(context, view);
    await context.connection.run(`DROP VIEW IF EXISTS ${duckTable(view)}`);
    await context.catalogue.forgetView(view);
  }
}

/** What goes in the same statement does not count. */
async function refuseUnderOthers(
  { catalogue }: TableContext,
  dropped: {
    readonly what: "table" | "view";
    readonly relation: QualifiedName;
    readonly names: readonly QualifiedName[];
  },
): Promise<void> {
  const { what, relation } = dropped;
  if (what === "table" && catalogue.isTemporary(localSpelling(relation))) return;
  const going = dropped.names.map(localSpelling);
  const views = (await catalogue.viewsOn(relation)).map(localSpelling);
  const tables = what === "table" ? await catalogue.tablesOn(relation) : [];
  const [other] = [...views, ...tables].filter((name) => !going.includes(name));
  if (other === undefined) return;
  throw new WarehouseError(`cannot drop ${what} ${relation.name} because other objects depend on it`, {
    sqlState: "2BP01",
    hint: "Use DROP ... CASCADE to drop the dependent objects too.",
    next: "drop the view or the foreign key that keeps it first; a view WITH NO SCHEMA BINDING depends on nothing",
  });
}

/** What gave the identity columns of a table their values; those of a temporary table end with the session. */
function sequencesOf(table: TableDefinition): readonly string[] {
  if (table.temporary) return [];
  const { schema = DEFAULT_SCHEMA, name } = parseTableName(table.name);
  return table.columns
    .filter(({ identity }) => identity !== undefined)
    .map((column) => sequenceName(schema, name, column.name));
}
