/** The ledger `etl_files`: which source files are in the warehouse, and the run that brought them. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { fileKey, type SourceFile } from "../sources/source.ts";
import type { Store } from "../sources/store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { JobValues } from "./plan.ts";

/** A file with what the run did with it. */
export interface LedgerEntry {
  readonly file: SourceFile;
  readonly rowsRead: number;
  readonly rowsStaged: number;
  readonly rowsRejected: number;
}

/** Reads the keys (see `fileKey`) of all files that are in the warehouse. */
export async function readLedger(session: Session): Promise<ReadonlySet<string>> {
  const { rows } = await session.execute(`select url, etag, size from ${TABLES.files}`);
  return new Set(
    rows.map(([url, etag, size]) => fileKey({ url: url ?? "", etag: etag ?? "", size: Number(size) })),
  );
}

/**
 * Writes the files into the ledger: through COPY, like everything else that may be long, since Redshift takes thousands
 * of rows by INSERT … VALUES slowly and a statement has an upper length of 16 MB.
 */
export async function writeLedger(
  session: Session,
  store: Store,
  entries: readonly LedgerEntry[],
  run: { readonly runId: string; readonly at: Date; readonly prefix: string; readonly copyRole: string },
): Promise<void> {
  const lines = entries.map(({ file, rowsRead, rowsStaged, rowsRejected }) => ({
    url: file.url,
    etag: file.etag,
    size: file.size,
    source: file.source,
    run_id: run.runId,
    loaded_at: formatTimestamp(run.at),
    rows_read: rowsRead,
    rows_staged: rowsStaged,
    rows_rejected: rowsRejected,
  }));
  await copyRows(session, store, TABLES.files, lines, run);
}

/** Loads objects into a table of the same column names, through one file under the work prefix. */
export async function copyRows(
  session: Session,
  store: Store,
  table: string,
  rows: readonly object[],
  work: { readonly prefix: string; readonly copyRole: JobValues["copyRole"] },
): Promise<void> {
  if (rows.length === 0) return;
  const url = `${work.prefix}${table}.json`;
  await store.write(url, Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
  const role = work.copyRole === "default" ? "default" : quoteLiteral(work.copyRole);
  await session.execute(
    `copy ${table} from ${quoteLiteral(url)} iam_role ${role} format as json 'auto' timeformat 'auto' compupdate off statupdate off`,
  );
}

/** A moment as Redshift's timestamp text, UTC, with milliseconds. */
export function formatTimestamp(at: Date): string {
  return at.toISOString().replace("T", " ").replace("Z", "");
}
