/** Functions of texts whose edges DuckDB sees otherwise. */
import { SqlError } from "../../../errors.ts";
import type { Call } from "./call.ts";

/** Returns SUBSTRING in DuckDB's words: the places before the first one count, and hold nothing. */
export function substring({ args: [text, start, length] }: Call): string {
  if (start === undefined || /^[1-9]\d*$/.test(start))
    return `substring(${[text, start, length].filter((one) => one !== undefined).join(", ")})`;
  if (length === undefined) return `substring(${text}, greatest(${start}, 1))`;
  return `substring(${text}, greatest(${start}, 1), greatest(least(${length}, ${start} + ${length} - 1), 0))`;
}

/** Returns SPLIT_PART in DuckDB's words: it counts from 1; DuckDB would count from the end for a negative place. */
export function splitPart({ args: [text, by, place] }: Call): string {
  if (/^[1-9]\d*$/.test(place as string)) return `split_part(${text}, ${by}, ${place})`;
  return `split_part(${text}, ${by}, CASE WHEN ${place} < 1 THEN error('field position must be greater than zero') ELSE ${place} END)`;
}

/**
 * Returns REGEXP_REPLACE in DuckDB's words: Redshift replaces every match, DuckDB only the first without 'g'; they write
 * groups in the replacement differently.
 */
export function replaceMatches({ args: [text, pattern, by], tokens, at }: Call): string {
  const [replacement] = tokens[2] ?? [];
  if (replacement?.kind === "string" && /[$\\]\d/.test(replacement.value)) {
    throw new SqlError("groups in the replacement are not supported on the local warehouse", replacement, {
      sqlState: "0A000",
      next: `write ${at.text} without $1, or cut the text with split_part(…)`,
    });
  }
  return `regexp_replace(${text}, ${pattern}, ${by ?? "''"}, 'g')`;
}
