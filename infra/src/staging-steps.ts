import { readdirSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { sqlFolder } from "./sql-folder.ts";

/** Reads the names of the steps that COPY: the files of `staging/` in the folder of the SQL, so that a new one is watched without a word here. */
export function readStagingSteps(): readonly string[] {
  return readdirSync(join(sqlFolder(env), "staging"))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => file.slice(0, -".sql".length))
    .sort();
}
