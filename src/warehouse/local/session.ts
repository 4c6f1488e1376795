/** One session of the local warehouse: its transaction, its settings, and Redshift's rules around DuckDB's. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { kindOf } from "../../dialect/kind-of.ts";
import type { ParsedStatement } from "../../dialect/parsed.ts";
import { ConfigError, SqlError, UnreachableError, WarehouseError } from "../../errors.ts";
import type { OpenResult } from "../row-source.ts";
import type { Result, Session } from "../warehouse.ts";
import { accessModeOf, refuseWrites } from "./access-mode.ts";
import { AtWork } from "./at-work.ts";
import { columnsOf, NOTHING, PLANNED, toldTypes, type Description } from "./columns-of.ts";
import type { CheckedStatement, Planned, SentStatement } from "./compile/compiler.ts";
import { claimTable } from "./claim-table.ts";
import { commandResult } from "./command-result.ts";
import { fromDuckError } from "./duck-errors.ts";
import { gatherRelations } from "./gather-relations.ts";
import { endedWith, OpenRows } from "./open-rows.ts";
import { newSessionState } from "./new-session-state.ts";
import { openQuery, perform, type Performable, type StreamedResult } from "./perform.ts";
import { publishCatalogue } from "./publish-catalogue.ts";
import { RunningStatement } from "./running-statement.ts";
import type { SessionState, SharedState } from "./session-state.ts";
import { sessionFacts } from "./session-facts.ts";
import {
  aborted,
  canceled,
  NO_TRANSACTION,
  outOfReach,
  refuseInside,
  refuseViews,
} from "./session-refusals.ts";
import { SESSION_SETTINGS } from "./session-settings.ts";
import { sessionVariables, tellVariables } from "./session-variables.ts";
import type { SessionUser } from "./session-user.ts";
import { locksOf, type WantedLock } from "./statement/locks.ts";
import type { StreamedRows } from "./stream-rows.ts";

/** A session that can also say what a statement would return, for the wire protocol. */
export class LocalSession implements Session {
  private readonly state: SessionState;
  private readonly statement: RunningStatement;
  /** What reads and describes texts, which a client may ask for while rows of a statement are still to come. */
  private readonly reading = new RunningStatement(() => undefined);
  /** The rows of the newest query that was opened; they may have come to their end. */
  private streamed: StreamedRows | undefined;
  private readonly atWork = new AtWork();

  constructor(id: number, user: SessionUser, connection: DuckDBConnection, shared: SharedState) {
    this.state = newSessionState(id, user, connection, shared);
    this.statement = new RunningStatement(() => {
      shared.locks.cancel(this.state.transaction);
      connection.interrupt();
    });
  }

  /** What `pg_backend_pid()` tells. */
  get id(): number {
    return this.state.id;
  }

  /** Makes DuckDB count and sort as Redshift does, and tells it whose session it is; before the first statement. */
  async start(): Promise<void> {
    const { connection, told } = this.state;
    await connection.run(SESSION_SETTINGS.join(";\n"));
    await tellVariables(connection, sessionVariables(this.state), told);
  }

  /** What is set at this moment is what RESET restores. */
  keepSettings(): void {
    this.state.defaults = new Map(this.state.settings);
  }

  /** Runs one statement. @throws as {@link Session.execute}. */
  execute(sql: string): Promise<Result> {
    return this.atWork.track(this.ask(sql, false));
  }

  /**
   * Runs one statement; the rows of a query are still to come. Until they are taken, or closed, the session does nothing else.
   * @throws as {@link Session.execute}, and so do the rows.
   */
  open(sql: string): Promise<OpenResult> {
    return this.atWork.track(this.ask(sql, true));
  }

  private async ask(sql: string, streams: boolean): Promise<OpenResult> {
    const { transaction, shared } = this.state;
    const signal = this.statement.begin(this.timeout);
    let statement: ParsedStatement | undefined;
    const failed = async (error: unknown): Promise<unknown> => {
      this.statement.end();
      await transaction.fail();
      if (error instanceof SqlError) return error;
      if (signal.aborted) return canceled(String(signal.reason), error);
      if (error instanceof UnreachableError || error instanceof ConfigError) return outOfReach(error);
      return fromDuckError(error, statement, shared.file);
    };
    const done = async (): Promise<void> => this.statement.end();
    try {
      const read = await shared.compiler.check(sql, signal);
      signal.throwIfAborted();
      if (read === undefined) {
        await done();
        return commandResult("");
      }
      // An outline does not tell where its words are.
      if (read.statement.places === undefined) ({ statement } = read);
      refuseViews(read.statement.tree, shared.refusedViews);
      const { kind } = read.statement.tree;
      if (transaction.state === "failed" && kind !== "rollback" && kind !== "commit") throw aborted();
      const result = await this.run(read, sql, streams);
      if (result.rest !== undefined)
        return {
          ...result,
          rest: new OpenRows(result.rest, { done, left: done, failed }),
        };
      await done();
      return result;
    } catch (error) {
      throw await failed(error);
    }
  }

  /** Returns all statements of a text. @throws SqlError for one that cannot be read; WarehouseError 57014 where it takes too long, or is cancelled. */
  read(sql: string): Promise<readonly SentStatement[]> {
    return this.reading.during(this.timeout, (signal) => this.state.shared.compiler.read(sql, signal));
  }

