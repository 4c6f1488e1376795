/** What the rewriter says of what it does not know. */
import type { Token } from "../../../dialect/lexer.ts";
import { SqlError } from "../../../errors.ts";

/** Returns the error of a token that stands where the local warehouse knows nothing of its kind. */
export function refused(token: Token): SqlError {
  return new SqlError(`syntax error at or near "${token.text}"`, token, {
    next: "it may be Redshift's; the local warehouse does not know it (docs/local-differences.md)",
  });
}

/** Returns the error 0A000 of a match whose pattern is computed. */
export function needsLiteral(what: string, token: Token): SqlError {
  return new SqlError(`${what} needs a literal pattern on the local warehouse`, token, {
    sqlState: "0A000",
  });
}
