/** The words that the rewriter passes on as they are; every other word is a name. */

/** Words of queries and of statements that change rows. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  `select distinct from where group by having order limit offset as on and or not in is null true false case when then else
  end between like ilike escape exists any all some union intersect except join inner left right full outer cross natural using asc
  desc with recursive values insert into update set delete merge matched default qualify over partition
  similar sets rollup cube grouping nulls`.split(/\s+/),
);

/** Words that are keywords only behind certain others, by word, and names anywhere else. */
export const AFTER: Readonly<Record<string, readonly string[]>> = {
  first: ["nulls"],
  last: ["nulls"],
};

/** Words that open a window frame, and stand nowhere else than in OVER ( … ). */
export const FRAME: ReadonlySet<string> = new Set(
  "rows range between unbounded preceding following current row and".split(" "),
);

/** Words that call a function without brackets, and the DuckDB expression for each. */
export const BARE_FUNCTIONS: Readonly<Record<string, string>> = {
  current_date: "CAST((now() AT TIME ZONE 'UTC') AS DATE)",
  current_timestamp: "now()",
  sysdate: "CAST((now() AT TIME ZONE 'UTC') AS TIMESTAMP)",
  current_user: "'dwh'",
  session_user: "'dwh'",
  user: "'dwh'",
};

/** Words behind which a name is a table: a bracket behind it opens a list of columns, not arguments. */
export const BEFORE_TABLE: ReadonlySet<string> = new Set(["from", "join", "into", "update", "using"]);
/** Types that stand before a literal: `date '2018-11-01'`. */
export const TYPED: ReadonlySet<string> = new Set(["timestamp", "date", "time", "interval", "timestamptz"]);

/** System tables that COPY writes. */
export const LOAD_LOG: ReadonlySet<string> = new Set([
  "stl_load_errors",
  "stl_load_commits",
  "sys_load_error_detail",
  "sys_load_history",
  "sys_load_detail",
]);

/** System views that tell of this moment, and not of what is committed. */
export const LIVE_VIEWS: ReadonlySet<string> = new Set(["svv_transactions", "pg_locks", "stv_sessions"]);

/** System tables and views, which Redshift finds without a schema. */
export const SYSTEM_VIEWS: ReadonlySet<string> = new Set([
  ...LOAD_LOG,
  ...LIVE_VIEWS,
  "pg_attrdef",
  "pg_attribute",
  "pg_class",
  "pg_class_info",
  "pg_constraint",
  "pg_depend",
  "pg_namespace",
  "pg_table_def",
  "svv_table_info",
  "svv_columns",
  "svv_tables",
]);
