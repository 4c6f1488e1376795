/**
 * One statement on its way through pg, in the form that pg takes for queries of one's own. Rows stay the text that came
 * over the wire: no type is parsed, nothing is rounded.
 */
import type { Connection, FieldDef, Submittable } from "pg";
import type { Column, Result, Row } from "../warehouse.ts";
import { typeName } from "./types.ts";

/** What CommandComplete says: the command's words, an object id for INSERT, and rows. */
const TAG = /^(?<command>[A-Z][A-Z ]*?)(?:(?: \d+)? (?<rows>\d+))?$/;

export class Statement implements Submittable {
  /** Settles when the server is ready for the next statement, or with the error as pg has it. */
  readonly done: Promise<Omit<Result, "notices">>;
  readonly #text: string;
  #resolve: (result: Omit<Result, "notices">) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #columns: readonly Column[] = [];
  #rows: Row[] = [];
  #tag = "";

  constructor(text: string) {
    this.#text = text;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#columns = fields.map((field) => ({
      name: field.name,
      type: typeName(field.dataTypeID, field.dataTypeModifier),
    }));
    this.#rows = [];
  }

  handleDataRow({ fields }: { readonly fields: Row }): void {
    this.#rows.push(fields);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#tag = text;
  }

  handleEmptyQuery(): void {
    this.#tag = "";
  }

  handleError(error: Error): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    const { command = this.#tag, rows } = TAG.exec(this.#tag)?.groups ?? {};
    const rowCount = rows === undefined ? this.#rows.length : Number(rows);
    this.#resolve({ command, rowCount, columns: this.#columns, rows: this.#rows });
  }
}
