/** Functions with regular expressions: REGEXP_COUNT and the like of "String functions" in the Database Developer Guide. */
import type { FunctionTable } from "./entry.ts";

/** By name. */
export const REGEXP_FUNCTIONS: FunctionTable = {};
