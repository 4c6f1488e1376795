/**
 * What DuckDB or Postgres take and Redshift refuses, clause by clause. From the Database Developer Guide ("Unsupported
 * PostgreSQL features", the syntax of each command, "Leader node-only functions") and, where `says` is given, in the
 * words that users of Redshift report.
 */
import type { StatementKind } from "./statement-kind.ts";

/** One clause that is refused: how it is found, what is said of it, and what to write in its place. */
export interface RefusedClause {
  /**
   * Words and symbols that stand one after the other: `|` between alternatives, NAME for any name, `^` for the
   * beginning of the statement. The problem is at the word with a `!`, or at the first.
   */
  readonly at: string;
  /** Only in statements of these kinds. */
  readonly in?: readonly StatementKind[];
  /** What Redshift lacks; the message is then a syntax error. */
  readonly no?: string;
  /** Redshift's message; `%` stands for the beginning of the statement. */
  readonly says?: string;
  /** 0A000 with `says`, 42601 with `no`, unless it is given. */
  readonly sqlState?: string;
  readonly next: string;
}

const CHANGES: readonly StatementKind[] = ["insert", "update", "delete", "merge"];
const TABLES: readonly StatementKind[] = ["create_table", "alter"];
const ONE_ROW = "number the rows with row_number() over (partition by … order by …) and keep the first";
const UPSERT = "use MERGE, or DELETE … USING and INSERT in one transaction";
const DUCKDB = "this is a statement of DuckDB; leave it out";
const COMMAND = 'SQL command "%" not supported.';

