/** Returns the elements of an array in PostgreSQL's words, as `{1,2}` and `{public,"two words"}`; none of an empty one or another text. */
export function splitArray(text: string): readonly string[] {
  return arrayElements(text).map((element) => element ?? "NULL");
}

/** Returns the same with null for a NULL that stands without quotes. */
export function arrayElements(text: string): readonly (string | null)[] {
  const inside = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? "";
  return [...inside.matchAll(/"((?:[^"\\]|\\.)*)"|([^,"]+)/gs)].map(([, quoted, plain = ""]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/gs, "$1");
    return /^\s*null\s*$/i.test(plain) ? null : plain.trim();
  });
}
