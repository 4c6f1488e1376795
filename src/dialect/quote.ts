/** The one path on which values and names enter SQL text. */

/**
 * Returns a Redshift string literal: quotes doubled, and backslashes too, since Redshift reads them as escapes.
 * @throws RangeError for a NUL character.
 */
export function quoteLiteral(value: string): string {
  if (value.includes("\0")) throw new RangeError("a literal cannot hold a NUL character");
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** Returns a name in quotes, whether it needs them or not. @throws RangeError for an empty one and for a NUL character. */
export function quoteName(name: string): string {
  if (name === "" || name.includes("\0"))
    throw new RangeError("a name cannot be empty or hold a NUL character");
  return `"${name.replaceAll('"', '""')}"`;
}
