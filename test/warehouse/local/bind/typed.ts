/** Queries by chance over a table with a column of every type: expressions of every operator, and of every function by its table. */
import fc from "fast-check";
import { BINARY_OPERATORS, UNARY_OPERATORS } from "../../../../src/warehouse/local/functions/operators.ts";
import type { FunctionForm } from "../../../../src/warehouse/local/functions/entry.ts";
import { FUNCTION_TABLES } from "../../../../src/warehouse/local/functions/tables.ts";

/** A column of every type, by the word that stands for the type in a function's `takes`. */
export const COLUMNS = {
  smallint: "smallint",
  integer: "integer",
  bigint: "bigint",
  decimal: "decimal(10, 2)",
  real: "real",
  "double precision": "double precision",
  boolean: "boolean",
  char: "char(5)",
  varchar: "varchar(10)",
  varbyte: "varbyte(10)",
  date: "date",
  time: "time",
  timetz: "timetz",
  timestamp: "timestamp",
  timestamptz: "timestamptz",
  interval: "interval day to second",
  super: "super",
  oid: "oid",
  regclass: "regclass",
  name: "name",
  array: "int2vector",
} as const;

type Type = keyof typeof COLUMNS;

const TYPES = Object.keys(COLUMNS) as Type[];
const WHOLE: readonly Type[] = ["smallint", "integer", "bigint"];
const NUMBERS: readonly Type[] = [...WHOLE, "decimal", "real", "double precision"];
const MOMENTS: readonly Type[] = ["date", "timestamp", "timestamptz"];
const TEXTS: readonly Type[] = ["char", "varchar"];

const LITERALS: Readonly<Record<Type, readonly string[]>> = {
  smallint: ["1::smallint"],
  integer: ["1", "'1'", "null"],
  bigint: ["12345678901"],
  decimal: ["1.5", "12.345", "'1.5'"],
  real: ["1.5::real"],
  "double precision": ["1e3", "'1.5'"],
  boolean: ["true", "'t'", "null"],
  char: ["'x'::char(3)"],
  varchar: ["'x'", "'x'::varchar(3)", "null"],
  varbyte: ["'a'::varbyte"],
  date: ["date '2008-01-31'", "'2008-01-31'", "current_date"],
  time: ["time '10:00'"],
  timetz: ["timetz '10:00+01'"],
  timestamp: ["timestamp '2008-01-31 10:00'", "'2008-01-31 10:00'", "sysdate"],
  timestamptz: ["timestamptz '2008-01-31 10:00+01'"],
  interval: ["interval '1 day'", "interval '2' hour"],
  super: ["json_parse('[1]')", "null"],
  oid: ["1259::oid", "'1259'", "1"],
  regclass: ["'pg_class'::regclass", "'1259'"],
  name: ["'x'::name", "current_user"],
  array: ["null"],
};

/** Types that a place of a form takes, by the word for it. */
const CLASSES: Readonly<Record<string, readonly Type[]>> = {
  number: NUMBERS,
  whole: WHOLE,
  exact: [...WHOLE, "decimal"],
  text: TEXTS,
  any: TYPES,
  ordered: TYPES.filter((type) => type !== "boolean"),
  "super itself": ["super"],
  same: TYPES,
};

/** A form, and how its arguments stand in it. */
interface Writable {
  readonly form: FunctionForm;
  readonly write: (args: readonly string[]) => string;
}

const entries = Object.values(FUNCTION_TABLES).flatMap((table) => Object.entries(table));

const calls = entries.flatMap(([name, { forms = [], window }]): readonly Writable[] =>
  forms
    .filter(({ duck }) => duck === undefined && window !== "only")
    .map((form) => ({
      form,
      write: (args) =>
        name === "extract" ? `extract(${args.join(" from ")})` : `${name}(${args.join(", ")})`,
    })),
);
const operators: readonly Writable[] = [
  ...Object.entries(BINARY_OPERATORS).flatMap(([sign, forms]) =>
    forms.map((form) => ({ form, write: (args: readonly string[]) => `(${args.join(` ${sign} `)})` })),
  ),
  ...Object.entries(UNARY_OPERATORS).flatMap(([sign, forms]) =>
    forms.map((form) => ({ form, write: ([arg = ""]: readonly string[]) => `(${sign} ${arg})` })),
  ),
];
/** What tables of forms do not tell: functions with rules of their own, with the types of their arguments and of the result. */
const RULES: readonly (readonly [type: Type, takes: readonly string[], text: string])[] = [
  ["timestamp", ["integer", "timestamp"], "dateadd(day, $1, $2)"],
  ["timestamp", ["integer", "date"], "dateadd(hour, $1, $2)"],
  ["bigint", ["timestamp", "date"], "datediff(hour, $1, $2)"],
  ["timestamp", ["timestamp"], "date_trunc('month', $1)"],
  ["integer", ["timestamptz"], "date_part(year, $1)"],
  ["integer", ["date"], "extract(dow from $1)"],
  ["timestamp", ["timestamptz"], "($1 at time zone 'EST')"],
  ["timestamptz", ["timestamp"], "($1 at time zone 'utc')"],
  ["double precision", ["number"], "ceil($1)"],
  ["decimal", ["decimal"], "round($1, 1)"],
  ["decimal", ["decimal"], "trunc($1)"],
  ["integer", ["whole", "whole"], "mod($1, $2)"],
  ["decimal", ["exact", "exact"], "mod($1, $2)"],
  ["varchar", ["timestamp"], "to_char($1, 'YYYY-MM-DD')"],
  ["varchar", ["number"], "to_char($1, '999.99')"],
  ["date", ["varchar"], "to_date($1, 'YYYY-MM-DD')"],
  ["varchar", ["any"], "pg_typeof($1)"],
  ["super", ["varchar", "any"], "object('a', $2)"],
  ["bigint", ["whole"], "fnv_hash($1)"],
  ["varchar", ["text", "text"], "concat($1, $2)"],
  ["varchar", ["super"], "$1.a.b::varchar"],
  ["super", ["super", "super"], "($1 + $2)"],
  ["integer", ["super"], "$1[0]::integer"],
];

