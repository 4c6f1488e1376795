/** All clauses, conditions and expressions, by the heading that they have in docs/dialect.md. */
import type { KnownClauses } from "./entry.ts";
import { CONDITIONS, EXPRESSIONS, OPERATORS } from "./expressions.ts";
import { QUERY_CLAUSES } from "./query-clauses.ts";
import { UNLOAD_CLAUSES } from "./unload-clauses.ts";
import {
  ALTER_TABLE_CLAUSES,
  CHANGE_CLAUSES,
  CREATE_TABLE_CLAUSES,
  SESSION_CLAUSES,
} from "./table-clauses.ts";

/** By heading. */
export const KNOWN_CLAUSES: Readonly<Record<string, KnownClauses>> = {
  "Clauses of queries": QUERY_CLAUSES,
  "Clauses of CREATE": CREATE_TABLE_CLAUSES,
  "Clauses of ALTER TABLE": ALTER_TABLE_CLAUSES,
  "Clauses of INSERT, UPDATE, DELETE, MERGE and DROP": CHANGE_CLAUSES,
  "Clauses of other statements": SESSION_CLAUSES,
  "Options of UNLOAD": UNLOAD_CLAUSES,
  Conditions: CONDITIONS,
  Operators: OPERATORS,
  Expressions: EXPRESSIONS,
};
