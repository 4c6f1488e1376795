/** Rows of the job's own tables on their way into the warehouse: a COPY, since INSERT … VALUES is slow and a statement has an upper length. */
import { quoteLiteral } from "../dialect/quote.ts";
import type { JobValues } from "../plan/variables.ts";
import type { Store } from "../store/store.ts";

/** Puts the rows into one file under the work prefix, and returns the COPY that loads it into columns of the same names. */
export async function stageRows(
  store: Store,
  table: string,
  rows: readonly object[],
  work: { readonly prefix: string; readonly copyRole: JobValues["copyRole"] },
): Promise<string> {
  const url = `${work.prefix}${table}.json`;
  await store.write(url, Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
  const role = work.copyRole === "default" ? "default" : quoteLiteral(work.copyRole);
  return `copy ${table} from ${quoteLiteral(url)} iam_role ${role} format as json 'auto' timeformat 'auto' compupdate off statupdate off`;
}

/** A moment as Redshift's timestamp text, UTC, with milliseconds. */
export function formatTimestamp(at: Date): string {
  return at.toISOString().replace("T", " ").replace("Z", "");
}
