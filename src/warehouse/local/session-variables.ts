/** What the views of the catalogue are told of a session, as variables of its connection; `getvariable` reads them. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { setVariable } from "./quote.ts";
import type { SessionState } from "./session-state.ts";
import { sessionPath } from "./session-facts.ts";
import { settingsOf } from "./statement/setting.ts";

/** The number of whoever asks, to whom everything belongs here; others are counted from the next one. */
const OWN_NUMBER = 10;
const OTHERS = 100;

/** Returns them by name, as they are at this moment; lists are JSON. */
export function sessionVariables(
  state: Pick<SessionState, "id" | "user" | "settings" | "shared">,
): ReadonlyMap<string, string> {
  const { id, user, settings, shared } = state;
  const users = user.users().map((one, at) => ({
    ...one,
    number: one.name === user.name ? OWN_NUMBER : OTHERS + at,
    visible: user.seesOthers() || one.name === user.name,
  }));
  return new Map([
    ["redshift_database", shared.database],
    ["redshift_user", user.name],
    // Temporary tables are found first ("search_path"), and the catalogue always.
    ["redshift_path", JSON.stringify([`pg_temp_${id}`, ...sessionPath(settings), "pg_catalog"])],
    [
      "redshift_settings",
      JSON.stringify([...settingsOf(settings)].map(([name, setting]) => ({ name, setting }))),
    ],
    ["redshift_users", JSON.stringify(users)],
    ["redshift_groups", JSON.stringify(user.groups())],
  ]);
}

/** Tells a connection, in one call, of those that it was not told of as they are now. @param told what it was told, which is kept up to date */
export async function tellVariables(
  connection: DuckDBConnection,
  variables: ReadonlyMap<string, string>,
  told: Map<string, string> = new Map(),
): Promise<void> {
  const news = [...variables].filter(([name, value]) => told.get(name) !== value);
  if (news.length === 0) return;
  await connection.run(news.map(([name, value]) => setVariable(name, value)).join(";\n"));
  for (const [name, value] of news) told.set(name, value);
}
