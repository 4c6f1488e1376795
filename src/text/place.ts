/** Where a row stands, as people read it. Pure. */

/** Returns file and line; the file alone where the whole of it is meant, which has the line 0. */
export function placeOf({ url, line }: { readonly url: string; readonly line: number }): string {
  return line === 0 ? url : `${url}:${line}`;
}
