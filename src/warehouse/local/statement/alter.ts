/** ALTER TABLE and DROP ("ALTER TABLE", "DROP TABLE", "DROP VIEW", "DROP SCHEMA" of the Database Developer Guide). */
import type { Drop } from "../../../dialect/syntax/definition.ts";
import type {
  AlterTable,
  TableAttribute,
  TableChange,
  TableConstraint,
} from "../../../dialect/syntax/table.ts";
import { declareColumn, ENCODINGS, referenced } from "../../../dialect/declare/column.ts";
import type { Statement as Tokens } from "../../../dialect/statements.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import type { QualifiedName } from "../../../dialect/table-name.ts";
import { columnTypeOf } from "../../../dialect/type-of.ts";
import { fault, type Context } from "../bind/context.ts";
import { relationNamed, relationNameOf, schemaNamed } from "../bind/named-relation.ts";
import { defaultSql } from "./assign.ts";
import { declaredKeys } from "./create.ts";
import { mustHaveKey } from "./foreign-key.ts";
import type { ChangePlan, ConstraintChange, Plan } from "./plan.ts";
import { catalogueName, columnOf, targetOf, type Target } from "./target.ts";

type Added = Extract<ConstraintChange, { readonly kind: "add constraint" }>;

/** Returns a DROP; what is not there has the name that would be looked for first. */
export function planDrop(syntax: Drop, context: Context): Plan {
  const names = syntax.names.map((name): QualifiedName => {
    if (syntax.object === "schema") return { schema: undefined, name: schemaNamed(name, context) };
    const own = relationNameOf(name, context);
    const found = context.relations.find(own);
    return catalogueName(found ?? { schema: own.schema ?? context.session.searchPath[0], name: own.name });
  });
  return {
    kind: "drop",
    what: syntax.object,
    names,
    ifExists: syntax.ifExists,
    cascade: syntax.behavior === "cascade",
  };
}

/** Returns an ALTER TABLE. @throws SqlError for a change that Redshift does not make, or this warehouse does not. */
export function planAlter(syntax: AlterTable, statement: Tokens, context: Context): Plan {
  const [first] = syntax.changes;
  if (first?.kind === "rename_table") {
    return {
      kind: "rename table",
      table: catalogueName(relationNamed(syntax.table, context)),
      to: first.to.value,
    };
  }
  if (first?.kind === "security") {
    const what = `${first.of.toUpperCase()} is not supported on the local warehouse`;
    throw fault(context, what, first.span, { sqlState: "0A000", next: "write the condition into a view" });
  }
  if (first?.kind === "owner") {
    relationNamed(syntax.table, context);
    return { kind: "nothing", command: "ALTER TABLE" };
  }
  const target = targetOf(syntax.table, context);
  const redeclared = redeclaration(syntax.changes, target, context);
  if (redeclared !== undefined) return redeclared;
  if (first === undefined) return { kind: "nothing", command: "ALTER TABLE" };
  return planChange(first, target, statement, context);
}

function planChange(change: TableChange, target: Target, statement: Tokens, context: Context): Plan {
  const table = catalogueName(target.relation);
  switch (change.kind) {
    case "add_column": {
      const { column } = declareColumn(change.column, statement);
      refuseAdded(column, change.column.name, context);
      const sql = defaultSql(column, context);
      return {
        kind: "add column",
        table,
        column,
        defaults: new Map(sql === undefined ? [] : [[column.name, sql]]),
      };
    }
    case "drop_column":
      return {
        kind: "drop column",
        table,
        column: columnOf(target, change.column, context).name,
        cascade: change.behavior === "cascade",
      };
    case "rename_column":
      return {
        kind: "rename column",
        table,
        from: columnOf(target, change.column, context).name,
        to: change.to.value,
      };
    case "alter_type": {
      const { name } = columnOf(target, change.column, context);
      return {
        kind: "retype column",
        table,
        column: name,
        type: columnTypeOf(change.type, context.position(change.type.span[0])),
      };
    }
    case "append": {
      const from = targetOf(change.source, context);
      return { kind: "append", table, source: catalogueName(from.relation), extra: change.extra };
    }
    case "add_constraint":
      return { kind: "add constraint", table, key: addedKey(change.constraint, target, context) };
    case "drop_constraint":
      // CASCADE would drop the foreign keys of others: not done here, where a key that they need is refused instead.
      if (change.behavior !== "cascade") return { kind: "drop constraint", table, name: change.name.value };
      throw fault(context, "DROP CONSTRAINT … CASCADE is not supported on the local warehouse", change.span, {
        sqlState: "0A000",
        next: "drop the foreign keys that need the key first, then the key without CASCADE",
      });
    default:
      throw fault(context, "this ALTER TABLE is not supported on the local warehouse", change.span, {
        sqlState: "0A000",
      });
  }
}

function addedKey(
  { columns, form, references }: TableConstraint,
  { table }: Target,
  context: Context,
): Added["key"] {
  const names = columns.map(({ value }) => value);
  if (form === "primary key") return { primaryKey: names };
  if (references === undefined) return { uniqueKey: names };
  const meant = mustHaveKey({ columns, references }, table, context);
  return { foreignKey: { columns: names, ...referenced(references), table: meant } };
}

/** A column that is added has no identity, and NOT NULL only with a default ("ALTER TABLE"). */
function refuseAdded(
  column: ColumnDefinition,
  at: { readonly span: readonly [number, number] },
  context: Context,
): void {
  if (column.identity !== undefined) {
    throw fault(context, "an identity column cannot be added to a table", at.span, {
      sqlState: "0A000",
      next: "create a table with it, and INSERT … SELECT the rows",
    });
  }
  if (!column.notNull || (column.defaultSql !== undefined && !/^null$/i.test(column.defaultSql))) return;
  throw fault(
    context,
    "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression",
    at.span,
    {
      sqlState: "0A000",
      next: "add DEFAULT with a value",
    },
  );
}

/** Changes of what only the catalogue keeps, together. @throws SqlError for what stands there twice, and is not an encoding */
function redeclaration(
  changes: readonly TableChange[],
  target: Target,
  context: Context,
): ChangePlan | undefined {
  const table = catalogueName(target.relation);
  const attributes: TableAttribute[] = [];
  const encodings = new Map<string, string>();
  for (const change of changes) {
    if (change.kind === "alter_attribute") attributes.push(change.attribute);
    else if (change.kind === "alter_encode") {
      const { name } = columnOf(target, change.column, context);
      if (encodings.has(name))
        throw fault(context, `column "${name}" is altered twice in one command`, change.span, {
          sqlState: "0A000",
        });
      if (!ENCODINGS.includes(change.encoding))
        throw fault(context, `unknown compression encoding "${change.encoding}"`, change.span, {
          sqlState: "42601",
          next: `one of ${ENCODINGS.join(", ")}`,
        });
      encodings.set(name, change.encoding);
    } else return undefined;
  }
  const keys = declaredKeys(attributes);
  const plain =
    keys.distStyle !== undefined && keys.distStyle !== "key" ? { ...keys, distKey: undefined } : keys;
  return { kind: "redeclare", table, keys: plain, encodings };
}
