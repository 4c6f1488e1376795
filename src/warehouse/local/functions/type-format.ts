/** "Data type formatting functions" of the Database Developer Guide. */
import type { FunctionTable } from "./entry.ts";

/** By name. */
export const TYPE_FORMAT_FUNCTIONS: FunctionTable = {};
