/** What makes DuckDB count, sort and read the clock as Redshift does. */

/** Settings of the instance, which all of its connections have. */
export const COUNTING_SETTINGS = {
  integer_division: "true",
  default_null_order: "nulls_last_on_asc_first_on_desc",
  // What orders by a constant orders nothing, and is not an error.
  order_by_non_integer_literal: "true",
};

/** Statements for every connection that answers a session: an instance cannot be opened with these. */
export const SESSION_SETTINGS: readonly string[] = ["SET TimeZone = 'UTC'", "SET schema = 'public'"];
