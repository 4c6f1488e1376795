/** What a view WITH NO SCHEMA BINDING does not read ("CREATE VIEW" of the Database Developer Guide). */
import type { CreateView } from "../syntax/definition.ts";
import { nodesWithin } from "../syntax/walk.ts";
import type { Refusal } from "./refusal.ts";

/** Returns what is refused: a table without its schema, where tables and views "must be qualified with a schema name". */
export function refusedView({ lateBinding, query }: CreateView): readonly Refusal[] {
  if (!lateBinding) return [];
  const nodes = nodesWithin(query);
  const common = new Set(nodes.flatMap((node) => (node.kind === "common_table" ? [node.name.value] : [])));
  // A name after another table may be a way into a SUPER column of that one.
  const aliases = new Set(nodes.flatMap((node) => (node.kind === "alias" ? [node.name.value] : [])));
  return nodes.flatMap((node) => {
    if (node.kind !== "table" || node.name.parts.length > 1) return [];
    const own = node.name.parts[0]?.value ?? "";
    if (common.has(own) || aliases.has(own)) return [];
    return [
      {
        start: node.span[0],
        message:
          "All the relation names inside should be qualified when creating VIEW WITH NO SCHEMA BINDING.",
        sqlState: "42601",
        next: `write its schema before it: public.${own}`,
      },
    ];
  });
}
