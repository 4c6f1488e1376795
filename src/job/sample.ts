/** The sample data: what a run loads when no source is configured. */
import { accessSync, constants, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import { explainWrite } from "../generate/explain-write.ts";
import type { JobContext } from "./job-context.ts";

/** The folder of the sample data, below the working folder. */
export const SAMPLE = ".dwh/sample";

/** Makes it, unless it is there. @throws ConfigError where nothing can be written; DwhError for a full disk */
export async function makeSample({ log }: Pick<JobContext, "log">): Promise<void> {
  if (existsSync(join(SAMPLE, "song_data"))) return;
  const { defaultSample } = await import("../generate/options.ts");
  const { writeSampleData } = await import("../generate/write.ts");
  try {
    // Asked first: making folders in one that is read-only fails with ENOENT, which says nothing.
    accessSync(existsSync(".dwh") ? ".dwh" : ".", constants.W_OK);
    log.info("no source is configured: making sample data", { folder: SAMPLE });
    await writeSampleData(defaultSample, SAMPLE);
  } catch (error) {
    if (!["EROFS", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw explainWrite(error, resolve(SAMPLE));
    throw new ConfigError("no source is configured, and sample data cannot be written here", {
      where: resolve(SAMPLE),
      next: "set DWH_EVENTS, DWH_SONGS and where Redshift is (docs/configuration.md), or run in a folder that can be written",
      cause: error,
    });
  }
}
