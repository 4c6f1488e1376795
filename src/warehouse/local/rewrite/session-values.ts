/** What the session knows and a statement may ask for, such as `pg_last_copy_count()`. */

/** DuckDB literals by the name of the function that asks for them, in lower case; none of the functions takes an argument. */
export type SessionValues = Readonly<Record<string, string>>;
