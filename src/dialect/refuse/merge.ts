/** The rules of MERGE that its text alone can break ("MERGE" of the Database Developer Guide). */
import type { Merge } from "../syntax/change.ts";
import { nodesWithin } from "../syntax/walk.ts";
import type { Refusal } from "./refusal.ts";

const STAGE = "put the rows into a table first, as in: create temp table … as select …; then merge from that";

/** Returns what is refused of a MERGE. */
export function refusedMerge({ target, source, on, action }: Merge): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (spelled(target) === spelled(source)) {
    refusals.push({
      start: source.span[0],
      message: "the source table and the target table of MERGE are the same",
      sqlState: "0A000",
      next: STAGE,
    });
  }
  const compares = nodesWithin(on).some((node) => node.kind === "binary" && node.operator === "=");
  if (!compares) {
    refusals.push({
      start: on.span[0],
      message: "the condition of MERGE compares no column with =",
      sqlState: "0A000",
      next: "join source and target on equal keys: target.id = source.id",
    });
  }
  if (action.kind === "remove_duplicates") return refusals;
  const { columns, values } = action;
  if (columns.length > 0 && columns.length !== values.length) {
    const more =
      columns.length > values.length ? "target columns than expressions" : "expressions than target columns";
    const start = (columns.length > values.length ? columns[values.length] : values[columns.length])?.span[0];
    refusals.push({
      start: start ?? action.span[0],
      message: `INSERT has more ${more}`,
      sqlState: "42601",
      next: "name as many columns as values",
    });
  }
  return refusals;
}

function spelled({ parts }: Merge["target"]): string {
  return JSON.stringify(parts.map(({ value }) => value));
}
