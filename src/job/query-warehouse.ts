/** Redshift SQL that somebody typed. */
import { parseListCommand } from "../dialect/list-command.ts";
import { splitStatements, type Statement } from "../dialect/statements.ts";
import { ConfigError } from "../errors.ts";
import { openStore } from "../store/open-store.ts";
import { nearest } from "../text/nearest.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import type { JobContext } from "./job-context.ts";
import { locateError, type SqlText } from "./locate-error.ts";
import { lookAtWarehouse } from "./open-warehouse.ts";

/**
 * Runs the statements of a text in order on one session, and hands over each result as soon as it is there. The first statement that
 * fails ends it; a transaction that is left open is rolled back.
 * @throws ConfigError for a text without a statement; SqlError and WarehouseError with file, line and column.
 */
export async function queryWarehouse(
  context: JobContext,
  sql: SqlText,
  onResult: (result: Result) => void,
): Promise<void> {
  const listing = parseListCommand(sql.text);
  if (listing !== undefined) {
    await list(context, listing, onResult);
    return;
  }
  const statements = split(sql);
  if (statements.length === 0) {
    throw new ConfigError("there is no statement", {
      where: sql.name,
      next: 'try: dwh query "select 1 as one"',
    });
  }
  await lookAtWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession((session) => executeAll(session, { ...context, statements, sql, onResult })),
  );
}

/** Lists tables, or the columns of one. @throws ConfigError where there is none of that name, with the nearest */
async function list(
  context: JobContext,
  { sql, table }: NonNullable<ReturnType<typeof parseListCommand>>,
  onResult: (result: Result) => void,
): Promise<void> {
  await lookAtWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession(async (session) => {
      const result = await session.execute(sql);
      if (table !== undefined && result.rows.length === 0) {
        const all = await session.execute(parseListCommand("\\d")?.sql ?? "");
        const meant = nearest(
          table.toLowerCase(),
          all.rows.flatMap(([, name]) => name ?? []),
        );
        throw new ConfigError(`there is no table ${JSON.stringify(table)}`, {
          where: warehouse.name,
          next: `${meant === undefined ? "" : `did you mean ${meant}? `}\`dwh query '\\d'\` lists them`,
        });
      }
      onResult(result);
    }),
  );
}

interface Script extends Pick<JobContext, "signal" | "log"> {
  readonly statements: readonly Statement[];
  readonly sql: SqlText;
  readonly onResult: (result: Result) => void;
}

async function executeAll(
  session: Session,
  { statements, sql, onResult, signal, log }: Script,
): Promise<void> {
  let open = false;
  // Should this fail, the statement goes on, and a second signal ends the process.
  const stop = (): void =>
    void session.cancel().catch((error: unknown) => log.warn("cannot cancel", { error }));
  signal.addEventListener("abort", stop, { once: true });
  for (const statement of statements) {
    signal.throwIfAborted();
    const result = await session.execute(statement.text).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : locateError(error, sql, statement);
    });
    onResult(result);
    if (/^(?:BEGIN|START TRANSACTION)$/.test(result.command)) open = true;
    if (/^(?:COMMIT|ROLLBACK|END|ABORT|TRUNCATE.*)$/.test(result.command)) open = false;
  }
  signal.removeEventListener("abort", stop);
  if (open) log.warn("the transaction was left open and is rolled back; end it with COMMIT");
}

function split(sql: SqlText): readonly Statement[] {
  try {
    return splitStatements(sql.text).statements;
  } catch (error) {
    throw locateError(error, sql, undefined);
  }
}
