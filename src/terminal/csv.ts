/** A result as CSV. */
import { stringify } from "csv-stringify/sync";
import type { Result } from "../warehouse/warehouse.ts";

/**
 * Returns a result as CSV (RFC 4180, lines end in a line feed) with a header. NULL is an empty field and an empty text
 * a quoted one, as COPY … CSV of Postgres has it.
 */
export function renderCsv({ columns, rows }: Pick<Result, "columns" | "rows">): string {
  return stringify([columns.map(({ name }) => name), ...rows], { quoted_match: /^$/ });
}
