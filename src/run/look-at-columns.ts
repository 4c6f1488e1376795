/** Looks at a table that a COPY has just filled: which of its columns hold anything, and which keys the files had for them. */
import { quoteName } from "../dialect/quote.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import type { ColumnsResult } from "../records/result.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { compareKeys } from "./compare-keys.ts";
import type { PreparedSource } from "./prepare.ts";

type Paths = readonly (readonly (string | number)[])[];

/** What a table holds: its rows, and by column those that have a value. */
export interface Held {
  readonly rows: number;
  readonly filled: ReadonlyMap<string, number>;
  /** Rows in which no column has a value. */
  readonly empty: number;
}

/** Asks the table with one aggregate. @throws as `Session.execute` does */
export async function countHeld(session: Session, { table, columns }: PlannedCopy): Promise<Held> {
  const names = columns.map(quoteName);
  const isEmpty = names.map((name) => `${name} is null`).join(" and ");
  const counts = [
    "count(*)",
    `sum(case when ${isEmpty} then 1 else 0 end)`,
    ...names.map((name) => `count(${name})`),
  ];
  const { rows } = await session.execute(`select ${counts.join(", ")} from ${table}`);
  const [total, empty, ...filled] = (rows[0] ?? []).map(Number);
  const byColumn = columns.map((column, index) => [column, filled[index] ?? 0] as const);
  return { rows: total ?? 0, empty: empty ?? 0, filled: new Map(byColumn) };
}

/** Returns what the keys of the files and the columns of a table that holds so much make of each other. @throws as `Store.read` does */
export async function lookAtColumns(
  store: Store,
  { source, sample, newFiles }: PreparedSource,
  copy: PlannedCopy,
  held: Held,
): Promise<ColumnsResult> {
  const { matching } = copy;
  const byPath = matching.by === "path" ? pathsIn(await store.read(matching.url)) : undefined;
  // A JSONPaths file without "jsonpaths" is taken for 'auto'.
  const byName = matching.by === "none" ? undefined : copy.columns.map((column) => [column]);
  return compareKeys({
    source: source.name,
    copy,
    paths: byPath ?? byName,
    ignoreCase: matching.by === "name" && matching.ignoreCase,
    ...held,
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
