/** One session of the local warehouse: its transaction, its settings, and Redshift's rules around DuckDB's. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Comment, Token } from "../../dialect/lexer.ts";
import { refuse } from "../../dialect/refusals.ts";
import { splitStatements, type Statement } from "../../dialect/statements.ts";
import { SqlError, UnreachableError, WarehouseError } from "../../errors.ts";
import type { Column, Result, Session } from "../warehouse.ts";
import { Catalogue } from "./catalogue.ts";
import { commandResult } from "./command-result.ts";
import { compile, type Compiled } from "./compile.ts";
import { SETTINGS } from "./compile-setting.ts";
import { describeQuery } from "./describe-query.ts";
import { fromDuckError } from "./duck-errors.ts";
import { locksOf, type WantedLock } from "./locks-of.ts";
import { perform, type Performable } from "./perform.ts";
import { duckLiteral } from "./rewrite/quote.ts";
import type { SessionValues } from "./rewrite/session-values.ts";
import type { SessionState, SharedState } from "./session-state.ts";
import { Transaction } from "./transaction.ts";

interface ReadStatement {
  readonly statement: Statement;
  readonly comments: readonly Comment[];
}

/** A session that can also say what a statement would return, for the wire protocol. */
export class LocalSession implements Session {
  private readonly state: SessionState;
  private statement = new AbortController();

  constructor(id: number, connection: DuckDBConnection, shared: SharedState) {
    const catalogue = new Catalogue(connection);
    const { locks, now } = shared;
    const nextId = (): number => shared.nextId();
    this.state = {
      id,
      connection,
      catalogue,
      transaction: new Transaction({ connection, catalogue, locks, sessionId: id, now, nextId }),
      settings: new Map(Object.entries(SETTINGS)),
      lastCopy: { id: -1, count: 0 },
      shared,
    };
  }

  /** What `pg_backend_pid()` tells. */
  get id(): number {
    return this.state.id;
  }

  /** Runs one statement. @throws as {@link Session.execute}. */
  async execute(sql: string): Promise<Result> {
    const { transaction, shared } = this.state;
    const { signal } = (this.statement = new AbortController());
    let tokens: readonly Token[] = [];
    try {
      const statement = this.read(sql);
      tokens = statement?.statement.tokens ?? [];
      const compiled = this.compile(statement);
      if (transaction.state === "failed" && compiled.kind !== "rollback" && compiled.kind !== "commit")
        throw aborted();
      return await this.run(compiled, statement === undefined ? [] : locksOf(statement.statement));
    } catch (error) {
      await transaction.fail();
      if (error instanceof SqlError) throw error;
      if (signal.aborted)
        throw new WarehouseError("canceling statement due to user request", {
          sqlState: "57014",
          cause: error,
        });
      if (error instanceof UnreachableError) throw unreadable(error);
      throw fromDuckError(error, tokens, shared.file);
    }
  }

  /** Returns the columns that a statement would return; none for one that returns no rows. @throws as {@link Session.execute}. */
  async describe(sql: string): Promise<readonly Column[]> {
    const statement = this.read(sql);
    const compiled = this.compile(statement);
    if (compiled.kind === "show") return [{ name: compiled.name, type: "character varying" }];
    if (compiled.kind !== "query") return [];
    try {
      return await describeQuery(this.state.connection, compiled.sql);
    } catch (error) {
      throw fromDuckError(error, statement?.statement.tokens);
    }
  }

  cancel(): Promise<void> {
    const { shared, transaction, connection } = this.state;
    this.statement.abort();
    shared.locks.cancel(transaction);
    connection.interrupt();
    return Promise.resolve();
  }

  /** Rolls back what is open, gives the locks away, and waits for none any more. */
  async close(): Promise<void> {
    try {
      this.state.shared.locks.cancel(this.state.transaction);
      await this.state.transaction.rollback();
    } finally {
      this.state.connection.closeSync();
    }
  }

  /** The one statement of a text; undefined when there is none. */
  private read(sql: string): ReadStatement | undefined {
    const { statements, comments } = splitStatements(sql);
    const [statement, second] = statements;
    if (second !== undefined)
      throw new SqlError("one statement at a time", second, { next: "send the statements one by one" });
    return statement && { statement, comments };
  }

