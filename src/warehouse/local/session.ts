/** One session of the local warehouse: its transaction, its settings, and Redshift's rules around DuckDB's. */
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Comment, Token } from "../../dialect/lexer.ts";
import { refuse } from "../../dialect/refusals.ts";
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { splitStatements, type Statement } from "../../dialect/statements.ts";
import { SqlError, UnreachableError, WarehouseError } from "../../errors.ts";
import type { Store } from "../../store/store.ts";
import type { Column, Result, Session } from "../warehouse.ts";
import { compile, type Compiled } from "./compile.ts";
import { SETTINGS } from "./compile-setting.ts";
import { fromDuckError } from "./duck-errors.ts";
import { perform, type Performed } from "./perform.ts";
import { duckLiteral } from "./rewrite/quote.ts";
import type { SessionValues } from "./rewrite/rewrite.ts";
import type { TableLocks } from "./table-locks.ts";
import { describeColumns } from "./values.ts";

/** What the sessions of one warehouse share. */
export interface Shared {
  readonly instance: DuckDBInstance;
  /** The database file, or `:memory:`. */
  readonly file: string;
  /** Its rows outlive a rollback of the session: load errors. */
  readonly log: DuckDBConnection;
  readonly locks: TableLocks;
  readonly store: Store;
  readonly now: () => Date;
  /** Rises with every statement and every transaction. */
  nextId(): number;
}

interface ReadStatement {
  readonly statement: Statement;
  readonly comments: readonly Comment[];
}

type TransactionState = "none" | "open" | "failed";

/** A session that can also say what a statement would return, for the wire protocol. */
export class LocalSession implements Session {
  readonly id: number;
  readonly connection: DuckDBConnection;
  readonly shared: Shared;
  readonly settings = new Map<string, string>(Object.entries(SETTINGS));
  /** What was declared of the temporary tables, which the catalogue does not hold. */
  readonly temporary = new Map<string, TableDefinition>();
  lastCopy = { id: -1, count: 0 };
  transactionId = 0;
  private state: TransactionState = "none";
  private statement = new AbortController();

  constructor(id: number, connection: DuckDBConnection, shared: Shared) {
    this.id = id;
    this.connection = connection;
    this.shared = shared;
  }

  /** Aborted when the statement that runs is cancelled. */
  get signal(): AbortSignal {
    return this.statement.signal;
  }

  /** Runs one statement. @throws as {@link Session.execute}. */
  async execute(sql: string): Promise<Result> {
    this.statement = new AbortController();
    let tokens: readonly Token[] = [];
    try {
      const statement = this.read(sql);
      tokens = statement?.statement.tokens ?? [];
      const compiled = this.compile(statement);
      if (this.state === "failed" && compiled.kind !== "rollback" && compiled.kind !== "commit")
        throw aborted();
      return await this.run(compiled);
    } catch (error) {
      if (this.state === "open") this.state = "failed";
      if (error instanceof SqlError) throw error;
      if (this.signal.aborted)
        throw new WarehouseError("canceling statement due to user request", {
          sqlState: "57014",
          cause: error,
        });
      if (error instanceof UnreachableError) throw unreadable(error);
      throw fromDuckError(error, tokens, this.shared.file);
    }
  }

  /** The columns that a statement would return; none for one that returns no rows. */
  async describe(sql: string): Promise<readonly Column[]> {
    const statement = this.read(sql);
    const compiled = this.compile(statement);
    if (compiled.kind === "show") return [{ name: compiled.name, type: "character varying" }];
    if (compiled.kind !== "query") return [];
    try {
      const prepared = await this.connection.prepare(compiled.sql);
      const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
      const columns = describeColumns(
        indexes.map((index) => prepared.columnName(index)),
        indexes.map((index) => prepared.columnType(index)),
      );
      prepared.destroySync();
      return columns;
    } catch (error) {
      throw fromDuckError(error, statement?.statement.tokens);
    }
  }

  cancel(): Promise<void> {
    this.statement.abort();
    this.shared.locks.cancel(this);
    this.connection.interrupt();
    return Promise.resolve();
  }

  /** Rolls back what is open and gives the locks away. */
  async close(): Promise<void> {
    try {
      if (this.state !== "none") await this.end("ROLLBACK");
    } finally {
      this.shared.locks.release(this);
      this.connection.closeSync();
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
    return {
      pg_last_copy_count: `CAST(${this.lastCopy.count} AS BIGINT)`,
      pg_last_copy_id: String(this.lastCopy.id),
      pg_backend_pid: String(this.id),
      version: duckLiteral("PostgreSQL 8.0.2 compatible, Redshift 1.0 stand-in on DuckDB"),
    };
  }

  private async run(compiled: Compiled): Promise<Result> {
    switch (compiled.kind) {
      case "begin":
        if (this.state !== "none") return done("BEGIN", ["there is already a transaction in progress"]);
        await this.connection.run("BEGIN");
        this.transactionId = this.shared.nextId();
        this.state = "open";
        return done("BEGIN");
      case "commit":
        if (this.state === "none") return done("COMMIT", ["there is no transaction in progress"]);
        return done(await this.end(this.state === "failed" ? "ROLLBACK" : "COMMIT"));
      case "rollback":
        if (this.state === "none") return done("ROLLBACK", ["there is no transaction in progress"]);
        return done(await this.end("ROLLBACK"));
      case "truncate": {
        const result = await this.atomically(compiled);
        // TRUNCATE commits what is outstanding (Developer Guide, "TRUNCATE").
        if (this.state === "open") {
          await this.end("COMMIT");
          await this.connection.run("BEGIN");
          this.state = "open";
        }
        return result;
      }
      case "append":
        if (this.state === "open") {
          throw new WarehouseError("ALTER TABLE APPEND cannot run inside a transaction block", {
            sqlState: "25001",
            next: "end the transaction first; APPEND commits at once",
          });
        }
        return this.atomically(compiled);
      case "nothing":
        if (compiled.command === "VACUUM" && this.state === "open") {
          throw new WarehouseError("VACUUM cannot run inside a transaction block", { sqlState: "25001" });
        }
        return done(compiled.command);
      default:
        return this.atomically(compiled);
    }
  }

  /** In the open transaction, or in one of its own: some statements are several in DuckDB. */
  private async atomically(compiled: Parameters<typeof perform>[1]): Promise<Performed> {
    if (this.state === "open") return perform(this, compiled);
    await this.connection.run("BEGIN");
    this.transactionId = this.shared.nextId();
    this.state = "open";
    try {
      const result = await perform(this, compiled);
      await this.end("COMMIT");
      return result;
    } catch (error) {
      await this.end("ROLLBACK");
      throw error;
    }
  }

  private async end(how: "COMMIT" | "ROLLBACK"): Promise<"COMMIT" | "ROLLBACK"> {
    try {
      await this.connection.run(how);
    } catch (error) {
      // A COMMIT that fails has rolled back; a ROLLBACK fails when DuckDB has already done it.
      if (how === "COMMIT") {
        await this.connection.run("ROLLBACK").catch(() => undefined);
        throw error;
      }
    } finally {
      this.state = "none";
      this.shared.locks.release(this);
    }
    return how;
  }
}

/** A file that COPY cannot read, as an error of the statement: the session itself is well. */
function unreadable(error: UnreachableError): WarehouseError {
  const { message, where, next } = error;
  return new WarehouseError(message, { sqlState: "58030", where, next, cause: error });
}

function done(command: string, notices: readonly string[] = []): Result {
  return { command, rowCount: 0, columns: [], rows: [], notices };
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
