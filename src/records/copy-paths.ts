/** Where in a row of JSON a COPY finds the value of each column. */
import { parseJsonPath, type JsonPath } from "../formats/json-path.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import type { JsonTaking } from "../sources/json-taking.ts";
import type { Store } from "../store/store.ts";

/** Returns it; reads the JSONPaths file, which COPY has taken, where there is one. @throws as `Store.read` does */
export async function readTaking(
  store: Pick<Store, "read">,
  { columns, matching }: Pick<PlannedCopy, "columns" | "matching">,
): Promise<JsonTaking> {
  const ignoreCase = matching.by === "name" && matching.ignoreCase;
  if (matching.by === "none") return { columns, paths: undefined, ignoreCase };
  const byPath = matching.by === "path" ? pathsIn(await store.read(matching.url)) : undefined;
  // A JSONPaths file without "jsonpaths" is taken for 'auto'.
  return { columns, paths: byPath ?? columns.map((column) => [column]), ignoreCase };
}

function pathsIn(file: Buffer): readonly JsonPath[] | undefined {
  const { jsonpaths } = JSON.parse(file.toString("utf8")) as { readonly jsonpaths?: readonly string[] };
  return jsonpaths?.map((path) => parseJsonPath(path)?.steps ?? []);
}
