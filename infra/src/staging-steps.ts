import { readdirSync } from "node:fs";

/** Reads the names of the steps that COPY: the files of `sql/staging`, so that a new one is watched without a word here. */
export function readStagingSteps(): readonly string[] {
  return readdirSync(new URL("../../sql/staging", import.meta.url))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => file.slice(0, -".sql".length))
    .sort();
}
