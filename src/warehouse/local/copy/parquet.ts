/**
 * COPY from Parquet ("COPY from columnar data formats" of the Database Developer Guide): columns go by their place, not by their names,
 * and one error fails the COPY. What a file holds is looked at before any of it is loaded.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { WarehouseError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { duckType } from "../types/duck-type.ts";
import type { LoadedFile, RejectedRow } from "./load-log.ts";
import { invalidColumnar, type LoadError } from "./load-errors.ts";
import { withParquetPath } from "./parquet-path.ts";
import { fits, sayIncompatible, type ParquetColumn } from "./parquet-schema.ts";
import { faultsOf, type Fault } from "./parquet-values.ts";

/** What one COPY of Parquet goes by. */
export interface ParquetPlan {
  readonly columns: readonly ColumnDefinition[];
  readonly serializeToJson: boolean;
  /** FILLRECORD: columns may be missing at the end. */
  readonly fillRecord: boolean;
}

/** Where rows go. */
export interface ParquetTarget {
  readonly connection: DuckDBConnection;
  readonly store: Store;
  /** A quoted name in DuckDB. */
  readonly table: string;
  readonly signal: AbortSignal;
}

/** What came of it: the files that were loaded, and what failed the COPY. */
export interface ParquetLoaded {
  readonly files: readonly LoadedFile[];
  readonly rejected: RejectedRow | undefined;
}

/** Loads the files in order, until one is bad. @throws UnreachableError when one is gone. */
export async function loadParquet(
  objects: readonly StoredObject[],
  plan: ParquetPlan,
  target: ParquetTarget,
): Promise<ParquetLoaded> {
  const files: LoadedFile[] = [];
  for (const object of objects) {
    target.signal.throwIfAborted();
    const loaded = await withParquetPath(object.url, target.store, (path) =>
      loadFile(object, path, plan, target),
    );
    files.push({ url: object.url, bytes: object.size, ...loaded.count });
    if (loaded.rejected !== undefined) return { files, rejected: loaded.rejected };
  }
  return { files, rejected: undefined };
}

/** Returns the error of a COPY of Parquet that failed, in the words of github.com/rudderlabs/rudder-server, pull request 3178. */
export function scanError({ error, url }: RejectedRow): WarehouseError {
  return new WarehouseError("Spectrum Scan Error", {
    sqlState: "XX000",
    detail: `error: Spectrum Scan Error; code: ${error.code}; context: ${error.context ?? error.reason}`,
    where: url,
    next: "fix the file, or the columns of the table: each Parquet type fits only one column type (docs/copy.md)",
  });
}

type FileLoaded = {
  readonly count: Pick<LoadedFile, "rows" | "lines" | "errors">;
  readonly rejected: RejectedRow | undefined;
};

async function loadFile(
  object: StoredObject,
  path: string,
  plan: ParquetPlan,
  { connection, table }: ParquetTarget,
): Promise<FileLoaded> {
  const reject = (error: LoadError, fault?: Fault): FileLoaded => ({
    count: { rows: 1, lines: 1, errors: 1 },
    rejected: {
      url: object.url,
      line: fault?.row ?? 0,
      column: fault?.column,
      error,
      rawLine: "",
      rawValue: fault?.value ?? "",
    },
  });
  const from = `read_parquet(${duckLiteral(path)}, file_row_number = true)`;
  const found = await columnsOf(connection, from);
  if (found === undefined)
    return reject(invalidColumnar(`File '${object.url}' is not a Parquet file, or not a complete one`));
  const wrong = wrongColumns(object.url, plan, found);
  if (wrong !== undefined) return reject(wrong.error, { row: 0, column: wrong.column, value: "" });
  const given = plan.columns.slice(0, found.length);
  const names = found.map(({ name }) => name);
  try {
    const fault = await faultsOf(connection, from, given, names, plan.columns.slice(found.length));
    if (fault !== undefined)
      return reject(invalidColumnar(`${fault.says}, File name: ${object.url}`, fault.code), fault);
    const values = given.map(({ type }, index) => {
      const value = duckName(names[index] ?? "");
      return type.name === "super" ? `to_json(${value})` : `CAST(${value} AS ${duckType(type)})`;
    });
    const into = given.map(({ name }) => duckName(name)).join(", ");
    const inserted = await connection.run(
      `INSERT INTO ${table} (${into}) SELECT ${values.join(", ")} FROM ${from}`,
    );
    const rows = inserted.rowsChanged;
    return { count: { rows, lines: rows, errors: 0 }, rejected: undefined };
  } catch (error) {
    // The footer was whole, the data is not; or a text is not UTF-8.
    return reject(invalidColumnar(`File '${object.url}' cannot be read to its end: ${firstLine(error)}`));
  }
}

function firstLine(error: unknown): string {
  const [line = ""] = (error as Error).message.split("\n");
  return line.includes("UTF") ? "a text is no UTF-8" : "it is damaged";
}

/** The columns at the root, in order; undefined for what is not Parquet. */
async function columnsOf(
  connection: DuckDBConnection,
  from: string,
): Promise<readonly ParquetColumn[] | undefined> {
  try {
    const [names = [], types = []] = (
      await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)
    ).getColumns();
    const columns = names.map((name, index) => ({ name: String(name), type: String(types[index]) }));
    return columns.filter(({ name }) => name !== "file_row_number");
  } catch {
    return undefined;
  }
}

/** "The number of columns in the target table and the number of columns in the data file must match"; FILLRECORD fills what is missing. */
function wrongColumns(
  url: string,
  { columns, fillRecord, serializeToJson }: ParquetPlan,
  found: readonly ParquetColumn[],
): { readonly error: LoadError; readonly column?: ColumnDefinition } | undefined {
  if (found.length > columns.length || (found.length < columns.length && !fillRecord)) {
    const says = `Unmatched number of columns between table and file. Table columns: ${columns.length}, Data columns: ${found.length}, File name: ${url}`;
    return { error: invalidColumnar(says, 15_007) };
  }
  for (const [index, column] of found.entries()) {
    const own = columns[index];
    if (own !== undefined && !fits(own.type, column, serializeToJson))
      return { error: invalidColumnar(sayIncompatible(url, own.name, own.type, column)), column: own };
  }
  return undefined;
}
