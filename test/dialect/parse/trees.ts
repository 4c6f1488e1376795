/** Trees of expressions and queries by chance, as the parser makes them, with no positions. */
import fc from "fast-check";
import type { Expression } from "../../../src/dialect/syntax/expression.ts";
import type { Query } from "../../../src/dialect/syntax/query.ts";

const span = [0, 0] as const;
const one = fc.constantFrom;
/** One depth for all, so that no part of a tree grows on its own. */
const DEPTH = { depthIdentifier: "tree", maxDepth: 5 };
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(of, { nil: undefined, ...DEPTH, freq: 1 });
const few = <T>(of: fc.Arbitrary<T>, least = 1, most = 2): fc.Arbitrary<T[]> =>
  fc.array(of, { minLength: least, maxLength: most, size: "max", depthIdentifier: "tree" });

const WORDS =
  `a b x y sales date time timestamp interval select from where at set start connect exclude prior level exists values
  order user default left qualify over filter approximate array count trim convert position substring cast row any case end rollup
  datetime like is not true null table overlaps collate operator`.split(/\s+/);

const word = fc.oneof({ weight: 8, arbitrary: one(...WORDS) }, fc.string({ minLength: 1, maxLength: 4 }));

/** Redshift folds names, and they hold no NUL. */
const name = fc
  .oneof(
    { weight: 9, arbitrary: word.map((value) => ({ value: fold(value), variable: false })) },
    { weight: 1, arbitrary: one("v", "w").map((value) => ({ value, variable: true })) },
  )
  .map((both) => ({ kind: "name" as const, ...both, span }));

