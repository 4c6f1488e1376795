/** Returns a row of a Markdown table, without a line feed; a `|` in a cell is escaped. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
