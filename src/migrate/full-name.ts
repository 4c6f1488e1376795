/** Which table a name of a file means; pure. */
import { parseTableName, spellQualifiedName } from "../dialect/table-name.ts";
import type { Definitions } from "../records/read-definitions.ts";

/**
 * Returns the name with its schema: a bare one means the first table of that name in the search path, and one that is nowhere would be made in
 * the first schema of it.
 */
export function fullName(
  name: string,
  { searchPath, tables }: Pick<Definitions, "searchPath" | "tables">,
): string {
  const { schema, name: bare } = parseTableName(name);
  const candidates = schema === undefined ? searchPath : [schema];
  const names = candidates.map((one) => spellQualifiedName({ schema: one, name: bare }));
  return names.find((one) => tables.has(one)) ?? names[0] ?? name;
}
