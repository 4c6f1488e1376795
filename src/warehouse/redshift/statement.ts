/**
 * One message of one or several statements on its way through pg, in the form that pg takes for queries of your own. Rows
 * stay the text that came over the wire: no type is parsed, nothing is rounded.
 */
import type { Connection, FieldDef, Submittable } from "pg";
import type { Column, Result, Row } from "../warehouse.ts";
import { typeName } from "./types.ts";

/** What CommandComplete says: the command's words, an object id for INSERT, and rows. */
const TAG = /^(?<command>[A-Z][A-Z ]*?)(?:(?: \d+)? (?<rows>\d+))?$/;

/** A result; notices come on another way. */
type Answer = Omit<Result, "notices">;

/** One message, to be given to pg's `query`; `done` has what became of it. */
export class Statement implements Submittable {
  /** Settles when the server is ready for the next message: a result for each statement, or the error as pg has it. */
  readonly done: Promise<readonly Answer[]>;
  readonly text: string;
  private readonly onTurn: () => void;
  private resolve: (answers: readonly Answer[]) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  private columns: readonly Column[] = [];
  private rows: Row[] = [];
  private readonly answers: Answer[] = [];

  /** @param onTurn called when its answer comes next */
  constructor(text: string, onTurn: () => void) {
    this.text = text;
    this.onTurn = onTurn;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    this.takeTurn();
    connection.query(this.text);
  }

  /** Called when the answer before its own is complete. */
  takeTurn(): void {
    this.onTurn();
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.columns = fields.map((field) => ({
      name: field.name,
      type: typeName(field.dataTypeID, field.dataTypeModifier),
    }));
    this.rows = [];
  }

  handleDataRow({ fields }: { readonly fields: Row }): void {
    this.rows.push(fields);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const { command = text, rows } = TAG.exec(text)?.groups ?? {};
    const rowCount = rows === undefined ? this.rows.length : Number(rows);
    this.answers.push({ command, rowCount, columns: this.columns, rows: this.rows });
    this.columns = [];
    this.rows = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: "" });
  }

  handleError(error: Error): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve(this.answers);
  }
}
