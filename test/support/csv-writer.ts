/** A writer of CSV (RFC 4180), and of text with backslashes, as other programs are. */

/** Returns a field in CSV: in quotation marks where it has to be, or always. */
export function csvField(value: string, delimiter = ",", always = false): string {
  const ambiguous = [...delimiter].some((character) => value.includes(character));
  const needs = always || ambiguous || /["\r\n]/.test(value) || /^\s/.test(value);
  return needs ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Returns records as CSV; an empty record of one column is `""`, since a line must hold something. */
export function writeCsv(
  rows: readonly (readonly string[])[],
  { delimiter = ",", newline = "\n", always = false } = {},
): string {
  return rows
    .map(
      (row) =>
        row.map((value) => csvField(value, delimiter, always || row.length === 1)).join(delimiter) + newline,
    )
    .join("");
}

/** Returns records as text in which a backslash stands before everything that has a meaning. */
export function writeEscaped(rows: readonly (readonly string[])[], delimiter = "|"): string {
  const escaped = (value: string): string =>
    [...value]
      .map((character) => (["\\", "\n", "\r", delimiter].includes(character) ? `\\${character}` : character))
      .join("");
  return rows.map((row) => `${row.map(escaped).join(delimiter)}\n`).join("");
}
