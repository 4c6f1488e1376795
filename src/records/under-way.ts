/** The rebuild in batches that is under way: the row of `etl_rebuild`, and how far it is. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { RebuildUnderWay } from "../report/data.ts";
import { parseMoment } from "../text/amounts.ts";
import { queryRows } from "../warehouse/query-rows.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { formatTimestamp } from "./stage-rows.ts";

/** What its row says. */
export interface UnderWay {
  readonly id: string;
  readonly startedAt: Date | undefined;
  /** As it is spelled in SQL. */
  readonly schema: string;
  readonly tables: readonly string[];
  readonly digest: string;
  /** How many files it is made of; undefined before the first batch has listed them. */
  readonly files: number | undefined;
}

/** Between two names of tables. */
const BETWEEN = ", ";

/** Reads the row; undefined where there is none. @throws WarehouseError 42P01 where no run has made the table yet */
export async function readUnderWay(session: Session): Promise<UnderWay | undefined> {
  const [row] = await queryRows(
    session,
    `select rebuild_id, started_at, schema_name, tables, digest, files from ${TABLES.rebuild}`,
  );
  if (row === undefined) return undefined;
  const files = row["files"];
  return {
    id: row["rebuild_id"] ?? "",
    startedAt: parseMoment(row["started_at"]),
    schema: row["schema_name"] ?? "",
    tables: (row["tables"] ?? "").split(BETWEEN),
    digest: row["digest"] ?? "",
    files: files === null || files === undefined ? undefined : Number(files),
  };
}

/** Returns the statements that make it the one row. @param table the name with its schema */
export function writeUnderWay(
  table: string,
  { id, startedAt, schema, tables, digest }: UnderWay & { readonly startedAt: Date },
): readonly string[] {
  const values = [id, formatTimestamp(startedAt), schema, tables.join(BETWEEN), digest].map(quoteLiteral);
  return [
    `delete from ${table}`,
    `insert into ${table} (rebuild_id, started_at, schema_name, tables, digest) values (${values.join(", ")})`,
  ];
}

/**
 * Reads how far a rebuild is, outside a transaction, which a refusal would end; undefined where none is under way. For a place that the user may not look
 * into, progress is unknown.
 * @throws UnreachableError
 */
export async function readProgress(session: Session): Promise<RebuildUnderWay | undefined> {
  const row = await readUnderWay(session).catch((error: unknown) => {
    if (isStatementFault(error)) return undefined;
    throw error;
  });
  if (row === undefined) return undefined;
  const { id, startedAt, schema, tables, files } = row;
  const known = { id, startedAt, schema, tables, files };
  try {
    const [loaded] = await queryRows(
      session,
      `select count(*) as files, count(distinct run_id) as batches from ${schema}.${TABLES.files}`,
    );
    const [last] = await queryRows(
      session,
      `select exit_code, error from ${schema}.${TABLES.runs} order by started_at desc, run_id desc limit 1`,
    );
    const failed =
      last === undefined || last["exit_code"] === "0" ? undefined : (last["error"] ?? "it failed");
    return {
      ...known,
      loaded: { files: Number(loaded?.["files"]), batches: Number(loaded?.["batches"]) },
      failed,
    };
  } catch (error) {
    if (!isStatementFault(error)) throw error;
    return { ...known, loaded: undefined, failed: undefined };
  }
}
