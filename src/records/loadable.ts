/** Makes texts of the record such that every way into its tables takes them. Pure. */
import { TABLES } from "../names.ts";

type Cell = string | number | Date | null;

/**
 * What COPY refuses in a text, or may: half a surrogate pair (Database Developer Guide, "Multibyte character load errors", code 5), a NUL
 * ("Load error reference", 1218), and characters that are none, of which the guide does not say that they are loaded.
 */
const REFUSED = /[\p{Surrogate}\p{Noncharacter_Code_Point}\0]/gu;

/** The bytes that the text columns of the record hold, as sql/schema declares them. */
export const TEXT_BYTES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  [TABLES.runs]: { run_id: 64, status: 32, version: 64, error: 4096 },
  [TABLES.steps]: { run_id: 64, step: 256, kind: 32, status: 32, note: 1024 },
  [TABLES.tables]: { run_id: 64, table_name: 1024 },
  [TABLES.quarantine]: { url: 2048, etag: 256, source: 64, run_id: 64, reason: 1024, next_step: 1024 },
  [TABLES.columns]: { run_id: 64, source: 64, kind: 16, name: 512, url: 4096, table_name: 256 },
  [TABLES.failures]: { run_id: 64, step: 256, path: 1024, severity: 16, failing_row: 8192 },
  [TABLES.rejects]: {
    run_id: 64,
    source: 64,
    url: 2048,
    column_name: 256,
    column_type: 64,
    value: 1024,
    reason: 1024,
    remedy: 1024,
  },
};

/** Returns the rows with every text as `loadableText` makes it for its column; what no width is known of stays as it is: moments. */
export function loadableRows<Row extends Readonly<Record<string, Cell>>>(
  table: string,
  rows: readonly Row[],
): readonly Row[] {
  const widths = TEXT_BYTES[table] ?? {};
  return rows.map((row) => {
    const cells = Object.entries(row).map(([column, cell]): [string, Cell] => {
      const width = widths[column];
      return [column, typeof cell === "string" && width !== undefined ? loadableText(cell, width) : cell];
    });
    return Object.fromEntries(cells) as Row;
  });
}

/**
 * Returns the text with an escape `\uXXXX` for everything that COPY or a literal may refuse, cut to so many bytes of UTF-8 on the border
 * of a character.
 */
export function loadableText(text: string, bytes: number): string {
  const escaped = text.replace(REFUSED, escapeOf);
  if (Buffer.byteLength(escaped) <= bytes) return escaped;
  const encoded = Buffer.from(escaped);
  let end = bytes;
  while (end > 0 && isInside(encoded[end])) end -= 1;
  return encoded.toString("utf8", 0, end);
}

function escapeOf(refused: string): string {
  return Array.from(
    { length: refused.length },
    (_, index) => `\\u${refused.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** Whether the byte goes on with a character that began before it. */
function isInside(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}
