/** What the views of the catalogue are told of a session from its start; what changes is told by publish-catalogue.ts. */
import { setVariable } from "./quote.ts";
import type { SessionUser } from "./session-user.ts";

/** Returns statements for a connection that answers the session. */
export function sessionVariables(database: string, { name }: SessionUser): readonly string[] {
  return [setVariable("redshift_database", database), setVariable("redshift_user", name)];
}
