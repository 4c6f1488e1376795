/** The state of a session that has just begun. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { Catalogue } from "./catalogue.ts";
import type { SessionState, SharedState } from "./session-state.ts";
import type { SessionUser } from "./session-user.ts";
import { SETTINGS } from "./statement/setting.ts";
import { Transaction } from "./transaction.ts";

/** Returns it: no transaction, and the settings that every session begins with. */
export function newSessionState(
  id: number,
  user: SessionUser,
  connection: DuckDBConnection,
  shared: SharedState,
): SessionState {
  const catalogue = new Catalogue(connection, shared.system, shared.hasOlderViews);
  const { locks, now } = shared;
  const nextId = (): number => shared.nextId();
  return {
    id,
    user,
    connection,
    catalogue,
    transaction: new Transaction({
      connection,
      catalogue,
      locks,
      sessionId: id,
      now,
      nextId,
    }),
    settings: new Map(Object.entries(SETTINGS)),
    defaults: new Map(Object.entries(SETTINGS)),
    told: new Map(),
    lastCopy: { id: -1, count: 0 },
    lastUnload: { id: -1, count: 0 },
    shared,
  };
}