const { constantFrom: one, oneof, tuple } = fc;
const DEPTH = { maxDepth: 3, depthIdentifier: "typed" };

/** Expressions by type. */
const TYPED = fc.letrec<Record<Type | "any", string>>((tie) => {
  /** An argument is now and then of a type that the place does not name. */
  const place = (type: Type): fc.Arbitrary<string> =>
    oneof({ weight: 6, arbitrary: tie(type) }, { weight: 1, arbitrary: tie("any") });
  const argument = (spec: string, same: Type): fc.Arbitrary<string> => {
    if (spec === "part") return one("day", "month", "'hour'");
    if (spec === "literal") return one("'x'", "'1'");
    if (spec === "same" || spec === "any" || spec === "ordered") return place(same);
    const types = CLASSES[spec] ?? [spec.replace(/\(.*\)/, "") as Type];
    return types.includes(same) ? place(same) : oneof(...types.map(place));
  };
  const takes = ({ form }: Writable): readonly string[] =>
    form.takes.map((spec) => (spec.split(" = ")[0] as string).replace("...", ""));
  const gives = ({ form: { gives: type } }: Writable, places: readonly string[], wanted: Type): boolean => {
    if (typeof type !== "string") return wanted === "decimal" || wanted === "varchar";
    if (type === "same") return true;
    if (type === "$1") return (CLASSES[places[0] ?? ""] ?? [places[0]]).includes(wanted);
    return type.replace(/\(.*\)/, "") === wanted;
  };
  const written = (writable: Writable, wanted: Type): fc.Arbitrary<string> =>
    tuple(...takes(writable).map((spec) => argument(spec, wanted))).map((args) => writable.write(args));
  const ofForms = (wanted: Type): fc.Arbitrary<string> => {
    const fitting = [...calls, ...operators].filter((writable) => gives(writable, takes(writable), wanted));
    const rules = RULES.filter(([type]) => type === wanted).map(([, specs, text]) =>
      tuple(...specs.map((spec) => argument(spec, wanted))).map((args) =>
        text.replaceAll(/\$(\d)/g, (_, at: string) => args[Number(at) - 1] ?? ""),
      ),
    );
    return oneof(...fitting.map((writable) => written(writable, wanted)), ...rules, one(column(wanted)));
  };
  const conditions = oneof(
    tuple(pairs(place), one("=", "<>", "<", ">", "<=", ">=")).map(
      ([[left, right], sign]) => `(${left} ${sign} ${right})`,
    ),
    tuple(pairs(place), tie("any")).map(([[left, right], third]) => `(${left} in (${right}, ${third}))`),
    tuple(pairs(place), pairs(place)).map(([[left, low], [high]]) => `(${left} between ${low} and ${high})`),
    tuple(tie("any"), one("is null", "is not null")).map(([value, test]) => `(${value} ${test})`),
    tuple(place("varchar"), one("like", "ilike", "similar to", "~", "!~*"), tie("varchar")).map(
      (all) => `(${all.join(" ")})`,
    ),
    tuple(tie("boolean"), one("and", "or"), tie("boolean")).map((all) => `(${all.join(" ")})`),
    tie("boolean").map((value) => `(not ${value})`),
    tuple(tie("any"), pairs(place)).map(
      ([value, [left, right]]) => `(${value} in (select ${left} from every where ${right} is null))`,
    ),
  );
  const sums = tuple(
    oneof(...NUMBERS.map(place)),
    one("+", "-", "*", "/", "%"),
    oneof(...NUMBERS.map(place)),
  ).map((all) => `(${all.join(" ")})`);
  const choices = (type: Type): fc.Arbitrary<string> =>
    oneof(
      tuple(tie("boolean"), place(type), tie(type)).map(
        ([when, then, other]) => `case when ${when} then ${then} else ${other} end`,
      ),
      tuple(tie(type), place(type), place(type), tie(type)).map(
        ([value, when, then, other]) => `case ${value} when ${when} then ${then} else ${other} end`,
      ),
      tuple(tie(type), place(type)).map((all) => `coalesce(${all.join(", ")})`),
      tuple(tie(type), place(type)).map((all) => `nullif(${all.join(", ")})`),
      tuple(tie("any"), tie("any"), tie(type), place(type)).map((all) => `decode(${all.join(", ")})`),
      tie("any").map((value) => `(${value})::${COLUMNS[type]}`),
      tie("any").map((value) => `try_cast(${value} as ${COLUMNS[type]})`),
      tie(type).map((value) => `(select max(${value}) from every)`),
    );
  const of = (type: Type): fc.Arbitrary<string> =>
    oneof(
      DEPTH,
      { weight: 3, arbitrary: oneof(one(column(type)), one(...LITERALS[type])) },
      { weight: 4, arbitrary: ofForms(type) },
      { weight: 2, arbitrary: choices(type) },
      ...(type === "boolean" ? [{ weight: 6, arbitrary: conditions }] : []),
      ...(NUMBERS.includes(type) ? [{ weight: 3, arbitrary: sums }] : []),
    );
  return {
    ...(Object.fromEntries(TYPES.map((type) => [type, of(type)])) as Record<Type, fc.Arbitrary<string>>),
    any: oneof(DEPTH, ...TYPES.map((type) => tie(type))),
  };
});

