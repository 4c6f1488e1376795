/** DROP TABLE, VIEW and SCHEMA. */
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName, type QualifiedName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import { isEmptySchema, tablesOn, viewsOn } from "./dependents.ts";
import { commandResult } from "./command-result.ts";
import type { Relation } from "./bind/relation.ts";
import { sequenceName } from "./ddl.ts";
import { DEFAULT_SCHEMA, localSpelling } from "./default-schema.ts";
import { duckName } from "./quote.ts";
import type { ChangePlan } from "./statement/plan.ts";
import type { TableContext } from "./table-context.ts";

type DropPlan = Extract<ChangePlan, { readonly kind: "drop" }>;

/**
 * Drops what the statement names, and what is known of it; with CASCADE the views on it too. With IF EXISTS what is not there is reported.
 * @throws WarehouseError 42P01 for what is not there, 42809 for what is something else, 2BP01 when something else depends on it: RESTRICT is
 * the default (Developer Guide, "DROP TABLE", "DROP VIEW", "DROP SCHEMA").
 */
export async function dropRelations(context: TableContext, plan: DropPlan): Promise<Result> {
  const notices: string[] = [];
  for (const relation of plan.names) {
    if (plan.what === "schema") await dropSchema(context, plan, relation);
    else if (!(await dropRelation(context, { ...plan, what: plan.what }, relation)))
      notices.push(`${capital(plan.what)} "${relation.name}" does not exist and will be skipped`);
  }
  return commandResult(`DROP ${plan.what.toUpperCase()}`, { notices });
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function dropSchema(
  { connection, catalogue }: TableContext,
  plan: DropPlan,
  { name }: QualifiedName,
): Promise<void> {
  if (!plan.cascade && !(await isEmptySchema(connection, name))) {
    throw new WarehouseError(`cannot drop schema ${name} because other objects depend on it`, {
      sqlState: "2BP01",
      hint: "Use DROP ... CASCADE to drop the dependent objects too.",
    });
  }
  await connection.run(
    `DROP SCHEMA ${plan.ifExists ? "IF EXISTS " : ""}${duckName(name)}${plan.cascade ? " CASCADE" : ""}`,
  );
  await catalogue.forgetSchema(name);
}

/** False for what is not there, and may be missing. */
async function dropRelation(
  context: TableContext,
  plan: DropPlan & { readonly what: "table" | "view" | "materialized view" },
  relation: QualifiedName,
): Promise<boolean> {
  const { connection, catalogue } = context;
  const { what, cascade, names } = plan;
  const found = await findRelation(context, relation);
  if (found === undefined && plan.ifExists) return false;
  if (found === undefined) {
    throw new WarehouseError(`${capital(what)} "${relation.name}" does not exist`, {
      sqlState: "42P01",
      next: "write IF EXISTS where it may be missing",
    });
  }
  if (found.kind !== what) {
    throw new WarehouseError(`"${relation.name}" is not a ${what}`, {
      sqlState: "42809",
      next: `write DROP ${found.kind.toUpperCase()}`,
    });
  }
  if (cascade) await dropViewsOn(context, relation);
  else await refuseUnderOthers(context, { what, relation, names });
  if (found.table === undefined) {
    await dropView(context, relation);
    return true;
  }
  await connection.run(`DROP TABLE ${found.sql}`);
  await catalogue.forget(found.table);
  for (const sequence of sequencesOf(found.table))
    await connection.run(`DROP SEQUENCE IF EXISTS ${sequence}`);
  return true;
}

async function findRelation(
  { catalogue }: TableContext,
  { schema, name }: QualifiedName,
): Promise<Relation | undefined> {
  const temporary = schema === undefined ? catalogue.temporaryRelation(name) : undefined;
  return temporary ?? catalogue.relation({ schema: schema ?? DEFAULT_SCHEMA, name });
}

async function dropViewsOn(context: TableContext, relation: QualifiedName): Promise<void> {
  for (const view of await viewsOn(context.connection, relation)) await dropViewWithThoseAbove(context, view);
}

/** Drops a view, and before it the views that read it. */
export async function dropViewWithThoseAbove(context: TableContext, view: QualifiedName): Promise<void> {
  await dropViewsOn(context, view);
  await dropView(context, view);
}

/** A view WITH NO SCHEMA BINDING is in the catalogue alone; a materialized one is a table. */
async function dropView(context: TableContext, view: QualifiedName): Promise<void> {
  const found = await findRelation(context, view);
  if (found !== undefined && found.late === undefined)
    await context.connection.run(`DROP ${found.kind === "view" ? "VIEW" : "TABLE"} ${found.sql}`);
  await context.catalogue.forgetView(view);
}

/** What goes in the same statement does not count. */
async function refuseUnderOthers(
  { connection, catalogue }: TableContext,
  dropped: {
    readonly what: "table" | "view" | "materialized view";
    readonly relation: QualifiedName;
    readonly names: readonly QualifiedName[];
  },
): Promise<void> {
  const { what, relation } = dropped;
  if (what === "table" && catalogue.isTemporary(localSpelling(relation))) return;
  const going = dropped.names.map(localSpelling);
  const views = (await viewsOn(connection, relation)).map(localSpelling);
  const tables = what === "table" ? await tablesOn(connection, relation) : [];
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
