/** "Conditional expressions" of the Database Developer Guide. */
import type { BoundExpression } from "../bound/expression.ts";
import type { FunctionCall, FunctionForm, FunctionTable } from "./entry.ts";

/** The greatest or the least of SUPER values, in the order of all types ("Order by"). */
const mostOf = (name: "min" | "max"): FunctionForm => ({
  takes: ["super itself..."],
  gives: "super",
  sql: `redshift_super_${name}(CAST([$*] AS VARCHAR[]))`,
});

/** The first that is not NULL; of one value, that value. */
const FIRST: readonly FunctionForm[] = [
  { takes: ["any"], gives: "$1", sql: "$1" },
  { takes: ["same..."], gives: "same", sql: "coalesce($*)" },
];

/** By name; CASE has a rule of its own. */
export const CONDITIONAL_FUNCTIONS: FunctionTable = {
  coalesce: { page: "NVL and COALESCE functions", forms: FIRST },
  nvl: { page: "NVL and COALESCE functions", forms: FIRST },
  greatest: {
    page: "GREATEST and LEAST functions",
    forms: [mostOf("max"), { takes: ["same..."], gives: "same", sql: "greatest($*)" }],
  },
  least: {
    page: "GREATEST and LEAST functions",
    forms: [mostOf("min"), { takes: ["same..."], gives: "same", sql: "least($*)" }],
  },
  nvl2: {
    page: "NVL2 function",
    forms: [
      { takes: ["any", "same", "same"], gives: "same", sql: "CASE WHEN $1 IS NOT NULL THEN $2 ELSE $3 END" },
    ],
  },
  nullif: { page: "NULLIF function", bind: nullif },
  decode: { page: "DECODE expression", bind: decode },
};

/** Trailing blanks do not count ("NULLIF function"): the comparison is that of the operator. */
function nullif({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [value, other] = args();
  if (value === undefined || other === undefined || count > 2)
    throw binder.noSuchFunction(name, args(), span);
  const [typed] = binder.together([value], name, span) as [BoundExpression];
  const equal = binder.compare("=", value, other, span);
  return { kind: "apply", type: typed.type, sql: "CASE WHEN $1 THEN NULL ELSE $2 END", args: [equal, typed] };
}

/** Unlike a CASE, DECODE finds NULL equal to NULL. */
function decode({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [value, ...rest] = args();
  if (value === undefined || count < 3) throw binder.noSuchFunction(name, args(), span);
  const searches = rest.filter((_, at) => at % 2 === 0 && at + 1 < rest.length);
  const otherwise = rest.length % 2 === 1 ? rest.at(-1) : undefined;
  const found = rest.filter((_, at) => at % 2 === 1);
  const results = binder.together(otherwise === undefined ? found : [...found, otherwise], name, span);
  const whens = searches.map((search): BoundExpression => {
    const [one, other] = binder.together([value, search], name, span) as [BoundExpression, BoundExpression];
    const compared = [one, other].map(binder.comparable);
    return { kind: "apply", type: { name: "boolean" }, sql: "($1 IS NOT DISTINCT FROM $2)", args: compared };
  });
  const branches = whens.map((_, at) => `WHEN $${at + 1} THEN $${whens.length + at + 1}`);
  const last = otherwise === undefined ? "" : ` ELSE $${2 * whens.length + 1}`;
  return {
    kind: "apply",
    type: (results[0] as BoundExpression).type,
    sql: `CASE ${branches.join(" ")}${last} END`,
    args: [...whens, ...results],
  };
}
