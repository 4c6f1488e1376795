/** What makes DuckDB count, sort and read the clock as Redshift does; statements for every connection that answers a session. */
export const SESSION_SETTINGS: readonly string[] = [
  "SET integer_division = true",
  "SET default_null_order = 'nulls_last_on_asc_first_on_desc'",
  // What orders by a constant orders nothing, and is no error.
  "SET order_by_non_integer_literal = true",
  "SET TimeZone = 'UTC'",
  "SET schema = 'public'",
];
