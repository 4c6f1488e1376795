/** COPY, as Redshift does it: all objects or nothing, errors counted and kept. */
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { ColumnDefinition, TableDefinition } from "../../../dialect/table-definition.ts";
import { WarehouseError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import { converterOf } from "./convert.ts";
import { loadInBulk } from "./bulk.ts";
import { loadTextInBulk } from "./bulk-text.ts";
import { loadExactly, type RowPlan } from "./exact.ts";
import { writeLoadLog, type LoadedFile, type LoadRecord, type RejectedRow } from "./load-log.ts";
import { mappingOf } from "./mapping.ts";
import { listObjects } from "./objects.ts";
import { loadParquet, scanError } from "./parquet.ts";
import { storeInRegion } from "./region.ts";
import type { CopyCommand } from "./command.ts";
import { Replacements } from "./replacements.ts";
import { openStaging } from "./staging.ts";

/** Where a COPY reads, where it writes, and the ids and the time by which the system tables tell of it. */
export interface CopyContext {
  /** The session's connection, inside its transaction. */
  readonly connection: DuckDBConnection;
  /** Gives another connection, whose rows survive a rollback. */
  readonly instance: DuckDBInstance;
  readonly store: Store;
  /** Where the warehouse stands; undefined is nowhere in particular, and COPY reads everywhere. */
  readonly region: string | undefined;
  /** Ends the COPY between two pieces of a file. */
  readonly signal: AbortSignal;
  readonly table: TableDefinition;
  /** The table's quoted name in DuckDB. */
  readonly duckTable: string;
  readonly queryId: number;
  readonly transactionId: number;
  readonly sessionId: number;
  readonly database: string;
  readonly now: () => Date;
  /** The most load errors of one COPY that the log keeps. */
  readonly mostLogged: number;
  /** Called when the load has begun and fails because of its data. */
  readonly onFailure: () => void;
}

/** What a COPY did: the rows that it loaded, 0 with NOLOAD, those that it left out, and its messages. */
export interface Copied {
  readonly loaded: number;
  readonly rejected: number;
  /** Rows in which ACCEPTINVCHARS has replaced something. */
  readonly replaced: number;
  readonly notices: string[];
}

/**
 * Loads all objects, and leaves a record in the system tables, also when too many rows are bad.
 * @throws WarehouseError XX000 when the errors reach MAXERROR, when an object is missing, or when the command does not fit the table.
 */
export async function executeCopy(copy: CopyCommand, from: CopyContext): Promise<Copied> {
  const region = from.region && (copy.region ?? from.region);
  const context = region === undefined ? from : { ...from, store: storeInRegion(from.store, region) };
  const startedAt = context.now();
  const columns = columnsOf(copy, context.table);
  const objects = await listObjects(copy, context.store);
  const mapping = await mappingOf(
    copy,
    columns.map(({ name }) => name),
    context.store,
  );
  const replacements = new Replacements();
  const plan: RowPlan = {
    copy,
    columns,
    mapping,
    converts: columns.map((column) => converterOf(column, copy, (name) => replacements.note(name))),
    replacements,
  };
  const { files, rejected, failed } = await (copy.format.kind === "parquet" ? loadColumns : loadAll)(
    objects,
    plan,
    context,
  );
  const loaded = failed || copy.dryRun ? 0 : sum(files, ({ rows, errors }) => rows - errors);
  const { queryId, transactionId, sessionId, database, table } = context;
  const record: LoadRecord = {
    queryId,
    transactionId,
    sessionId,
    database,
    table: table.name,
    source: copy.from,
    format: copy.format.kind === "delimited" ? "text" : copy.format.kind,
    startedAt,
    endedAt: context.now(),
    status: failed ? "aborted" : "completed",
    loadedRows: loaded,
    files,
    rejected: rejected.slice(0, context.mostLogged),
    replaced: replacements.rows,
  };
  await writeLoadLog(context.instance, record);
  if (failed) {
    context.onFailure();
    const [first] = rejected;
    throw copy.format.kind === "parquet" && first !== undefined
      ? scanError(first)
      : loadFailed(table.name, rejected.at(-1));
  }
  const notices = [`Load into table '${table.name}' completed, ${loaded} record(s) loaded successfully.`];
  if (rejected.length > 0) {
    notices.push(
      `Load into table '${table.name}' completed, ${rejected.length} record(s) could not be loaded.  Check 'stl_load_errors' system table for details.`,
    );
  }
  const replaced = copy.dryRun ? 0 : replacements.count;
  if (replaced > 0) {
    notices.push(
      `Load into table '${table.name}' completed, ${replaced} record(s) were loaded with replacements made for ACCEPTINVCHARS.  Check 'stl_replacements' system table for details.`,
    );
  }
  return { loaded, rejected: rejected.length, replaced, notices };
}

/** The columns that the rows are for: those of the list, else all but the identity. */
function columnsOf(copy: CopyCommand, table: TableDefinition): readonly ColumnDefinition[] {
  const identity = (column: ColumnDefinition): boolean =>
    column.identity !== undefined && !copy.explicitIds && !column.identity.byDefault;
  if (copy.columns === undefined)
    return table.columns.filter((column) => column.identity === undefined || copy.explicitIds);
  const missing = table.columns.find(
    (column) => copy.explicitIds && column.identity !== undefined && !copy.columns?.includes(column.name),
  );
  if (missing !== undefined) {
    throw new WarehouseError(`EXPLICIT_IDS needs the identity column ${missing.name} in the column list`, {
      sqlState: "42601",
    });
  }
  const { columns } = copy;
  // The guide says that the COPY fails ("Column mapping options"); code and words are those that users report (github.com/apache/airflow, issue 30341).
  const left = table.columns.find(
    ({ name, notNull, defaultSql, identity: own }) =>
      notNull && defaultSql === undefined && own === undefined && !columns.includes(name),
  );
  const listed = columns.map((name, index) => {
    if (columns.indexOf(name) !== index)
      throw new WarehouseError(`column "${name}" specified more than once`, { sqlState: "42701" });
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) {
      throw new WarehouseError(`column "${name}" of relation "${table.name}" does not exist`, {
        sqlState: "42703",
      });
    }
    if (identity(column)) {
      throw new WarehouseError(`cannot set an identity column to a value`, {
        sqlState: "0A000",
        next: `remove ${name} from the list`,
      });
    }
    return column;
  });
  if (left === undefined) return listed;
  throw new WarehouseError("NOT NULL column without DEFAULT must be included in column list", {
    sqlState: "42601",
    next: `add ${left.name} to the list, or give it a default in ${table.name}`,
  });
}

