/** Answers what asks for this moment: who holds which lock, who is connected. */
import type { DuckDBResultReader } from "@duckdb/node-api";
import { parseTableName } from "../../dialect/table-name.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import { duckLiteral } from "./quote.ts";
import { SESSION_SETTINGS } from "./session-settings.ts";
import { sessionVariables, tellVariables } from "./session-variables.ts";
import type { SessionState } from "./session-state.ts";
import { OWNER, type SessionUser } from "./session-user.ts";
import type { LockHolder, LockMode } from "./table-locks.ts";

/** The names that Redshift gives the modes (AWS re:Post, "How do I find and release locks in Amazon Redshift?"). */
const MODES: Readonly<Record<LockMode, string>> = {
  share: "AccessShareLock",
  exclusive: "AccessExclusiveLock",
};

/**
 * Runs a query that reads one of the live views, past every transaction, and returns its answer. What the views show is written for
 * this one query, on a connection of its own, and is never committed. `stv_sessions` and `svv_transactions` show superusers all rows
 * and others their own (Developer Guide, the pages of both); `pg_locks` shows everybody's to everybody (AWS re:Post, as above).
 * @throws DuckDB's error for a query that it does not take.
 */
export async function askLive(
  state: Pick<SessionState, "id" | "user" | "settings" | "shared">,
  sql: string,
): Promise<DuckDBResultReader> {
  const { user: asker, shared } = state;
  const { instance, locks, sessions } = shared;
  const connection = await instance.connect();
  try {
    for (const setting of SESSION_SETTINGS) await connection.run(setting);
    await tellVariables(connection, sessionVariables(state));
    await connection.run("BEGIN");
    const mayBeSeen = (user: SessionUser): boolean => asker.seesOthers() || user.name === asker.name;
    const lock = (
      holder: LockHolder,
      mode: string,
      table: { readonly schema: string | null; readonly name: string | null },
      granted: boolean,
    ): string => {
      const { user } = sessions.get(holder.sessionId) ?? { user: OWNER };
      const owner = [user.name, mayBeSeen(user)] as const;
      return row(
        holder.id,
        holder.sessionId,
        ...owner,
        holder.startedAt,
        mode,
        table.schema,
        table.name,
        granted,
      );
    };
    const held = locks.list();
    const open = new Map(held.map(({ holder }) => [holder.id, holder]));
    const rows = [
      ...held.map(({ holder, table, mode, granted }) => {
        // Who waits for the end of a transaction waits for a share of it, as of no table: PostgreSQL 8.0, "pg_locks".
        if (table === undefined) return lock(holder, "ShareLock", { schema: null, name: null }, granted);
        const { schema = DEFAULT_SCHEMA, name } = parseTableName(table);
        return lock(holder, MODES[mode], { schema, name }, granted);
      }),
      // An open transaction holds itself: Developer Guide, "SVV_TRANSACTIONS".
      ...[...open.values()].map((holder) =>
        lock(holder, "ExclusiveLock", { schema: null, name: null }, true),
      ),
    ];
    if (rows.length > 0) await connection.run(`INSERT INTO _redshift.live_locks VALUES ${rows.join(", ")}`);
    const connected = [...sessions]
      .filter(([, { user }]) => mayBeSeen(user))
      .map(([id, { user, since }]) => row(id, user.name, since));
    if (connected.length > 0)
      await connection.run(`INSERT INTO _redshift.live_sessions VALUES ${connected.join(", ")}`);
    return await connection.runAndReadAll(sql);
  } finally {
    // What is open is rolled back with it.
    connection.closeSync();
  }
}

function row(...values: readonly (string | number | boolean | Date | null)[]): string {
  return `(${values.map(literal).join(", ")})`;
}

function literal(value: string | number | boolean | Date | null): string {
  if (value instanceof Date) return duckLiteral(value.toISOString().replace("T", " ").replace("Z", ""));
  return typeof value === "string" ? duckLiteral(value) : String(value);
}
