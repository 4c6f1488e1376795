/** DROP TABLE, VIEW and SCHEMA. */
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName } from "../../dialect/table-name.ts";
import type { Result } from "../warehouse.ts";
import { commandResult } from "./command-result.ts";
import type { TableChange } from "./compile-change.ts";
import { sequenceName } from "./ddl.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import { duckName, duckTable } from "./rewrite/quote.ts";
import type { TableContext } from "./table-context.ts";

/** Drops what the statement names, and what is known of it. */
export async function dropRelations(
  { connection, catalogue }: TableContext,
  { what, names, ifExists, cascade }: Extract<TableChange, { readonly kind: "drop" }>,
): Promise<Result> {
  for (const relation of names) {
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

/** What gave the identity columns of a table their values; those of a temporary table end with the session. */
function sequencesOf(table: TableDefinition): readonly string[] {
  if (table.temporary) return [];
  const { schema = DEFAULT_SCHEMA, name } = parseTableName(table.name);
  return table.columns
    .filter(({ identity }) => identity !== undefined)
    .map((column) => sequenceName(schema, name, column.name));
}
