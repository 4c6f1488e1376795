/** COPY from JSON, as Redshift does it: all objects or nothing, errors counted and kept. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnDefinition, TableDefinition } from "../../../dialect/table-definition.ts";
import { WarehouseError } from "../../../errors.ts";
import type { Store } from "../../../sources/store.ts";
import { duckType } from "../rewrite/data-type.ts";
import { duckName } from "../rewrite/quote.ts";
import { loadBulk } from "./bulk.ts";
import { converterOf } from "./convert.ts";
import { loadExactly, type Target } from "./exact.ts";
import { writeLoadLog, type LoadedFile, type LoadRecord, type RejectedRow } from "./load-log.ts";
import { mappingOf } from "./mapping.ts";
import { listObjects } from "./objects.ts";
import type { CopyCommand } from "./options.ts";

export interface CopyContext {
  /** The session's connection, inside its transaction. */
  readonly connection: DuckDBConnection;
  /** Another one, whose rows survive a rollback. */
  readonly log: DuckDBConnection;
  readonly store: Store;
  readonly table: TableDefinition;
  /** The table's quoted name in DuckDB. */
  readonly duckTable: string;
  readonly queryId: number;
  readonly transactionId: number;
  readonly sessionId: number;
  readonly database: string;
  readonly now: () => Date;
}

/** What a COPY said. */
export interface Copied {
  readonly loaded: number;
  readonly notices: string[];
}

/**
 * Loads all objects.
 * @throws WarehouseError XX000 when the errors reach MAXERROR, when an object is missing, or when the command does not fit the table.
 */
export async function executeCopy(copy: CopyCommand, context: CopyContext): Promise<Copied> {
  const startedAt = context.now();
  const columns = columnsOf(copy, context.table);
  const objects = await listObjects(copy, context.store);
  const bulk = await loadBulk(objects, copy, columns, context);
  const mapping = await mappingOf(
    copy,
    columns.map(({ name }) => name),
    context.store,
  );
  const staging = `copy_${context.queryId}`;
  const textColumns = columns.map(({ name }) => `${duckName(name)} VARCHAR`);
  await context.connection.run(`CREATE TEMP TABLE ${staging} (${textColumns.join(", ")})`);
  const appender = await context.connection.createAppender(staging, "main", "temp");
  const target: Target = {
    copy,
    columns,
    mapping,
    converts: columns.map((column) => converterOf(column, copy)),
    appender,
  };

  const files: LoadedFile[] = [...bulk.files];
  const rejected: RejectedRow[] = [];
  const reject = (row: RejectedRow): boolean => {
    rejected.push(row);
    return rejected.length < copy.maxErrors;
  };
  for (const object of bulk.rest) {
    if (rejected.length >= copy.maxErrors) break;
    files.push(await loadExactly(object, context.store, target, reject));
  }
  appender.closeSync();
  const failed = rejected.length >= copy.maxErrors;
  const moved = failed || copy.dryRun ? 0 : await moveRows(context, columns, staging);
  const loaded = failed ? 0 : moved + bulk.files.reduce((sum, { rows }) => sum + rows, 0);
  await context.connection.run(`DROP TABLE ${staging}`);
  const { queryId, transactionId, sessionId, database, table } = context;
  const record: LoadRecord = {
    queryId,
    transactionId,
    sessionId,
    database,
    table: table.name,
    source: copy.from,
    startedAt,
    endedAt: context.now(),
    status: failed ? "aborted" : "completed",
    loadedRows: loaded,
    files,
    rejected,
  };
  await writeLoadLog(context.log, record);
  if (failed) throw loadFailed(table.name);
  const notices = [`Load into table '${table.name}' completed, ${loaded} record(s) loaded successfully.`];
  if (rejected.length > 0) {
    notices.push(
      `Load into table '${table.name}' completed, ${rejected.length} record(s) could not be loaded.  Check 'stl_load_errors' system table for details.`,
    );
  }
  return { loaded, notices };
}

/** The columns that the rows are for: those of the list, else all but the identity. */
function columnsOf(copy: CopyCommand, table: TableDefinition): readonly ColumnDefinition[] {
  const identity = (column: ColumnDefinition): boolean =>
    column.identity !== undefined && !copy.explicitIds && !column.identity.byDefault;
  if (copy.columns === undefined)
    return table.columns.filter((column) => column.identity === undefined || copy.explicitIds);
  return copy.columns.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) {
      throw new WarehouseError(`column "${name}" of relation "${table.name}" does not exist`, {
        sqlState: "42703",
      });
    }
    if (identity(column)) {
      throw new WarehouseError(`cannot set an identity column to a value`, {
        sqlState: "0A000",
        next: `take ${name} out of the list`,
      });
    }
    return column;
  });
}

async function moveRows(
  context: CopyContext,
  columns: readonly ColumnDefinition[],
  staging: string,
): Promise<number> {
  const names = columns.map(({ name }) => duckName(name));
  const casts = columns.map(({ name, type }) => `CAST(${duckName(name)} AS ${duckType(type)})`);
  const inserted = await context.connection.runAndReadAll(
    `INSERT INTO ${context.duckTable} (${names.join(", ")}) SELECT ${casts.join(", ")} FROM ${staging}`,
  );
  return inserted.rowsChanged;
}

function loadFailed(table: string): WarehouseError {
  return new WarehouseError(
    `Load into table '${table}' failed.  Check 'stl_load_errors' system table for details.`,
    {
      sqlState: "XX000",
      next: "select * from sys_load_error_detail order by start_time desc",
    },
  );
}
