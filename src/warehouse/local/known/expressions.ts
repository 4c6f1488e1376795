/** Expressions and conditions that are not functions ("Expressions", "Conditions", "Literals" of the Database Developer Guide). */
import type { KnownClauses } from "./entry.ts";

const LOGIC = "Logical condition";
const COMPARISON = "Comparison condition";
const CASTS = "CAST and CONVERT functions";
const POSIX = "POSIX operators";
const NAVIGATION = "Querying semistructured data";

/** Conditions by their words. */
export const CONDITIONS: KnownClauses = {
  "=, <>, !=, <, <=, >, >=": {
    page: COMPARISON,
    example: "select a from t where a <> 1 and a != 2 and a >= 3",
    differs: "a number and a text are compared as texts; a DECIMAL and a text are an error",
  },
  "a row = a row": { page: COMPARISON, example: "select a from t where (a, b) = (1, 'x')" },
  "a row < a row": {
    page: COMPARISON,
    example: "select a from t where (a, b) < (1, 'x')",
    refused: "compare its columns",
  },
  "IS TRUE, IS FALSE, IS UNKNOWN": { page: COMPARISON, example: "select (a = 1) is not true from t" },
  "AND, OR, NOT": { page: LOGIC, example: "select a from t where not a = 1 and (b = 'x' or b = 'y')" },
  "LIKE, ILIKE": {
    page: "LIKE",
    example: "select a from t where b like 'x%' and b not ilike '_^%' escape '^'",
  },
  "SIMILAR TO": { page: "SIMILAR TO", example: "select a from t where b similar to '(x|y)%'" },
  "~, !~, ~*, !~*": {
    page: POSIX,
    example: "select a from t where b ~ '^x' and b !~* 'y'",
    differs: "DuckDB's RE2: no back-references; patterns are those of the manual's tables",
  },
  BETWEEN: { page: "BETWEEN range condition", example: "select a from t where a not between 1 and 2" },
  "IS NULL": { page: "Null condition", example: "select a from t where a is not null" },
  EXISTS: {
    page: "EXISTS condition",
    example: "select a from t where exists (select 1 from u where u.a = t.a)",
  },
  IN: { page: "IN condition", example: "select a from t where a in (1, 2) and b not in (select b from u)" },
  "a row IN": { page: "IN condition", example: "select a from t where (a, b) in (select a, b from u)" },
  "= ANY, > ALL": { page: "Subquery examples", example: "select a from t where a = any (select a from u)" },
};

/** Expressions by their words. */
export const EXPRESSIONS: KnownClauses = {
  "a subquery as a value": { page: "Subquery examples", example: "select (select max(a) from u) from t" },
  "a correlated subquery": {
    page: "Correlated subqueries",
    example: "select a from t where a = (select max(u.a) from u where u.b = t.b)",
  },
  "CASE WHEN": {
    page: "CASE conditional expression",
    example: "select case when a = 1 then 'x' else b end from t",
  },
  "CASE value WHEN": {
    page: "CASE conditional expression",
    example: "select case a when 1 then 'x' end from t",
  },
  "CAST, ::": { page: CASTS, example: "select cast(a as decimal(10, 2)), b::char(5) from t" },
  CONVERT: { page: CASTS, example: "select convert(bigint, a) from t" },
  TRY_CAST: { page: "TRY_CAST function", example: "select try_cast(b as integer) from t" },
  "string literals, with \\ and $$": { page: "Literals", example: "select 'it''s', e'a\\nb', $$x$$" },
  "date 'yyyy-mm-dd' and its kin": {
    page: "Date, time, and timestamp literals",
    example: "select date '2008-01-31', timestamp '2008-01-31 10:00', time '10:00'",
  },
  "interval '1 day'": {
    page: "Interval literals without qualifier syntax",
    example: "select c + interval '1 day 2 hours' from t",
  },
  "interval '1' day": {
    page: "Interval data types and literals",
    example: "select c + interval '30' day from t",
    differs: "one type holds both kinds of intervals",
  },
  "AT TIME ZONE": { page: "AT TIME ZONE function", example: "select c::timestamp at time zone 'EST' from t" },
  "EXTRACT (part FROM x)": { page: "EXTRACT function", example: "select extract(year from c) from t" },
  "TRIM ([BOTH | LEADING | TRAILING] x FROM y)": {
    page: "TRIM function",
    example: "select trim(leading 'x' from b) from t",
  },
  "POSITION (x IN y)": { page: "POSITION function", example: "select position('x' in b) from t" },
  "SUBSTRING (x FROM n FOR n)": {
    page: "SUBSTRING function",
    example: "select substring(b from 1 for 2) from t",
  },
  "a.b[0].c of a SUPER": { page: NAVIGATION, example: "select t.d.items[0].x from t" },
  "DEFAULT as a value": { page: "INSERT", example: "insert into t (a, b) values (1, default)" },
};

const MATH = "Mathematical operator symbols";
const INTERVALS = "Interval literals without qualifier syntax";
const MOMENTS = "Date and time functions";

/** Operators by their signs; the conditions have those that compare. */
export const OPERATORS: KnownClauses = {
  "+, -, *, / of numbers": {
    page: MATH,
    example: "select a + 1, a - 1.5, a * 2, a / 2 from t",
    differs:
      "digits beyond the scale of a quotient of decimals are cut off, about which the guide says nothing",
  },
  "%, ^, |/, ||/, @": { page: MATH, example: "select a % 2, a ^ 2, |/ 25.0, ||/ 27.0, @ -5.0 from t" },
  "&, |, #, ~, <<, >>": { page: MATH, example: "select a & 1, a | 1, a # 1, ~ a, a << 1, a >> 1 from t" },
  "||": { page: "|| (Concatenation) operator", example: "select b || 'x' from t" },
  "+, - of dates, days and intervals": {
    page: INTERVALS,
    example: "select c + 7, c - c, c + interval '1 day' from t",
  },
  "*, / of an interval": { page: INTERVALS, example: "select interval '1 day' * 2, interval '1 day' / 2" },
  "+ of a date and a time": { page: MOMENTS, example: "select c + time '10:00' from t" },
  "~~, !~~, ~~*, !~~*": { page: "LIKE", example: "select b ~~ 'x%', b !~~* 'x%' from t" },
  "||, +, ~, &, |, # of VARBYTE": {
    page: "VARBYTE operators",
    example: "select 'a'::varbyte || 'b'::varbyte",
  },
};