  /** Returns what a statement would return, and the types of its parameters. One that changes rows is planned as well. @throws as {@link Session.execute}. */
  describe(sql: string): Promise<Description> {
    const described = this.reading.during(this.timeout, async (signal) => {
      const read = await this.state.shared.compiler.check(sql, signal);
      signal.throwIfAborted();
      if (read === undefined) return NOTHING;
      const kind = kindOf(read.statement.tree);
      if (!PLANNED.has(kind)) return NOTHING;
      try {
        const { plan, parameters } = await this.plan(read, sql, true, signal);
        return { columns: columnsOf(plan), parameters: toldTypes(parameters) };
      } catch (error) {
        if (error instanceof SqlError || signal.aborted) throw error;
        throw fromDuckError(error, read.statement);
      }
    });
    return this.atWork.track(described);
  }

  /** Milliseconds; 0 for any. */
  private get timeout(): number {
    return Number(this.state.settings.get("statement_timeout"));
  }

  /** Ends what is read, described or run. @param why what its own client is told */
  cancel(why?: string): Promise<void> {
    this.reading.stop(why);
    this.statement.stop(why);
    return Promise.resolve();
  }

  /** Rolls back what is open, gives the locks away, and waits for none any more. What is not done yet is ended. */
  async close(): Promise<void> {
    const { connection, transaction } = this.state;
    try {
      await this.cancel("the session has ended");
      this.statement.end();
      this.reading.end();
      await this.streamed?.stop();
      await transaction.rollback();
    } finally {
      // DuckDB does not notice that a connection is used which is closed: memory is overwritten.
      this.atWork.whenDone(() => connection.closeSync());
    }
  }

  /** What the statement comes to, with the tables as they are at this moment. */
  private async plan(
    read: CheckedStatement,
    source: string,
    describes: boolean,
    signal?: AbortSignal,
  ): Promise<Planned> {
    const session = sessionFacts(this.state);
    const { tree } = read.statement;
    const { catalogue, transaction, connection, shared } = this.state;
    const named = await gatherRelations(tree, catalogue, session.searchPath);
    const relations = describes ? named : await transaction.ownRows.inPieces(tree, named, connection);
    return shared.compiler.plan(read, { source, relations, session }, describes, signal);
  }

  private async run(read: CheckedStatement, source: string, streams: boolean): Promise<OpenResult> {
    const { transaction, catalogue } = this.state;
    const { tree } = read.statement;
    const mode = accessModeOf(tree);
    if (mode !== undefined) {
      transaction.setMode(mode);
      return commandResult("SET");
    }
    if (transaction.readOnly) refuseWrites(tree, (table) => catalogue.isTemporary(table));
    switch (tree.kind) {
      case "begin":
        if (transaction.state !== "none")
          return commandResult("BEGIN", {
            notices: ["there is already a transaction in progress"],
          });
        await transaction.begin();
        if (tree.access !== undefined) transaction.readOnly = tree.access === "read only";
        return commandResult("BEGIN");
      case "commit":
        if (transaction.state === "none") return commandResult("COMMIT", { notices: [NO_TRANSACTION] });
        return commandResult(await transaction.commit());
      case "rollback":
        if (transaction.state === "none") return commandResult("ROLLBACK", { notices: [NO_TRANSACTION] });
        return commandResult(await transaction.rollback());
      case "truncate": {
        const result = await this.atomically(read, source);
        // TRUNCATE commits what is outstanding (Developer Guide, "TRUNCATE").
        if (transaction.state === "open") {
          await transaction.commit();
          await transaction.begin();
        }
        return result;
      }
      case "alter_table":
        if (transaction.state === "open") refuseInside(tree);
        return this.atomically(read, source);
      case "vacuum":
        if (transaction.state === "open")
          throw new WarehouseError("VACUUM cannot run inside a transaction block", { sqlState: "25001" });
        return this.atomically(read, source);
      default:
        return this.atomically(read, source, streams);
    }
  }

  /** In the open transaction, or in one of its own: some statements are several in DuckDB. */
  private async atomically(read: CheckedStatement, source: string, streams = false): Promise<OpenResult> {
    const { transaction } = this.state;
    const { signal } = this.statement;
    const work = async (): Promise<StreamedResult> => {
      const locks = locksOf(read.statement.tree, sessionFacts(this.state).searchPath[0]);
      await this.take(locks);
      await publishCatalogue(this.state, read.statement.tree, sessionFacts(this.state));
      const { plan } = await this.plan(read, source, false, signal);
      signal.throwIfAborted();
      if (plan.kind === "nothing") return commandResult(plan.command);
      if (streams && plan.kind === "query" && plan.from === "transaction") {
        const opened = await openQuery(this.state, plan, signal);
        this.streamed = opened.rest;
        return opened;
      }
      await claimTable(this.state, plan);
      const result = await perform(this.state, plan as Performable, signal);
      for (const { table, drops } of locks) if (drops === true) transaction.dropped.add(table);
      return result;
    };
    if (transaction.state === "open") return work();
    await transaction.begin();
    try {
      const result = await work();
      if (result.rest !== undefined) return { ...result, rest: endedWith(result.rest, transaction) };
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
