/** Where the report page is, unless --output says otherwise. */
import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";

/** Returns the path beside the local warehouse, as the configuration has it: relative or absolute. */
export function reportPath({ warehouse }: Config): string {
  return join(warehouse === ":memory:" ? ".dwh" : dirname(warehouse), "report.html");
}