function fold(value: string): string {
  return value.replaceAll("\0", "0").replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const qualified = few(name).map((parts) => ({ kind: "qualified_name" as const, parts, span }));
const string = fc
  .string({ maxLength: 6 })
  .map((value) => ({ kind: "string" as const, value: value.replaceAll("\0", ""), span }));
const number = one("1", ".5", "10.", "1e5", "42").map((text) => ({ kind: "number" as const, text, span }));
const type = fc.oneof(
  one(
    "int",
    "varchar",
    "timestamp",
    "timestamp with time zone",
    "double precision",
    "interval day to second",
    "super",
  ).map((named) => ({ kind: "type_name" as const, name: named, args: [], span })),
  one("decimal", "character varying", "time without time zone", "bpchar").map((named) => ({
    kind: "type_name" as const,
    name: named,
    args: named === "decimal" ? ([10, 2] as const) : named === "bpchar" ? (["max"] as const) : ([3] as const),
    span,
  })),
);
const column = few(name).map((parts) => ({ kind: "column" as const, parts, span }));
const field = one("year", "month", "day", "hour", "minute", "second");

/** A leaf is taken often, or most trees would be as large as they may be. */
const leaf = fc.oneof(
  string,
  number,
  column,
  fc.record({ kind: one("constant" as const), value: one("true", "false", "null"), span: one(span) }),
  fc.record({
    kind: one("variable" as const),
    name: one("v", "w"),
    form: one("literal", "bare"),
    span: one(span),
  }),
  fc.record({ kind: one("parameter" as const), number: fc.integer({ min: 1, max: 9 }), span: one(span) }),
  fc.record({
    kind: one("keyword_value" as const),
    name: one("sysdate", "current_date", "user"),
    span: one(span),
  }),
  fc.record({
    kind: one("typed_literal" as const),
    type: one("date", "timestamp", "timestamp with time zone", "double precision").map((named) => ({
      kind: "type_name" as const,
      name: named,
      args: [],
      span,
    })),
    value: string,
    span: one(span),
  }),
  maybe(field).map((from) => ({
    kind: "interval" as const,
    value: { kind: "string" as const, value: "1", span },
    from,
    to: from === "year" ? "month" : from === "day" ? "second" : undefined,
    precision: from === "day" ? 3 : undefined,
    span,
  })),
  column.map((of) => ({ kind: "outer_join_mark" as const, column: of, span })),
  column.map((operand) => ({
    kind: "prior" as const,
    operand: { ...operand, parts: [{ ...operand.parts[0], value: "a", variable: false }] },
    span,
  })),
);

const BINARY = "= <> < > <= >= + - * / % ^ || | & # << >> ~ ~* !~ !~* ~~ ~~* !~~ !~~*".split(" ");

/** A tree as the parser makes it: brackets that mean nothing leave no query of their own. */
function canonical(query: Query): Query {
  const { body } = query;
  if (body.kind === "query") return isBare(query) ? body : query;
  if (body.kind === "select") return query;
  const [first, ...rest] = [body.first, ...body.rest.map((operand) => operand.query)].map((operand) =>
    operand.kind === "query" && isBare(operand) && operand.body.kind === "select" ? operand.body : operand,
  );
  const operands = body.rest.map(({ operator }, index) => ({ operator, query: rest[index] as Query }));
  return { ...query, body: { ...body, first: first as Query, rest: operands } };
}

/** Whether it is printed without a bracket before it: behind ARRAY a bracket is the function's argument. */
function beginsWithWord({ with: common, body }: Query): boolean {
  if (common !== undefined || body.kind === "select") return true;
  if (body.kind === "query") return false;
  return body.first.kind === "select";
}

function isBare(query: Query): boolean {
  return (
    query.with === undefined &&
    query.orderBy.length === 0 &&
    query.limit === undefined &&
    query.offset === undefined
  );
}

const { expression: anyExpression, query: anyQuery } = fc.letrec<{
  expression: unknown;
  query: unknown;
  from: unknown;
  window: unknown;
  order: unknown;
  body: unknown;
  item: unknown;
}>((tie) => {
  const expression = tie("expression");
  const query = tie("query");
  const node = (kind: string, of: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
    fc.record({ kind: one(kind), ...of, span: one(span) });
  // A subquery alone in the brackets is the query itself.
  const notQuery = expression.filter((of) => (of as Expression).kind !== "subquery");
  const alias = node("alias", { name, columns: few(name, 0, 2) });
  const bound = fc.oneof(
    node("frame_bound", {
      at: one("unbounded preceding", "current row", "unbounded following"),
      offset: one(undefined),
    }),
    node("frame_bound", { at: one("preceding", "following"), offset: expression }),
  );
  return {
    expression: fc.oneof(
      DEPTH,
      { weight: 16, arbitrary: leaf },
      node("unary", { operator: one("-", "+", "~", "@", "|/", "||/", "not"), operand: expression }),
      node("binary", { operator: one(...BINARY), left: expression, right: expression }),
      node("logical", { operator: one("and", "or"), operands: few(expression, 2, 3) }),
      node("is", { operand: expression, not: fc.boolean(), test: one("null", "true", "false", "unknown") }),
      node("between", {
        operand: expression,
        not: fc.boolean(),
        symmetric: fc.boolean(),
        low: expression,
        high: expression,
      }),
      node("in_list", { operand: expression, not: fc.boolean(), items: few(notQuery) }),
      node("in_query", { operand: expression, not: fc.boolean(), query }),
      node("like", {
        operator: one("like", "ilike", "similar to"),
        operand: expression,
        not: fc.boolean(),
        pattern: expression,
        escape: maybe(expression),
      }),
      node("quantified", {
        operand: expression,
        operator: one("=", "<>", "<"),
        quantifier: one("any", "all"),
        of: fc.oneof(query, notQuery),
      }),
      node("exists", { query }),
      node("subquery", { query }),
      node("array_query", { query: query.filter((of) => beginsWithWord(of as Query)) }),
      node("row", { items: few(expression, 2, 3) }),
      node("case", {
        operand: maybe(expression),
        branches: few(fc.record({ when: expression, result: expression }), 1, 2),
        otherwise: maybe(expression),
      }),
      node("cast", { form: one("cast", "::", "try_cast", "convert"), operand: expression, type }),
      node("at_time_zone", { operand: expression, zone: expression }),
      node("collate", {
        operand: expression,
        collation: one({
          kind: "qualified_name",
          parts: [{ kind: "name", value: "c", variable: false, span }],
          span,
        }),
      }),
      node("field", { base: expression, name }),
      node("subscript", { base: expression, index: expression }),
      node("extract", { part: one("year", "epoch", "select"), operand: expression }),
      node("trim", {
        side: maybe(one("both", "leading", "trailing")),
        characters: maybe(expression),
        operand: expression,
      }),
      node("position", { needle: expression, haystack: expression }),
      node("call", {
        name: qualified,
        approximate: one(false),
        quantifier: maybe(one("distinct", "all")),
        args: fc.oneof(few(expression), one([{ kind: "star", of: [], span }])),
        nulls: maybe(one("ignore", "respect")),
        withinGroup: maybe(few(tie("order"))),
        over: maybe(tie("window")),
      }),
    ),
    order: node("order_item", {
      expression,
      direction: maybe(one("asc", "desc")),
      nulls: maybe(one("first", "last")),
    }),
    window: node("window", {
      partitionBy: few(expression, 0),
      orderBy: few(tie("order"), 0),
      frame: maybe(node("frame", { unit: one("rows", "range"), start: bound, end: maybe(bound) })),
    }),
    item: fc.oneof(
      node("select_item", { expression, alias: maybe(name) }),
      node("select_item", { expression: node("star", { of: few(name, 0, 2) }), alias: one(undefined) }),
    ),
    from: fc.oneof(
      DEPTH,
      node("table", { name: qualified, alias: maybe(alias) }),
      node("derived_table", { query, alias: alias }),
      node("join", {
        type: one("inner", "left", "right", "full"),
        natural: one(false),
        left: tie("from"),
        right: tie("from"),
        on: expression,
        using: one([]),
      }),
      node("join", {
        type: one("inner", "left"),
        natural: one(false),
        left: tie("from"),
        right: tie("from"),
        on: one(undefined),
        using: few(name),
      }),
      node("join", {
        type: one("inner", "left"),
        natural: one(true),
        left: tie("from"),
        right: tie("from"),
        on: one(undefined),
        using: one([]),
      }),
      node("join", {
        type: one("cross"),
        natural: one(false),
        left: tie("from"),
        right: tie("from"),
        on: one(undefined),
        using: one([]),
      }),
      node("pivot", {
        source: tie("from"),
        aggregate: tie("item"),
        by: name,
        values: few(tie("item")),
        alias: maybe(alias),
      }),
      node("unpivot", {
        source: tie("from"),
        nulls: maybe(one("include", "exclude")),
        value: name,
        name,
        columns: few(node("unpivot_column", { column: name, alias: maybe(name) })),
        alias: maybe(alias),
      }),
    ),
    body: fc.oneof(
      DEPTH,
      node("select", {
        quantifier: maybe(one("distinct", "all")),
        top: maybe(one({ kind: "number", text: "5", span })),
        items: few(tie("item")),
        exclude: few(name, 0, 2),
        into: maybe(node("into", { temporary: fc.boolean(), table: qualified })),
        from: few(tie("from"), 0, 2),
        where: maybe(expression),
        connectBy: maybe(node("connect_by", { startWith: maybe(expression), condition: expression })),
        groupBy: maybe(node("group_by", { items: fc.oneof(one("all"), few(expression)) })),
        having: maybe(expression),
        qualify: maybe(expression),
      }),
      query,
      node("set_operation", {
        first: query,
        rest: few(fc.record({ operator: one("union", "union all", "except"), query })),
      }),
      node("set_operation", { first: query, rest: few(fc.record({ operator: one("intersect"), query })) }),
    ),
    query: node("query", {
      with: maybe(
        node("with", {
          recursive: fc.boolean(),
          tables: few(node("common_table", { name, columns: few(name, 0, 2), query }), 1, 2),
        }),
      ),
      body: tie("body"),
      orderBy: few(tie("order"), 0, 2),
      limit: maybe(expression),
      offset: maybe(expression),
    }).map((tree) => canonical(tree as Query)),
  };
});

/** Expressions of every kind. */
export const expressions = anyExpression as fc.Arbitrary<Expression>;

/** Queries with every clause. */
export const queries = anyQuery as fc.Arbitrary<Query>;
