/** Where a COPY has replaced characters that are not UTF-8, as far as the warehouse tells. */
import { byLoggedName } from "./rejects.ts";
import type { ChangedValues } from "./result.ts";
import { findSourceLine, type LoadedObject } from "../sources/pack-map.ts";
import type { SourceName } from "../sources/source.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** More than slices have rows in it; one is a hundred of each (Database Developer Guide, "SYS_COPY_REPLACEMENTS"). */
const MOST = 100_000;

/** A COPY that may have replaced something. */
export interface ReplacingCopy {
  readonly source: SourceName;
  readonly queryId: string;
  /** Rows in which it did, by its own message; undefined where that did not arrive. */
  readonly replaced: number | undefined;
}

/**
 * Returns the rows by file and column, of a row the first column alone; those that the view does not hold, which keeps the first hundred of
 * each slice, stand last without either. It exists on provisioned clusters and on Serverless, for every user.
 */
export async function readReplaced(
  session: Session,
  loaded: readonly LoadedObject[],
  { source, queryId, replaced }: ReplacingCopy,
): Promise<readonly ChangedValues[]> {
  const { rows } = await session.execute(
    `select trim(file_name), line_number, trim(column_name) from sys_copy_replacements where query_id = ${Number(queryId)} order by 1, 2 limit ${MOST}`,
  );
  const objects = byLoggedName(loaded);
  const changed = new Map<string, ChangedValues>();
  let listed = 0;
  for (const [name, line, column] of rows) {
    const place = findSourceLine(objects, name ?? "", Number(line));
    if (place === undefined) continue;
    listed += 1;
    const { url } = place.file;
    const key = JSON.stringify([url, column]);
    const count = (changed.get(key)?.rows ?? 0) + 1;
    changed.set(key, { source, kind: "replaced", column: column || undefined, url, rows: count });
  }
  return [...changed.values(), ...replacedElsewhere(source, (replaced ?? 0) - listed)];
}

/** Returns rows of which nobody knows where they are; none, where there are none. */
export function replacedElsewhere(source: SourceName, rows: number): readonly ChangedValues[] {
  return rows > 0 ? [{ source, kind: "replaced", column: undefined, url: undefined, rows }] : [];
}
