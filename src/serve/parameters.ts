/** Values in the places `$1`, `$2` … of a statement, as SQL text. Pure; every value goes through `quoteLiteral`. */
import { quoteLiteral } from "../dialect/quote.ts";
import { parametersIn } from "../dialect/parameters-in.ts";
import type { Parameter } from "../dialect/syntax/node.ts";
import { WarehouseError } from "../errors.ts";
import { inPieces } from "./in-pieces.ts";
import type { SentStatement } from "../warehouse/local/compile/compiler.ts";

/** Types that a client may declare and whose values need more than a literal to be of that type, by object id. */
const CASTS: Readonly<Record<number, string>> = {
  16: "boolean",
  20: "bigint",
  21: "smallint",
  23: "integer",
  700: "real",
  701: "double precision",
  1082: "date",
  1114: "timestamp",
  1184: "timestamptz",
};
const NUMERIC_OID = 1700;

/** Returns how many parameters the statement has: the highest number in it, 0 without any. */
export function countParameters(statement: Pick<SentStatement, "tree" | "places">): number {
  let most = 0;
  for (const { number } of placesOf(statement)) most = Math.max(most, number);
  return most;
}

function* placesOf({
  tree,
  places,
}: Pick<SentStatement, "tree" | "places">): Generator<Omit<Parameter, "kind">> {
  if (places === undefined) yield* parametersIn(tree);
  else
    for (let at = 0; at < places.length; at += 3) {
      const [number, start, end] = places.subarray(at, at + 3) as unknown as [number, number, number];
      yield { number, span: [start, end] };
    }
}

/**
 * Returns the text of the statement with a value in every place. `types` are object ids, 0 or missing for a literal
 * whose type the warehouse finds out, as Postgres does.
 * @throws WarehouseError 22P02 for a text that is not a number where a numeric is declared, 22021 for a NUL.
 */
export async function bindParameters(
  statement: Pick<SentStatement, "text" | "tree" | "start" | "places">,
  values: readonly (string | null)[],
  types: readonly number[],
): Promise<string> {
  const long = await quotedLong(values);
  const sql = await inPieces(values.length, (at) =>
    sqlOf(values[at] ?? null, types[at] ?? 0, long.get(at) ?? literalOf),
  );
  return placeParameters(statement, (at) => sql[at] ?? "null");
}

/** Returns the text of the statement with SQL in every place. @param sqlAt the SQL of a parameter, counted from 0 */
export function placeParameters(
  statement: Pick<SentStatement, "text" | "tree" | "start" | "places">,
  sqlAt: (index: number) => string,
): string {
  let bound = "";
  let from = 0;
  for (const { number, span } of placesOf(statement)) {
    // The blanks keep a literal from growing together with a neighbour.
    bound += `${statement.text.slice(from, span[0] - statement.start)} ${sqlAt(number - 1)} `;
    from = span[1] - statement.start;
  }
  return bound + statement.text.slice(from);
}

/** UTF-16 units that are quoted in some milliseconds, whatever they are. */
const PIECE = 65_536;

/** Long values, by their places, as literals; a literal of several pieces is that of the whole, since every character is quoted for itself. */
async function quotedLong(
  values: readonly (string | null)[],
): Promise<ReadonlyMap<number, (value: string) => string>> {
  const long = new Map<number, (value: string) => string>();
  for (const [at, value] of values.entries()) {
    if (value === null || value.length <= PIECE) continue;
    const count = Math.ceil(value.length / PIECE);
    const pieces = await inPieces(
      count,
      (piece) => literalOf(value.slice(piece * PIECE, (piece + 1) * PIECE)).slice(1, -1),
      1,
    );
    long.set(at, () => `'${pieces.join("")}'`);
  }
  return long;
}

function sqlOf(value: string | null, type: number, literal: (value: string) => string): string {
  if (value === null) return castTo(type, "null");
  return castTo(type, type === NUMERIC_OID ? numberOf(value) : literal(value));
}

/** Returns the SQL of a value with a cast to a type by its object id, where one is needed. */
export function castTo(type: number, sql: string): string {
  const cast = CASTS[type];
  return cast === undefined ? sql : `cast(${sql} as ${cast})`;
}

/** A number stays one: a cast would need a precision. */
function numberOf(value: string): string {
  const text = value.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
    throw new WarehouseError(`invalid input syntax for type numeric: ${JSON.stringify(value)}`, {
      sqlState: "22P02",
    });
  }
  return `(${text})`;
}

function literalOf(value: string): string {
  if (value.includes("\0")) {
    throw new WarehouseError('invalid byte sequence for encoding "UTF8": 0x00', { sqlState: "22021" });
  }
  return quoteLiteral(value);
}
