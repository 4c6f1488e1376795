/** Formats of values, as Bind tells them. */

/** Returns the format of the value at an index, 0 text or 1 binary: none are told for all text, one for all, or one for each (Postgres manual, "Bind"). */
export function formatAt(formats: readonly number[], index: number): number {
  return (formats.length === 1 ? formats[0] : formats[index]) ?? 0;
}