/** Values of one kind, or of a number and a text. */
function pairs(place: (type: Type) => fc.Arbitrary<string>): fc.Arbitrary<readonly [string, string]> {
  const kinds = [
    NUMBERS,
    TEXTS,
    MOMENTS,
    [...NUMBERS, ...TEXTS],
    ["super", "integer", "varchar"] as const,
    ...TYPES.map((type) => [type]),
  ];
  return oneof(...kinds.map((types) => tuple(oneof(...types.map(place)), oneof(...types.map(place)))));
}

function column(type: Type): string {
  return `"${type}"`;
}

const { any, boolean } = TYPED;

const AGGREGATES = entries.flatMap(([name, { forms = [], window }]) =>
  forms.flatMap(({ duck, takes }) =>
    duck === undefined || takes.length > 1 || window === "only" ? [] : [{ name, takes }],
  ),
);
const aggregate = oneof(
  ...AGGREGATES.map(({ name, takes: [spec = "any"] }) =>
    oneof(...(CLASSES[spec] ?? [spec as Type]).map((type) => TYPED[type])).map(
      (value) => `${name}(${value})`,
    ),
  ),
  any.map((value) => `count(distinct ${value})`),
  tuple(any, any).map(([value, by]) => `listagg(${value}, ',') within group (order by ${by})`),
  oneof(...NUMBERS.map((type) => TYPED[type])).map((value) => `avg(${value})`),
  tuple(TYPED["double precision"]).map(([value]) => `percentile_cont(0.5) within group (order by ${value})`),
);
const window = oneof(
  tuple(oneof(TYPED.bigint, TYPED.decimal, TYPED.varchar), any, any).map(
    ([value, by, order]) =>
      `max(${value}) over (partition by ${by} order by ${order} rows unbounded preceding)`,
  ),
  tuple(any, any).map(([value, order]) => `lag(${value}, 2) over (order by ${order})`),
  tuple(any, any).map(([by, order]) => `row_number() over (partition by ${by} order by ${order})`),
  tuple(any, any).map(
    ([value, order]) =>
      `first_value(${value} ignore nulls) over (order by ${order} rows unbounded preceding)`,
  ),
);

/** Queries of such expressions. */
export const QUERIES: fc.Arbitrary<string> = oneof(
  tuple(any, any, boolean).map(([a, b, where]) => `select ${a}, ${b} as z from every where ${where}`),
  tuple(any, any).map(
    ([a, order]) => `select distinct ${a} as x, ${order} as o from every order by o desc, 1`,
  ),
  tuple(any, aggregate, boolean).map(
    ([key, sum, having]) =>
      `select ${key} as k, ${sum} from every where ${having} group by 1 having count(*) > 1`,
  ),
  tuple(aggregate, aggregate).map((all) => `select ${all.join(", ")} from every`),
  window.map((value) => `select ${value} from every`),
  tuple(any, any, one("union", "union all", "intersect", "except")).map(
    ([a, b, word]) => `select ${a} from every ${word} select ${b} from every`,
  ),
  tuple(any, any).map(
    ([a, b]) =>
      `select 1 from (select ${a} as x from every) as q join (select ${b} as x from every) as r on q.x = r.x`,
  ),
  tuple(any, any).map(
    ([a, b]) =>
      `select x from (select ${a} as x from every) as q join (select ${b} as x from every) as r using (x)`,
  ),
);
