/** Errors of one thread in another: what is copied between the two loses its class. */
import { SqlError, WarehouseError, type Position } from "../../../errors.ts";

/** What an error says. */
export interface CarriedError {
  readonly name: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const FACTS = ["position", "sqlState", "next", "where", "detail", "hint", "info"] as const;

/** The longest message, in UTF-16 units: a text of megabytes may stand in it, and nobody reads more. */
const LONGEST = 16_384;

/** Returns what an error says, to be carried to another thread. */
export function carriedOf(error: unknown): CarriedError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const kind =
    error instanceof SqlError ? "SqlError" : error instanceof WarehouseError ? "WarehouseError" : name;
  const held = error as Readonly<Record<string, unknown>>;
  return {
    name: kind,
    message: message.slice(0, LONGEST),
    facts: {
      stack: stack?.slice(0, LONGEST),
      ...Object.fromEntries(FACTS.map((fact) => [fact, held[fact]])),
    },
  };
}

/** Returns it as an error again: of a statement, or a bug of the name that it had. */
export function errorOf({ name, message, facts }: CarriedError): Error {
  if (name === "SqlError") return new SqlError(message, facts["position"] as Position, facts);
  if (name === "WarehouseError") return new WarehouseError(message, { sqlState: "XX000", ...facts });
  const error = name === "RangeError" ? new RangeError(message) : new Error(message);
  return Object.assign(error, { stack: facts["stack"] });
}