interface Loaded {
  readonly files: readonly LoadedFile[];
  readonly rejected: readonly RejectedRow[];
  readonly failed: boolean;
}

/** In bulk what can be, exactly the rest, until the errors reach MAXERROR. */
async function loadAll(
  objects: readonly StoredObject[],
  plan: RowPlan,
  context: CopyContext,
): Promise<Loaded> {
  const { copy, columns } = plan;
  const { connection, store, duckTable: table } = context;
  const staging = openStaging(connection, table, columns, context.signal);
  const rejected: RejectedRow[] = [];
  let failed = false;
  const reject = (row: RejectedRow): boolean => {
    rejected.push(row);
    failed ||= rejected.length >= copy.maxErrors || row.error.fatal === true;
    return !failed;
  };
  const inBulk = copy.format.kind === "json" ? loadInBulk : loadTextInBulk;
  const bulk = await inBulk(objects, plan, { connection, store, table, staging }).catch(
    async (error: unknown) => {
      // DuckDB gives up at a line of 32 MB, and with it the transaction: what is left is to say what it was.
      if (!String(error).includes("maximum_object_size")) throw error;
      for (const object of objects) if (!failed) await loadExactly(object, store, plan, undefined, reject);
      if (!failed) throw error;
      return { loaded: [], left: [], rejected: [] };
    },
  );
  for (const row of bulk.rejected) reject(row);
  const files = [...bulk.loaded];
  for (const object of bulk.left) {
    if (failed) break;
    files.push(await loadExactly(object, store, plan, copy.dryRun ? undefined : staging, reject));
    await staging.drain();
  }
  if (!failed) await staging.move();
  return { files, rejected, failed };
}

/** Parquet: by DuckDB alone, and all or nothing. */
async function loadColumns(
  objects: readonly StoredObject[],
  { copy, columns }: RowPlan,
  { connection, store, signal, duckTable }: CopyContext,
): Promise<Loaded> {
  const { format } = copy;
  const shape = format.kind === "parquet" ? format : { serializeToJson: false, fillRecord: false };
  const plan = { columns, serializeToJson: shape.serializeToJson, fillRecord: shape.fillRecord };
  const { files, rejected } = await loadParquet(objects, plan, {
    connection,
    store,
    table: duckTable,
    signal,
  });
  return { files, rejected: rejected === undefined ? [] : [rejected], failed: rejected !== undefined };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** @param last the row that ended it: a fault of a file is told at once */
function loadFailed(table: string, last: RejectedRow | undefined): WarehouseError {
  const { error, url } = last ?? {};
  const ofFile =
    error?.next === undefined ? {} : { where: url, detail: `error: ${error.reason}`, next: error.next };
  return new WarehouseError(
    `Load into table '${table}' failed.  Check 'stl_load_errors' system table for details.`,
    {
      sqlState: "XX000",
      next: "select * from sys_load_error_detail order by start_time desc",
      ...ofFile,
    },
  );
}
