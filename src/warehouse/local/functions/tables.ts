/** All functions, chapter by chapter ("SQL functions reference" of the Database Developer Guide). */
import { AGGREGATE_FUNCTIONS } from "./aggregate.ts";
import { CATALOGUE_FUNCTIONS } from "./catalogue.ts";
import { CONDITIONAL_FUNCTIONS } from "./conditional.ts";
import { DATE_FUNCTIONS } from "./date.ts";
import type { FunctionEntry, FunctionTable } from "./entry.ts";
import { HASH_FUNCTIONS } from "./hash.ts";
import { JSON_FUNCTIONS } from "./json.ts";
import { MATH_FUNCTIONS } from "./math.ts";
import {
  HYPERLOGLOG_FUNCTIONS,
  MODEL_FUNCTIONS,
  OTHER_SYSTEM_FUNCTIONS,
  SPATIAL_FUNCTIONS,
  VARBYTE_FUNCTIONS,
} from "./not-here.ts";
import { REGEXP_FUNCTIONS } from "./regexp.ts";
import { STRING_FUNCTIONS } from "./string.ts";
import { SUPER_FUNCTIONS } from "./super.ts";
import { SYSTEM_FUNCTIONS } from "./system.ts";
import { TYPE_FORMAT_FUNCTIONS } from "./type-format.ts";
import { WINDOW_FUNCTIONS } from "./window.ts";

/** The tables by the chapter that they hold. */
export const FUNCTION_TABLES: Readonly<Record<string, FunctionTable>> = {
  "Aggregate functions": AGGREGATE_FUNCTIONS,
  "Window functions": WINDOW_FUNCTIONS,
  "Conditional expressions": CONDITIONAL_FUNCTIONS,
  "Math functions": MATH_FUNCTIONS,
  "String functions": STRING_FUNCTIONS,
  "Regular expressions": REGEXP_FUNCTIONS,
  "Date and time functions": DATE_FUNCTIONS,
  "JSON functions": JSON_FUNCTIONS,
  "SUPER functions": SUPER_FUNCTIONS,
  "Data type formatting functions": TYPE_FORMAT_FUNCTIONS,
  "System administration and information functions": {
    ...SYSTEM_FUNCTIONS,
    ...OTHER_SYSTEM_FUNCTIONS,
  },
  "The catalogue": CATALOGUE_FUNCTIONS,
  "Hash functions": HASH_FUNCTIONS,
  "VARBYTE functions": VARBYTE_FUNCTIONS,
  "HyperLogLog functions": HYPERLOGLOG_FUNCTIONS,
  "Machine learning functions": MODEL_FUNCTIONS,
  "Spatial functions": SPATIAL_FUNCTIONS,
};

/** By name; of two tables that hold one, the first. */
const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map(
  Object.values(FUNCTION_TABLES)
    .reverse()
    .flatMap((table) => Object.entries(table)),
);

/** Returns the function of a name in lower case; undefined where there is none here. */
export function findFunction(name: string): FunctionEntry | undefined {
  return FUNCTIONS.get(name);
}