  private compile(read: ReadStatement | undefined): Compiled {
    if (read === undefined) return { kind: "nothing", command: "" };
    refuse(read.statement);
    return compile(read.statement, read.comments, this.values());
  }

  private values(): SessionValues {
    const { id, lastCopy } = this.state;
    return {
      pg_last_copy_count: `CAST(${lastCopy.count} AS BIGINT)`,
      pg_last_copy_id: String(lastCopy.id),
      pg_backend_pid: String(id),
      version: duckLiteral("PostgreSQL 8.0.2 compatible, Redshift 1.0 stand-in on DuckDB"),
    };
  }

  private async run(compiled: Compiled, locks: readonly WantedLock[]): Promise<Result> {
    const { transaction } = this.state;
    switch (compiled.kind) {
      case "begin":
        if (transaction.state !== "none")
          return commandResult("BEGIN", { notices: ["there is already a transaction in progress"] });
        await transaction.begin();
        return commandResult("BEGIN");
      case "commit":
        if (transaction.state === "none") return commandResult("COMMIT", { notices: NO_TRANSACTION });
        return commandResult(await transaction.commit());
      case "rollback":
        if (transaction.state === "none") return commandResult("ROLLBACK", { notices: NO_TRANSACTION });
        return commandResult(await transaction.rollback());
      case "truncate": {
        const result = await this.atomically(compiled, locks);
        // TRUNCATE commits what is outstanding (Developer Guide, "TRUNCATE").
        if (transaction.state === "open") {
          await transaction.commit();
          await transaction.begin();
        }
        return result;
      }
      case "append":
      case "retype column":
        if (transaction.state === "open") throw outsideOnly(compiled.kind);
        return this.atomically(compiled, locks);
      case "nothing":
        if (compiled.command === "VACUUM" && transaction.state === "open") {
          throw new WarehouseError("VACUUM cannot run inside a transaction block", { sqlState: "25001" });
        }
        return commandResult(compiled.command);
      default:
        return this.atomically(compiled, locks);
    }
  }

  /** In the open transaction, or in one of its own: some statements are several in DuckDB. */
  private async atomically(compiled: Performable, locks: readonly WantedLock[]): Promise<Result> {
    const { transaction } = this.state;
    const { signal } = this.statement;
    if (transaction.state === "open") {
      await this.take(locks);
      return perform(this.state, compiled, signal);
    }
    await transaction.begin();
    try {
      await this.take(locks);
      const result = await perform(this.state, compiled, signal);
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }

  /** Waits for the locks, one after the other. DuckDB's snapshot comes with the first statement that it is given, and so after them. */
  private async take(locks: readonly WantedLock[]): Promise<void> {
    const { catalogue, transaction, shared } = this.state;
    for (const { table, mode } of locks)
      if (!catalogue.isTemporary(table)) await shared.locks.acquire(transaction, table, mode);
  }
}

const NO_TRANSACTION = ["there is no transaction in progress"];

/** A file that COPY cannot read, as an error of the statement: the session itself is well. */
function unreadable(error: UnreachableError): WarehouseError {
  const { message, where, next } = error;
  return new WarehouseError(message, { sqlState: "58030", where, next, cause: error });
}

function aborted(): WarehouseError {
  return new WarehouseError(
    "current transaction is aborted, commands ignored until end of transaction block",
    {
      sqlState: "25P02",
      next: "roll back, and begin again",
    },
  );
}

/** Developer Guide, "ALTER TABLE APPEND" and "ALTER TABLE", ALTER COLUMN TYPE: not "within a transaction block (BEGIN ... END)". */
function outsideOnly(kind: "append" | "retype column"): WarehouseError {
  const command = kind === "append" ? "ALTER TABLE APPEND" : "ALTER TABLE ALTER COLUMN";
  return new WarehouseError(`${command} cannot run inside a transaction block`, {
    sqlState: "25001",
    next: "end the transaction first; it commits at once",
  });
}
