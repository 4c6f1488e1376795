/** The rows that COPY could not load, with the place in the source file. */
import { quoteLiteral } from "../dialect/quote.ts";
import { findSourceLine, type LoadedObject } from "../sources/pack-map.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { formatTimestamp } from "./stage-rows.ts";
import type { Reject } from "./result.ts";

/** COPY takes at most this for MAXERROR, so there are never more. */
const MOST = 100_000;

/** A COPY that failed, of this session. */
export interface FailedCopy {
  /** When the attempt that sent it began: tells its errors from older ones in a session with the same number. */
  readonly startedAt: Date;
  /** The queries of the COPYs of this attempt that ended well, and whose errors the log holds too. */
  readonly settled: readonly string[];
}

/** Whose errors are asked for. */
export type LoggedCopy =
  | { readonly of: "query"; readonly queryId: string }
  | ({ readonly of: "failed copy" } & FailedCopy);

/** What the log holds of one COPY. */
export interface LoggedRejects {
  readonly rejects: readonly Reject[];
  /** Undefined where the log holds nothing of it. */
  readonly queryId: string | undefined;
}

/** `char(256)` in the system tables of loading. */
const LOGGED_BYTES = 256;
/** By how much the warehouse's clock may be behind this machine's. */
const CLOCKS_MS = 10 * 60_000;

/** The objects by their url, and by as much of it as the system tables hold. */
export function byLoggedName(objects: readonly LoadedObject[]): ReadonlyMap<string, LoadedObject> {
  return new Map(
    objects.flatMap((object) => {
      const logged = Buffer.from(object.url).subarray(0, LOGGED_BYTES).toString("utf8");
      return [[logged, object] as const, [object.url, object] as const];
    }),
  );
}

/**
 * Reads the load errors of one COPY from `sys_load_error_detail`, which exists on provisioned clusters and on Serverless; as many as it
 * holds, two rows of one line being two. A COPY that ended well has the id that `pg_last_copy_id()` told after it. Of one that failed
 * that function may tell the id or not: "if the COPY transaction is rolled back, the COPY ID is not updated" (Database Developer Guide,
 * "PG_LAST_COPY_ID"). So its errors are the newest of this session that belong to none of the COPYs that ended well. Their values stay in the
 * files: reject-values.ts.
 */
export async function readRejects(
  session: Session,
  loaded: readonly LoadedObject[],
  copy: LoggedCopy,
): Promise<LoggedRejects> {
  const { rows } = await session.execute(
    `select trim(file_name), line_number, trim(column_name), trim(column_type), error_code, trim(error_message), query_id ` +
      `from sys_load_error_detail where ${conditionOf(copy)} order by start_time desc, query_id desc limit ${MOST}`,
  );
  const settled = copy.of === "failed copy" ? copy.settled : [];
  const left = rows.filter((row) => !settled.includes(row[6] ?? ""));
  const queryId = left[0]?.[6] ?? undefined;
  const objects = byLoggedName(loaded);
  const rejects: Reject[] = [];
  for (const [url, line, column, columnType, code, reason, query] of left) {
    const place = query === queryId ? findSourceLine(objects, url ?? "", Number(line)) : undefined;
    if (place === undefined) continue;
    rejects.push({
      source: place.file.source,
      url: place.file.url,
      line: place.line,
      ...(place.row !== undefined && { row: place.row }),
      column: column || undefined,
      columnType: columnType || undefined,
      value: undefined,
      code: Number(code),
      reason: reason ?? "",
    });
  }
  const sorted = rejects.sort((one, other) =>
    one.url === other.url ? one.line - other.line : one.url < other.url ? -1 : 1,
  );
  return { rejects: sorted, queryId };
}

function conditionOf(copy: LoggedCopy): string {
  if (copy.of === "query") return `query_id = ${Number(copy.queryId)}`;
  const since = formatTimestamp(new Date(copy.startedAt.getTime() - CLOCKS_MS));
  return `session_id = pg_backend_pid() and start_time >= ${quoteLiteral(since)}`;
}
