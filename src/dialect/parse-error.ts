/** SQL that is not a statement: where it stops being one, what stands there, and what was expected. */
import { SqlError, type Position } from "../errors.ts";

/** A text that cannot be read as Redshift SQL. */
export class ParseError extends SqlError {
  /** Where, in UTF-16 units from the start of the source. */
  readonly offset: number;

  constructor(
    what: string,
    place: Position & { readonly start: number },
    facts: { readonly next?: string | undefined; readonly sqlState?: string } = {},
  ) {
    super(what, { line: place.line, column: place.column }, facts);
    this.offset = place.start;
  }
}