/** All of them; of several that fit one place the first is told. */
export const REFUSED_CLAUSES: readonly RefusedClause[] = [
  // Changing rows.
  { at: "on conflict", in: ["insert"], no: "ON CONFLICT", next: UPSERT },
  { at: "on duplicate", in: ["insert"], no: "ON DUPLICATE KEY", next: UPSERT },
  { at: "^ with", in: ["insert"], no: "WITH before INSERT", next: "write INSERT INTO t (…) WITH … SELECT …" },
  { at: "^ insert !or", no: "INSERT OR REPLACE", next: UPSERT },
  { at: "^ replace into", no: "REPLACE INTO", next: UPSERT },
  {
    at: "into NAME !by name|position",
    in: ["insert"],
    no: "INSERT … BY NAME",
    next: "name the columns: insert into t (a, b) …",
  },
  {
    at: "into NAME . NAME !by name|position",
    in: ["insert"],
    no: "INSERT … BY NAME",
    next: "name the columns: insert into s.t (a, b) …",
  },
  {
    at: "returning NAME|*|(",
    in: CHANGES,
    no: "RETURNING",
    next: "read the rows with a SELECT in the same transaction",
  },
  { at: "set (", in: ["update"], no: "SET (a, b) = …", next: "set each column alone: set a = …, b = …" },

  // Queries.
  { at: "select !distinct on (", says: "SELECT DISTINCT ON is not supported", next: ONE_ROW },
  {
    at: "from|join|, !lateral (",
    no: "LATERAL",
    next: "join a subquery that is grouped by the key; a SUPER column is unnested by naming it in FROM",
  },
  {
    at: "from|join|, !lateral NAME (",
    no: "LATERAL",
    next: "a SUPER column is unnested by naming it in FROM: from t, t.items as item",
  },
  {
    at: "fetch first|next",
    in: ["select", "select_into", "insert", "create_table_as", "create_view"],
    no: "FETCH FIRST",
    next: "write LIMIT n",
  },
  {
    at: "tablesample bernoulli|system|reservoir|(",
    no: "TABLESAMPLE",
    next: "order by random() and limit, or filter by a hash of the key",
  },
  {
    at: "using sample",
    no: "USING SAMPLE",
    next: "order by random() and limit, or filter by a hash of the key",
  },
  {
    at: "for update|share",
    in: ["select"],
    no: "SELECT … FOR UPDATE",
    next: "LOCK the table as the first statement of the transaction",
  },
  {
    at: "for no key",
    in: ["select"],
    no: "SELECT … FOR NO KEY UPDATE",
    next: "LOCK the table as the first statement of the transaction",
  },
  {
    at: "filter ( where",
    no: "FILTER",
    next: "put a CASE into the aggregate: sum(case when … then 1 else 0 end)",
  },
  { at: "is distinct from", no: "IS DISTINCT FROM", next: "write: a != b or (a is null) != (b is null)" },
  {
    at: "is not distinct from",
    no: "IS NOT DISTINCT FROM",
    next: "write: a = b or (a is null and b is null)",
  },
  {
    at: "from|join NAME !qualify",
    no: "QUALIFY behind a table without an alias",
    next: "give the table an alias: from t as t qualify …",
  },
  {
    at: "from|join NAME . NAME !qualify",
    no: "QUALIFY behind a table without an alias",
    next: "give the table an alias: from s.t as t qualify …",
  },
  {
    at: "select|distinct|all|,|. * !replace|except|rename (",
    no: "this form of SELECT *",
    next: "name the columns; to leave some out, SELECT * EXCLUDE (…)",
  },
  { at: "^ from", no: "FROM before SELECT", next: "write SELECT * FROM …" },
  { at: "( !from", no: "FROM before SELECT", next: "write (SELECT * FROM …)" },
  { at: "( !values", no: "VALUES as a table", next: "write SELECT … UNION ALL SELECT …" },
  { at: "^ values", no: "VALUES as a statement", next: "write SELECT … UNION ALL SELECT …" },
  { at: "^ table", no: "TABLE as a statement", next: "write SELECT * FROM …" },
  { at: "^ pivot|unpivot", no: "PIVOT as a statement", next: "write SELECT … FROM t PIVOT (…)" },
  { at: "order by all", no: "ORDER BY ALL", next: "name the columns" },
  {
    at: "asof|positional|semi|anti join",
    no: "a join of this kind",
    next: "write an inner or a left join, or WHERE EXISTS",
  },
  {
    at: "over !NAME",
    no: "named windows",
    next: "write the window itself: over (partition by … order by …)",
  },
  { at: "[ ]", no: "arrays", next: "keep a list as SUPER: array(1, 2, 3), or a row for each element" },
  { at: "[", in: ["create_table"], no: "arrays", next: "declare the column as super" },
  {
    at: "array [",
    says: "ARRAY[…] is not supported",
    next: "keep a list as SUPER: array(1, 2, 3), or a row for each element",
  },
  {
    at: "select|distinct|in|then|else|and|or|not|(|,|=|[ ![",
    no: "lists",
    next: "keep a list as SUPER: array(1, 2, 3), or a row for each element",
  },
  {
    at: "->",
    no: "lambdas and the operator ->",
    next: "for JSON use json_extract_path_text(…), or a SUPER column and a.b[0]",
  },
  {
    at: "->>",
    no: "the operator ->>",
    next: "for JSON use json_extract_path_text(…), or a SUPER column and a.b[0]",
  },
  { at: "@>|<@", no: "operators on arrays", next: "unnest the SUPER column by naming it in FROM" },
  { at: "==", no: "the operator ==", next: "write =" },
  { at: "//", no: "the operator //", next: "write /, which divides whole numbers without a rest" },
  { at: "**", no: "the operator **", next: "write power(a, b)" },

  // Tables and other objects.
  {
    at: "^ create index",
    says: 'SQL command "%" not supported on Redshift tables.',
    next: "choose a DISTKEY and a SORTKEY for the table",
  },
  {
    at: "^ create unique index",
    says: 'SQL command "%" not supported on Redshift tables.',
    next: "choose a DISTKEY and a SORTKEY; uniqueness is for a check",
  },
  { at: "^ create sequence", says: COMMAND, next: "declare the column as bigint identity (1, 1)" },
  {
    at: "^ create temp|temporary sequence",
    says: COMMAND,
    next: "declare the column as bigint identity (1, 1)",
  },
  { at: "^ create type|domain", says: COMMAND, next: "use varchar, and a check for the values" },
  {
    at: "^ create trigger|rule|extension|operator|tablespace",
    says: COMMAND,
    next: "leave it out; what it does belongs into a step",
  },
  { at: "^ create macro|secret", no: "macros and secrets", next: "write the expression where it is used" },
  {
    at: "^ create or replace table",
    no: "CREATE OR REPLACE TABLE",
    next: "DROP TABLE IF EXISTS, then CREATE TABLE",
  },
  {
    at: "^ create or replace temp|temporary table",
    no: "CREATE OR REPLACE TABLE",
    next: "DROP TABLE IF EXISTS, then CREATE TEMP TABLE",
  },
  {
    at: "^ create temp|temporary view",
    no: "temporary views",
    next: "write CREATE TEMP TABLE … AS, or a CTE",
  },
  { at: "^ create unlogged", no: "UNLOGGED", next: "write CREATE TEMP TABLE for what need not last" },
  {
    at: "check (",
    in: TABLES,
    says: "ALTER/CREATE TABLE column CHECK constraint is not supported",
    next: "write a check that returns the offending rows",
  },
  {
    at: "exclude using|(",
    in: TABLES,
    says: "EXCLUDE constraint is not supported",
    next: "write a check that returns the offending rows",
  },
  {
    at: "generated always as",
    in: TABLES,
    no: "GENERATED ALWAYS",
    next: "for ids IDENTITY (1, 1); other values are computed by the statement that inserts",
  },
  {
    at: "on delete|update cascade|restrict|no|set",
    in: TABLES,
    no: "actions of foreign keys, since keys are not enforced",
    next: "leave the action out",
  },
  { at: "deferrable", in: TABLES, no: "DEFERRABLE, since keys are not enforced", next: "leave it out" },
  { at: "partition by", in: ["create_table"], no: "partitions", next: "use a SORTKEY on the column" },
  { at: "inherits (", in: ["create_table"], no: "INHERITS", next: "write the columns out, or LIKE" },
  {
    at: "on commit",
    in: ["create_table", "create_table_as"],
    no: "ON COMMIT",
    next: "drop the table at the end",
  },
  { at: "add column if", in: ["alter"], no: "ADD COLUMN IF NOT EXISTS", next: "look into svv_columns first" },
  { at: "drop column if", in: ["alter"], no: "DROP COLUMN IF EXISTS", next: "look into svv_columns first" },
  {
    at: ", add|drop|alter",
    in: ["alter"],
    no: "several changes in one ALTER TABLE",
    next: "write one ALTER TABLE for each",
  },
  { at: ",", in: ["truncate"], no: "TRUNCATE of several tables", next: "write one TRUNCATE for each" },

  // Other statements.
  {
    at: "from|to !stdin|stdout|program",
    in: ["copy"],
    says: "LOAD source is not supported. (Hint: only S3 or DynamoDB or EMR based load is allowed)",
    next: "put the data into S3 and COPY from there",
  },
  { at: "^ copy !(", no: "COPY of a query", next: "write UNLOAD ('select …') TO 's3://…'" },
  { at: "^ copy NAME !to", no: "COPY … TO", next: "write UNLOAD ('select …') TO 's3://…'" },
  { at: "^ savepoint|release", says: COMMAND, next: "leave it out; a failed statement ends the transaction" },
  { at: "^ rollback to", says: COMMAND, next: "leave it out; a failed statement ends the transaction" },
  {
    at: "^ pragma|attach|detach|install|load|export|import|checkpoint|summarize|describe|force",
    no: "this statement",
    next: DUCKDB,
  },
  { at: "^ listen|notify|unlisten|reindex|cluster|do", no: "this statement", next: "leave it out" },
];
