/** Reads what a run found of keys and columns. */
import { TABLES } from "../names.ts";
import type { ColumnRow } from "../report/data.ts";
import type { ChangedValues } from "./result.ts";
import { queryRows } from "../warehouse/query-rows.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Rows that are shown: a file may have any number of keys. */
const SHOWN = 100;

/**
 * Returns what COPYs changed, of one run; none of a run that changed nothing.
 * @param ofRun the clause that chooses the run
 */
export async function readChanged(session: Session, ofRun: string): Promise<readonly ChangedValues[]> {
  const rows = await queryRows(
    session,
    `select source, kind, name, url, row_count from ${TABLES.columns} ${ofRun} and kind in ('replaced', 'cut') ` +
      `order by source, kind, name, url limit ${SHOWN}`,
  );
  return rows.map(({ source, kind, name, url, row_count: count }) => ({
    source: source ?? "",
    kind: kind === "cut" ? "cut" : "replaced",
    column: name || undefined,
    url: url ?? undefined,
    rows: Number(count),
  }));
}

/** Returns the keys that no column took, and the columns that no key filled. @param ofRun the clause that chooses the run */
export async function readColumns(session: Session, ofRun: string): Promise<readonly ColumnRow[]> {
  const rows = await queryRows(
    session,
    `select source, kind, name, required, row_count, rows_looked_at, rows_loaded, url from ${TABLES.columns} ${ofRun} and kind in ('key', 'column') ` +
      `order by source, kind, name limit ${SHOWN}`,
  );
  return rows.map((row) => ({
    source: row["source"] ?? "",
    isKey: row["kind"] === "key",
    name: row["name"] ?? "",
    required: row["required"] === "1",
    rows: Number(row["row_count"]),
    looked: Number(row["rows_looked_at"]),
    loaded: Number(row["rows_loaded"]),
    url: row["url"] ?? "",
  }));
}
