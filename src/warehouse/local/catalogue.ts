/**
 * What was declared of the tables that a session sees, since DuckDB keeps neither lengths nor keys. That of the warehouse's
 * tables is stored in schema `_redshift` and changes with the session's transaction; that of temporary tables is kept here.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName, type QualifiedName } from "../../dialect/table-name.ts";
import { renderDataType } from "../../dialect/types.ts";
import { WarehouseError } from "../../errors.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import { describeRelation } from "./describe-relation.ts";
import { Lookups } from "./lookups.ts";
import type { Relation, RelationName } from "./bind/relation.ts";
import { duckLiteral, duckName, setVariable } from "./quote.ts";
import type { CreateViewPlan } from "./statement/plan.ts";
import { partsOf, storeStatements } from "./store-definition.ts";
import {
  olderView,
  readStored,
  relationOf,
  storedRelation,
  whereNamed,
  type StoredName,
} from "./stored-relations.ts";
import { toldColumns } from "./told-columns.ts";

/** The catalogue as one session sees it. */
export class Catalogue {
  private readonly connection: DuckDBConnection;
  /** By the bare name; never changed in place, so that a rollback can bring the committed ones back. */
  private temporary: ReadonlyMap<string, TableDefinition> = new Map();
  private committed = this.temporary;
  /** Those that DuckDB was told of. */
  private told = this.temporary;
  /** What is known of system tables, which nobody changes. */
  private readonly system: Map<string, Relation>;
  private readonly lookups = new Lookups();
  private readonly hasOlderViews: boolean;

  /** @param hasOlderViews whether the file may hold views of a version that did not keep them in the catalogue */
  constructor(
    connection: DuckDBConnection,
    system: Map<string, Relation> = new Map(),
    hasOlderViews: boolean = false,
  ) {
    this.connection = connection;
    this.system = system;
    this.hasOlderViews = hasOlderViews;
  }

  /** Whether a name, as `localSpelling` spells it, is that of a temporary table of this session. */
  isTemporary(table: string): boolean {
    const { schema, name } = parseTableName(table);
    return schema === undefined && this.temporary.has(name);
  }

  /** Returns a table's definition; undefined for a table that nobody declared. A temporary table hides one of the warehouse's. */
  async find({ schema, name }: QualifiedName): Promise<TableDefinition | undefined> {
    const own = schema === undefined ? this.temporary.get(name) : undefined;
    if (own !== undefined) return own;
    const relation = await this.relation({ schema: schema ?? DEFAULT_SCHEMA, name });
    return relation?.table;
  }

  /** Returns a temporary table of this session. */
  temporaryRelation(name: string): Relation | undefined {
    const table = this.temporary.get(name);
    return table && relationOf(table, { schema: undefined, name }, `"temp"."main".${duckName(name)}`);
  }

  /** Returns a table or a view of a schema. */
  relation(name: StoredName): Promise<Relation | undefined> {
    return this.lookups.of(["relation", name.schema, name.name], async () => {
      const stored = await this.lookups.of(["stored"], () => readStored(this.connection));
      const relation = storedRelation(name, stored);
      if (relation !== undefined || !this.hasOlderViews) return relation;
      return olderView(this.connection, name);
    });
  }

  /** Returns what nobody declared: a system table or view; its columns have the types that DuckDB says. */
  async describedRelation(
    name: RelationName & { readonly schema: string },
    sql: string,
  ): Promise<Relation | undefined> {
    const known = this.system.get(sql);
    if (known !== undefined) return known;
    const relation = await describeRelation(this.connection, name, sql);
    if (relation !== undefined) this.system.set(sql, relation);
    return relation;
  }

  /** Returns a table's definition. @throws WarehouseError 42P01 when there is no table of that name. */
  async get(name: QualifiedName): Promise<TableDefinition> {
    const definition = await this.find(name);
    if (definition !== undefined) return definition;
    throw new WarehouseError(`relation "${name.name}" does not exist`, {
      sqlState: "42P01",
      next: "check its name and its schema: select * from svv_tables",
    });
  }

  /** Keeps the definition of a table that has none yet. */
  async remember(definition: TableDefinition): Promise<void> {
    const parts = parseTableName(definition.name);
    if (definition.temporary) {
      this.temporary = new Map([...this.temporary, [parts.name, definition]]);
      return;
    }
    await this.run(storeStatements(parts, definition));
  }

