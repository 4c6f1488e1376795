/** The schema that a bare name means, the database that it lies in, and the names that follow from them. */
import { spellQualifiedName, type QualifiedName } from "../../dialect/table-name.ts";

/** The only schema in the search path of the local warehouse. */
export const DEFAULT_SCHEMA = "public";
/** The database that a local warehouse is, unless it is opened by another name. */
export const DEFAULT_DATABASE = "local";

/** Returns the spelling by which the local warehouse knows a table: the same for `t` and `public.t`. */
export function localSpelling({ schema, name }: QualifiedName): string {
  return spellQualifiedName({ schema: schema === DEFAULT_SCHEMA ? undefined : schema, name });
}
