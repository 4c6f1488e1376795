/** What stands behind the end of a statement, and what to write where others have a clause that Redshift has not. */
import type { Cursor } from "./cursor.ts";

const UPSERT = "use MERGE, or DELETE … USING and INSERT in one transaction";
const SAMPLE = "order by random() and limit, or filter by a hash of the key";
const LOCKS = "LOCK the table as the first statement of the transaction";

/** Clauses by their first words, what Redshift has not, and the way out. */
const CLAUSES: readonly (readonly [words: string, no: string, next: string])[] = [
  ["on conflict", "ON CONFLICT", UPSERT],
  ["on duplicate", "ON DUPLICATE KEY", UPSERT],
  ["returning", "RETURNING", "read the rows with a SELECT in the same transaction"],
  ["fetch first", "FETCH FIRST", "write LIMIT n"],
  ["fetch next", "FETCH NEXT", "write LIMIT n"],
  ["tablesample", "TABLESAMPLE", SAMPLE],
  ["using sample", "USING SAMPLE", SAMPLE],
  ["for update", "SELECT … FOR UPDATE", LOCKS],
  ["for share", "SELECT … FOR SHARE", LOCKS],
  ["for no", "SELECT … FOR NO KEY UPDATE", LOCKS],
  ["window", "named windows", "write the window itself: over (partition by … order by …)"],
  ["partition by", "partitions", "use a SORTKEY on the column"],
  ["inherits", "INHERITS", "write the columns out, or LIKE"],
  ["on commit", "ON COMMIT", "drop the table at the end"],
];

/** Signs that only others have. */
const SIGNS: Readonly<Record<string, string>> = {
  "->": "for JSON use json_extract_path_text(…), or a SUPER column and a.b[0]",
  "->>": "for JSON use json_extract_path_text(…), or a SUPER column and a.b[0]",
  "@>": "unnest the SUPER column by naming it in FROM",
  "<@": "unnest the SUPER column by naming it in FROM",
  "==": "write =",
  "//": "write /, which divides whole numbers without a rest",
  "**": "write power(a, b)",
  "[": "an element of a SUPER value is read from a column: t.items[0]",
};

/** Returns what Redshift has not, where a clause or a sign of others stands here, and the way out. */
export function foreignClause(cursor: Cursor): { readonly why: string; readonly next: string } | undefined {
  const sign = cursor.symbol();
  if (Object.hasOwn(SIGNS, sign)) return { why: `Redshift has no operator ${sign}`, next: SIGNS[sign] ?? "" };
  const found = CLAUSES.find(([words]) => cursor.isWords(...words.split(" ")));
  return found === undefined ? undefined : { why: `Redshift has no ${found[1]}`, next: found[2] };
}
