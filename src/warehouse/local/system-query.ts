/** A system table or view: its name, and DuckDB's query for it, in which others stand as `_redshift.name`. */
export type SystemQuery = readonly [name: string, query: string];
