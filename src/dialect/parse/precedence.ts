/** Which operators bind more tightly than others: whoever reads expressions and who prints them asks the same table. */

/** How tightly each kind of operator binds. */
export const POWER = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  condition: 6,
  other: 7,
  sum: 8,
  product: 9,
  power: 10,
  zone: 11,
  sign: 12,
} as const;

/** Operators between two operands, with their power. */
export const BINARY: ReadonlyMap<string, number> = new Map([
  ...["=", "<>", "!=", "<", ">", "<=", ">="].map((symbol) => [symbol, POWER.comparison] as const),
  ..."|| | & # << >> ~ ~* !~ !~* ~~ ~~* !~~ !~~*".split(" ").map((symbol) => [symbol, POWER.other] as const),
  ...["+", "-"].map((symbol) => [symbol, POWER.sum] as const),
  ...["*", "/", "%"].map((symbol) => [symbol, POWER.product] as const),
  ["^", POWER.power],
]);

/** Operators before an operand, with their power. */
export const PREFIX: ReadonlyMap<string, number> = new Map([
  ["-", POWER.sign],
  ["+", POWER.sign],
  ["~", POWER.other],
  ["@", POWER.other],
  ["|/", POWER.other],
  ["||/", POWER.other],
]);
