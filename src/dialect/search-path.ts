/** The text of a search path, as SHOW tells it and start-up packets hold it. */
import { quoteName } from "./quote.ts";

/** A name in quotation marks, which stand twice within, or bare. */
const NAME = /"((?:[^"]|"")*)"|'([^']*)'|[^,\s]+/g;

/** Returns the names in it, in order. */
export function namesOfPath(text: string): readonly string[] {
  return [...text.matchAll(NAME)].map(
    ([whole, marked, single]) => marked?.replaceAll('""', '"') ?? single ?? whole,
  );
}

/** Returns the text of these names: each as an identifier that can be read again, as PostgreSQL 8.0 keeps it (`flatten_set_variable_args`). */
export function pathOf(names: readonly string[]): string {
  return names.map((name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quoted(name))).join(", ");
}

/** In quotation marks; an empty name, which no table has, takes the path away. */
function quoted(name: string): string {
  return name === "" ? '""' : quoteName(name);
}
