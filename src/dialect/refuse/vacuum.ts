/** What VACUUM does not take ("VACUUM" of the Database Developer Guide, "Parameters"). */
import type { Vacuum } from "../syntax/session.ts";
import type { Refusal } from "./refusal.ts";

/** Returns what is refused of TO threshold PERCENT. */
export function refusedVacuum({ form, table, threshold }: Vacuum): readonly Refusal[] {
  if (threshold === undefined) return [];
  const [start] = threshold.span;
  const refused = (message: string, sqlState: string, next: string): readonly Refusal[] => [
    { start, message, sqlState, next },
  ];
  if (form === "reindex")
    return refused("TO … PERCENT is not supported with REINDEX", "0A000", "leave one of them out");
  if (table === undefined)
    return refused("TO … PERCENT needs the name of a table", "42601", "name the table before TO");
  if (/^\d+$/.test(threshold.text) && Number(threshold.text) <= 100) return [];
  return refused(
    `the threshold ${threshold.text} is not a whole number between 0 and 100`,
    "22023",
    "write a whole number of percent, such as 95",
  );
}
