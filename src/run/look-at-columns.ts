/** Looks at a table that a COPY has just filled: which of its columns hold anything, and which keys the files had for them. */
import { quoteName } from "../dialect/quote.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import type { ColumnsResult } from "../records/result.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { compareKeys } from "./compare-keys.ts";
import type { PreparedSource } from "./prepare.ts";

type Paths = readonly (readonly (string | number)[])[];

/** Asks the table with one aggregate, and returns what was found. @throws as `Session.execute` and `Store.read` do */
export async function lookAtColumns(
  { session, store }: { readonly session: Session; readonly store: Store },
  { source, sample, newFiles }: PreparedSource,
  copy: PlannedCopy,
): Promise<ColumnsResult> {
  const counts = copy.columns.map((column) => `count(${quoteName(column)})`);
  const { rows } = await session.execute(`select ${["count(*)", ...counts].join(", ")} from ${copy.table}`);
  const [total, ...filled] = (rows[0] ?? []).map(Number);
  const { matching } = copy;
  const byPath = matching.by === "path" ? pathsIn(await store.read(matching.url)) : undefined;
  // A JSONPaths file without "jsonpaths" is taken for 'auto'.
  const byName = matching.by === "none" ? undefined : copy.columns.map((column) => [column]);
  return compareKeys({
    source: source.name,
    copy,
    paths: byPath ?? byName,
    ignoreCase: matching.by === "name" && matching.ignoreCase,
    rows: total ?? 0,
    filled: new Map(copy.columns.map((column, index) => [column, filled[index] ?? 0])),
    sample,
    files: newFiles.length,
  });
}

const STEP = /\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]|\.([^.[\]]+)/g;

/** The paths of a JSONPaths file that COPY has taken: `$.user.id`, `$['user']['id']`, `$.list[0]`. */
function pathsIn(file: Buffer): Paths | undefined {
  const { jsonpaths } = JSON.parse(file.toString("utf8")) as { readonly jsonpaths?: readonly string[] };
  return jsonpaths?.map((path) =>
    [...path.matchAll(STEP)].map(([, single, double, place, dotted]) =>
      place === undefined ? (single ?? double ?? dotted ?? "") : Number(place),
    ),
  );
}
