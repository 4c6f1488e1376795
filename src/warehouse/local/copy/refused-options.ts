/** What is said of the options of COPY that are refused. */
import { SqlError, type Position } from "../../../errors.ts";
import { COPY_PARAMETERS } from "../known/copy-parameters.ts";

/** Returns the error of an option that COPY does not take here. @param name in lower case */
export function refusedOption(name: string, at: Position): SqlError {
  if (COPY_PARAMETERS[name]?.otherFormat !== true) return notHere(name.toUpperCase(), at);
  return new SqlError(`${name.toUpperCase()} cannot be used with FORMAT JSON`, at, {
    sqlState: "0A000",
    next: "take it out",
  });
}

/** Returns the error 0A000 of what Redshift takes and the local warehouse does not. */
export function notHere(what: string, at: Position): SqlError {
  return new SqlError(`${what} is not implemented on the local warehouse`, at, {
    sqlState: "0A000",
    next: "docs/dialect.md lists what COPY takes here",
  });
}
