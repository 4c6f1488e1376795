/** What a session tells a statement. */
import type { SessionFacts } from "./bind/session-facts.ts";
import { NAME } from "../../dialect/types.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import type { SessionState } from "./session-state.ts";
import { searchPathOf, settingsOf } from "./statement/setting.ts";

/** The schemas where bare names are looked for, in order. */
export function sessionPath(settings: SessionState["settings"]): readonly string[] {
  return searchPathOf(settings.get("search_path") ?? DEFAULT_SCHEMA);
}

/** Returns it as it is at this moment. */
export function sessionFacts({
  id,
  user,
  lastCopy,
  lastUnload,
  settings,
  shared,
}: SessionState): SessionFacts {
  const path = sessionPath(settings);
  return {
    user: user.name,
    database: shared.database,
    searchPath: path,
    settings: settingsOf(settings),
    values: {
      pg_last_copy_count: { type: { name: "bigint" }, value: String(lastCopy.count) },
      pg_last_copy_id: { type: { name: "integer" }, value: String(lastCopy.id) },
      pg_last_unload_count: { type: { name: "bigint" }, value: String(lastUnload.count) },
      pg_last_unload_id: { type: { name: "integer" }, value: String(lastUnload.id) },
      pg_backend_pid: { type: { name: "integer" }, value: String(id) },
      version: {
        type: { name: "varchar", length: 256 },
        value: "PostgreSQL 8.0.2 compatible, Redshift 1.0 stand-in on DuckDB",
      },
      current_schema: { type: NAME, value: path[0] ?? null },
      current_database: { type: NAME, value: shared.database },
    },
  };
}
