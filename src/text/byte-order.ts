/** The order of texts by their bytes in UTF-8. */

/**
 * Compares as S3 lists keys (S3 User Guide, "Listing object keys programmatically": UTF-8 binary order) and as Redshift and DuckDB compare
 * texts. JavaScript compares UTF-16 units, which puts what is beyond U+FFFF before U+E000 to U+FFFF.
 */
export function compareBytes(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) {
    const [left, right] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (left !== right) return left >= 0xd800 && right >= 0xd800 ? rank(left) - rank(right) : left - right;
  }
  return one.length - other.length;
}

/** Surrogates, which stand for what is beyond U+FFFF, go after all others. */
function rank(unit: number): number {
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Sorts what has a url by its bytes, in place, and returns it. */
export function inByteOrder<T extends { readonly url: string }>(some: T[]): T[] {
  return some.sort((one, other) => compareBytes(one.url, other.url));
}
