/** How large what a statement makes may be. */

/** "The maximum number of columns you can define in a single table is 1,600" ("CREATE TABLE", "Limits"). A list of columns is held to the same. */
export const MAX_COLUMNS = 1600;
