/**
 * Aggregates of SUPER values. Numbers are added with the digits that they have, and what is not a number counts in no sum: "functions return
 * null when mistyped arguments are used" ("Dynamic typing" of the Developer Guide), and aggregates leave NULL out.
 */
import { rankOf } from "./key.ts";
import { compute, decimalText, readNumber, rescaled } from "./number.ts";
import { valueOf } from "./value.ts";

/** By name: from all values of a group that are not NULL to one; null where there is none. */
export const SUPER_AGGREGATES: Readonly<Record<string, (values: readonly string[]) => string | null>> = {
  redshift_super_sum: (values) => sumOf(numbersOf(values)),
  redshift_super_avg: averageOf,
  redshift_super_min: (values) => first(values, (order) => order < 0),
  redshift_super_max: (values) => first(values, (order) => order > 0),
};

function numbersOf(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => {
    const json = valueOf(value);
    return json.kind === "number" ? [json.text] : [];
  });
}

function sumOf(numbers: readonly string[]): string | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => compute("+", sum, number));
}

/** The average: an integer of integers, and of decimals it has the scale of the one with most digits after the point ("AVG function"). */
function averageOf(values: readonly string[]): string | null {
  const numbers = numbersOf(values);
  const sum = sumOf(numbers);
  if (sum === null) return null;
  const total = readNumber(sum);
  if (total.kind === "float") return compute("/", sum, String(numbers.length));
  if (total.scale === 0) return decimalText({ digits: total.digits / BigInt(numbers.length), scale: 0 });
  const quotient = readNumber(compute("/", sum, String(numbers.length)));
  return quotient.kind === "decimal" ? decimalText(rescaled(quotient, total.scale)) : sum;
}

function first(values: readonly string[], before: (order: number) => boolean): string | null {
  let found: { readonly value: string; readonly rank: Buffer } | undefined;
  for (const value of values) {
    const rank = Buffer.from(rankOf(valueOf(value)));
    if (found === undefined || before(Buffer.compare(rank, found.rank))) found = { value, rank };
  }
  return found?.value ?? null;
}
