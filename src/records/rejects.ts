/** The rows that COPY could not load, with the place in the source file. */
import { quoteLiteral } from "../dialect/quote.ts";
import type { SourceName } from "../sources/source.ts";
import { locate, type LoadedObject } from "../sources/pack-map.ts";
import { readValue } from "../sources/value.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { formatTimestamp } from "./ledger.ts";
import type { Reject } from "./result.ts";

/** COPY takes at most this for MAXERROR, so there are never more. */
const MOST = 100_000;
/** Values are looked up in the source files for so many rejects; reading each file again has its price. */
const LOOKED_UP = 100;

/** What a COPY loaded, as the system tables log it, and when the attempt that did so began. */
export interface LoggedLoad {
  readonly source: SourceName;
  /** By the name that the system tables know them by: see `byLoggedName`. */
  readonly objects: ReadonlyMap<string, LoadedObject>;
  readonly since: Date;
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
 * Reads the load errors of this session's COPY from `sys_load_error_detail`, which exists on provisioned clusters and on
 * Serverless. After a failed COPY it is asked in a fresh transaction; `since` tells the run's errors from older ones of
 * a session with the same number.
 */
export async function readRejects(
  session: Session,
  store: Store,
  load: LoggedLoad,
): Promise<readonly Reject[]> {
  const since = formatTimestamp(new Date(load.since.getTime() - CLOCKS_MS));
  const { rows } = await session.execute(
    `select trim(file_name), line_number, trim(column_name), trim(column_type), error_code, trim(error_message) ` +
      `from sys_load_error_detail where session_id = pg_backend_pid() and start_time >= ${quoteLiteral(since)} ` +
      `order by start_time desc limit ${MOST}`,
  );
  const rejects: Reject[] = [];
  const seen = new Set<string>();
  for (const [url, line, column, columnType, code, reason] of rows) {
    const place = locate(load.objects, url ?? "", Number(line));
    const key = `${url}\n${line}`;
    if (place === undefined || seen.has(key)) continue;
    seen.add(key);
    const value = rejects.length < LOOKED_UP ? await valueOf(store, place, column) : undefined;
    rejects.push({
      source: load.source,
      url: place.file.url,
      line: place.line,
      column: column || undefined,
      columnType: columnType || undefined,
      value,
      code: Number(code),
      reason: reason ?? "",
    });
  }
  return rejects.sort((one, other) =>
    one.url === other.url ? one.line - other.line : one.url < other.url ? -1 : 1,
  );
}

async function valueOf(
  store: Store,
  place: NonNullable<ReturnType<typeof locate>>,
  column: string | null | undefined,
): Promise<string | undefined> {
  try {
    return readValue(
      await store.read(place.file.url),
      place.file.compression,
      place.line,
      column ?? undefined,
    );
  } catch {
    // The value only illustrates the error; a file that vanished meanwhile must not hide what was wrong in it.
    return undefined;
  }
}
