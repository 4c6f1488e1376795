/**
 * The transaction of one connection as the protocol sees it. Explicit ones are begun by the client. Several statements of
 * one query string, and those between two Syncs, form an implicit one (Postgres manual, "Multiple Statements in a
 * Simple Query" and "Pipelining"). A failed one stays failed until it is ended, whoever noticed the error.
 */
import type { ParsedStatement } from "../dialect/parsed.ts";
import { WarehouseError } from "../errors.ts";
import type { OpenResult } from "../warehouse/row-source.ts";
import type { Description } from "../warehouse/local/columns-of.ts";
import type { Column, Result } from "../warehouse/warehouse.ts";
import { Cursors } from "./cursors.ts";
import type { DescribingSession } from "./describing.ts";
import type { ResultRows } from "./result-rows.ts";
import type { TransactionStatus } from "./messages.ts";

/** A statement with its tree; the text may be longer than that. */
export type SentStatement = Pick<ParsedStatement, "text" | "tree">;

/** Runs the statements of one connection, and keeps the state of its transaction. */
export class Transaction {
  private readonly session: DescribingSession;
  private kind: "none" | "implicit" | "explicit" = "none";
  private failed = false;
  private readonly held = new Set<ResultRows>();
  private readonly cursors = new Cursors();

  constructor(session: DescribingSession) {
    this.session = session;
  }

  get status(): TransactionStatus {
    if (this.kind === "none") return "I";
    return this.failed ? "E" : "T";
  }

  /**
   * Runs a statement. `alone`: no other one belongs to the same implicit transaction, so that none is needed.
   * @throws as `Session.execute` does; WarehouseError 25P02 in a failed transaction.
   */
  async run(statement: SentStatement, alone: boolean): Promise<OpenResult> {
    this.check(statement);
    const control = controlOf(statement);
    if (control === "end") await this.release();
    // The rows of a cursor are taken where they are.
    else if (statement.tree.kind !== "fetch") await this.gather();
    if (control === "end") return this.end(statement);
    if (control === "begin" && this.kind === "implicit") {
      this.kind = "explicit";
      return { command: "BEGIN", rowCount: 0, columns: [], rows: [], notices: [] };
    }
    if (statement.tree.kind === "declare_cursor" && this.kind === "none" && alone)
      throw new WarehouseError("DECLARE CURSOR may only be used in transaction blocks", {
        sqlState: "25P01",
        next: "begin first: a cursor ends with its transaction",
      });
    if (control === undefined && this.kind === "none" && !alone) {
      await this.session.execute("begin");
      this.kind = "implicit";
    }
    try {
      const result = (await this.answerCursor(statement)) ?? (await this.session.open(statement.text));
      if (control === "begin") this.kind = "explicit";
      return result;
    } catch (error) {
      this.fail();
      throw error;
    }
  }

  /** Returns what the statement would return, and the types of its parameters. @throws as `DescribingSession.describe` does. */
  async describe({ text, tree }: SentStatement): Promise<Description> {
    if (tree.kind === "fetch")
      return { columns: this.cursors.columnsOf(tree.cursor.value), parameters: new Map() };
    // The session does one thing at a time, and what it describes it looks up.
    await this.gather();
    return this.session.describe(text);
  }

  /** The columns of the cursor of this name, which PostgreSQL describes as a portal; undefined where there is none. */
  cursorColumns(name: string): readonly Column[] | undefined {
    return this.cursors.has(name) ? this.cursors.columnsOf(name) : undefined;
  }

  /** Carries out what is about a cursor; undefined for all else. */
  private async answerCursor({ text, tree }: SentStatement): Promise<OpenResult | undefined> {
    if (tree.kind === "fetch") return this.cursors.fetch(tree);
    if (tree.kind === "close") {
      await this.cursors.close(tree.cursor.value);
      return { command: "CLOSE CURSOR", rowCount: 0, columns: [], rows: [], notices: [] };
    }
    if (tree.kind !== "declare_cursor") return undefined;
    const name = tree.name.value;
    this.cursors.check(name);
    const result = await this.session.open(await this.queryOf(text));
    this.hold(this.cursors.declare(name, result));
    return { command: "DECLARE CURSOR", rowCount: 0, columns: [], rows: [], notices: result.notices };
  }

  /** @throws WarehouseError 25P02 when the transaction has failed and the statement does not end it. */
  check(statement: SentStatement): void {
    if (this.status === "E" && controlOf(statement) !== "end") {
      throw new WarehouseError(
        "current transaction is aborted, commands ignored until end of transaction block",
        {
          sqlState: "25P02",
        },
      );
    }
  }

  /** Keeps rows that a portal has left, until the session is asked for something else or the transaction ends. */
  hold(rows: ResultRows): void {
    this.held.add(rows);
  }

  /** Takes in all rows that portals have left: the session is needed for something else. */
  async gather(): Promise<void> {
    for (const rows of this.held) await rows.gather();
    this.held.clear();
  }

  /** Gives up all rows that portals have left: they end with their transaction. */
  private async release(): Promise<void> {
    for (const rows of this.held) await rows.close();
    this.held.clear();
  }

  /** Notes an error, also one that the warehouse knows nothing of. */
  fail(): void {
    this.failed = this.kind !== "none";
  }

  /** Ends an implicit transaction: rolled back if something failed. @throws as a COMMIT does. */
  async finish(): Promise<void> {
    if (this.kind !== "explicit") await this.release();
    if (this.kind !== "implicit") return;
    const ending = this.failed ? "rollback" : "commit";
    this.reset();
    await this.session.execute(ending);
  }

  private async end(statement: SentStatement): Promise<Result> {
    // The warehouse may not know that the transaction has failed: its COMMIT would publish half of it.
    const sql = this.failed ? "rollback" : statement.text;
    this.reset();
    return this.session.execute(sql);
  }

  /** The query of DECLARE, whose text may have been given values since its tree was made. */
  private async queryOf(text: string): Promise<string> {
    const [statement] = await this.session.read(text);
    return statement?.tree.kind === "declare_cursor" ? text.slice(...statement.tree.query.span) : "";
  }

  private reset(): void {
    this.cursors.end();
    this.kind = "none";
    this.failed = false;
  }
}

function controlOf({ tree }: SentStatement): "begin" | "end" | undefined {
  if (tree.kind === "begin") return "begin";
  return tree.kind === "commit" || tree.kind === "rollback" ? "end" : undefined;
}
