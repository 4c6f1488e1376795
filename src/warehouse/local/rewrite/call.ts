/** A call of a function, taken apart for the table of functions. */
import type { Token } from "../../../dialect/lexer.ts";
import { SqlError } from "../../../errors.ts";

/** One call with everything that belongs to it. */
export interface Call {
  /** The token of the name, for positions. */
  readonly at: Token;
  readonly name: string;
  readonly distinct: boolean;
  /** The arguments, rewritten. */
  readonly args: readonly string[];
  /** The arguments as they were written. */
  readonly tokens: readonly (readonly Token[])[];
  /** The inside of WITHIN GROUP ( … ), rewritten. */
  readonly withinGroup: string | undefined;
  /** ` IGNORE NULLS` or nothing. */
  readonly nulls: string;
  /** ` OVER ( … )` or nothing. */
  readonly over: string;
}

/** How a function of Redshift is written in DuckDB. */
export interface FunctionRule {
  readonly least: number;
  readonly most: number;
  readonly emit: (call: Call) => string;
}

/**
 * Returns the token of an argument that is a text literal, where that decides how the call is written.
 * @throws SqlError 0A000 for anything else.
 */
export function literal(call: Call, index: number): Token {
  const [token] = call.tokens[index] ?? [];
  if (token?.kind === "string" && call.tokens[index]?.length === 1) return token;
  throw new SqlError(
    `${call.name} needs a literal as argument ${index + 1} on the local warehouse`,
    call.at,
    {
      sqlState: "0A000",
    },
  );
}
