/** The commands that change tables and not what is loaded; a part of declarations.ts. */

/** Their declarations by name. */
export const TABLE_COMMANDS = {
  reset: {
    summary: "Empties all tables, and recreates those whose definition has changed",
    opens: "empty",
    settings: ["warehouse", "sqlDir"],
    flags: ["yes"],
    formats: ["text", "json"],
    examples: ["dwh reset", "dwh reset --yes"],
  },
  migrate: {
    summary: "Changes the tables to what sql/schema declares: shows the statements, and runs them with --yes",
    details:
      "Rows and grants stay. What Redshift does in a transaction is done in one, the rest one by one; after an interruption it goes on with what is left. A column is dropped only if the " +
      "header of its file says so, `-- drops: name`. docs/changes.md walks through it.",
    opens: "look",
    settings: ["warehouse", "sqlDir"],
    flags: ["yes"],
    formats: ["text", "json"],
    examples: ["dwh migrate", "dwh migrate --yes"],
  },
} as const;
