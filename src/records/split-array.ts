/** Returns the elements of an array in PostgreSQL's words, as `{1,2}` and `{public,"two words"}`; none of an empty one or another text. */
export function splitArray(text: string): readonly string[] {
  const inside = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? "";
  return [...inside.matchAll(/"((?:[^"\\]|\\.)*)"|([^,"]+)/gs)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll(/\\(.)/gs, "$1"),
  );
}
