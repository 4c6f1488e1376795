/**
 * Several messages that are sent at once and answered one after the other, each up to a ReadyForQuery of its own ("Message Flow" of the
 * PostgreSQL protocol, "Simple Query"). pg takes the first ReadyForQuery, and an error, for the end of a query: the connection asks here first.
 */
import type { Connection, FieldDef, Submittable } from "pg";
import type { Answering, RedshiftConnection } from "./connection.ts";
import type { Statement } from "./statement.ts";
import type { Row } from "../warehouse.ts";

/** Statements on their way through pg as one query of it; each has its own `done`. */
export class Statements implements Submittable, Answering {
  private readonly all: readonly Statement[];
  private answered = 0;

  /** @param all at least one */
  constructor(all: readonly Statement[]) {
    this.all = all;
  }

  submit(connection: Connection): void {
    (connection as RedshiftConnection).answering = this;
    this.all[0]?.takeTurn();
    for (const { text } of this.all) connection.query(text);
  }

  /** Returns whether more answers come. */
  endAnswer(): boolean {
    this.current?.handleReadyForQuery();
    this.answered += 1;
    this.current?.takeTurn();
    return this.current !== undefined;
  }

  failAnswer(error: Error): void {
    this.current?.handleError(error);
  }

  handleRowDescription(message: { readonly fields: readonly FieldDef[] }): void {
    this.current?.handleRowDescription(message);
  }

  handleDataRow(message: { readonly fields: Row }): void {
    this.current?.handleDataRow(message);
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.current?.handleCommandComplete(message);
  }

  handleEmptyQuery(): void {
    this.current?.handleEmptyQuery();
  }

  /** The connection is lost: none of the others is answered. */
  handleError(error: Error): void {
    for (const one of this.all.slice(this.answered)) one.handleError(error);
  }

  handleReadyForQuery(): void {
    // Each statement has been told.
  }

  private get current(): Statement | undefined {
    return this.all[this.answered];
  }
}