  /** Forgets a definition; one that is not there is not an error. */
  async forget(definition: TableDefinition): Promise<void> {
    const parts = parseTableName(definition.name);
    if (definition.temporary) {
      this.temporary = new Map([...this.temporary].filter(([name]) => name !== parts.name));
      return;
    }
    await this.run([
      `DELETE FROM _redshift.tables ${whereNamed("schema_name", "table_name", parts)}`,
      `DELETE FROM _redshift.columns ${whereNamed("schemaname", "tablename", parts)}`,
    ]);
  }

  /** Puts a definition in the place of another one, whose name may be another. */
  async replace(before: TableDefinition, after: TableDefinition): Promise<void> {
    await this.forget(before);
    await this.remember(after);
  }

  /** Forgets all tables of a schema that is dropped. */
  async forgetSchema(schema: string): Promise<void> {
    await this.run([
      `DELETE FROM _redshift.tables WHERE schema_name = ${duckLiteral(schema)}`,
      `DELETE FROM _redshift.columns WHERE schemaname = ${duckLiteral(schema)}`,
      `DELETE FROM _redshift.view_reads WHERE schema_name = ${duckLiteral(schema)}`,
      `DELETE FROM _redshift.views WHERE schema_name = ${duckLiteral(schema)}`,
    ]);
  }

  /** Keeps a view: its columns, its query in Redshift's words, and what it reads, tables and views. */
  async rememberView({ view, form, columns, source, reads, keys }: CreateViewPlan): Promise<void> {
    const named = columns.map((column) => ({ ...column, told: renderDataType(column.type) }));
    const told = [...partsOf(view), form, JSON.stringify(named), source, JSON.stringify(keys)]
      .map(duckLiteral)
      .join(", ");
    await this.run([`INSERT INTO _redshift.views VALUES (${told})`]);
    const rows = reads.map((read) => `(${[...partsOf(view), ...partsOf(read)].map(duckLiteral).join(", ")})`);
    await this.run(rows.map((row) => `INSERT INTO _redshift.view_reads VALUES ${row}`));
  }

  /** Forgets a view and what it reads. */
  async forgetView(view: QualifiedName): Promise<void> {
    await this.run([
      `DELETE FROM _redshift.views ${whereNamed("schema_name", "view_name", view)}`,
      `DELETE FROM _redshift.view_reads ${whereNamed("schema_name", "view_name", view)}`,
    ]);
  }

  /** Gives a view another name; what reads it is told by renameUnderViews. */
  async renameView(view: QualifiedName, to: string): Promise<void> {
    const name = duckLiteral(to);
    await this.run([
      `UPDATE _redshift.views SET view_name = ${name} ${whereNamed("schema_name", "view_name", view)}`,
      `UPDATE _redshift.view_reads SET view_name = ${name} ${whereNamed("schema_name", "view_name", view)}`,
    ]);
  }

  /**
   * Tells DuckDB of the temporary tables, for the views of the catalogue: they are in a schema that the session has to itself,
   * `pg_temp_nnn` (Developer Guide, "search_path").
   */
  async tellTemporary(sessionId: number): Promise<void> {
    if (this.told === this.temporary) return;
    const tables = [...this.temporary].map(([name, table]) => ({
      schema_name: `pg_temp_${sessionId}`,
      table_name: name,
      definition: JSON.stringify(table),
      columns: toldColumns(table),
    }));
    await this.connection.run(setVariable("redshift_temporary", JSON.stringify(tables)));
    this.told = this.temporary;
  }

  /** A transaction begins. */
  begin(): void {
    this.lookups.begin();
  }

  /** The transaction was committed: what was made temporary stays. What is stored was committed with it. */
  commit(): void {
    this.committed = this.temporary;
    this.lookups.end();
  }

  /** The transaction was rolled back: the temporary tables are again what they were. What is stored was rolled back with it. */
  rollback(): void {
    this.temporary = this.committed;
    this.lookups.end();
  }

  /** Changes what is stored, after every change that is made past this class (views-above.ts): what was looked up counts no more. */
  private async run(statements: readonly string[]): Promise<void> {
    this.lookups.forget();
    if (statements.length > 0) await this.connection.run(statements.join(";\n"));
  }
}
