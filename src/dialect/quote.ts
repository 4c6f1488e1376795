/** The one path on which values and names enter SQL text. */

/** A Redshift string literal: quotes doubled, and backslashes too, since Redshift reads them as escapes. */
export function quoteLiteral(value: string): string {
  if (value.includes("\0")) throw new RangeError("a literal cannot hold a NUL character");
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** A quoted name. */
export function quoteName(name: string): string {
  if (name === "" || name.includes("\0"))
    throw new RangeError("a name is not empty and holds no NUL character");
  return `"${name.replaceAll('"', '""')}"`;
}
