/** "Hash functions" of the Database Developer Guide. */
import type { FunctionTable } from "./entry.ts";

/** By name. */
export const HASH_FUNCTIONS: FunctionTable = {};
