/** The sample data: what a run loads when no source is configured. */
import { accessSync, constants, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import { explainWrite } from "../generate/explain-write.ts";
import type { SourceDeclaration } from "../config/declared-source.ts";
import type { SourceSetting } from "../sources/find-source.ts";
import type { JobContext } from "./job-context.ts";

/** The folder of the sample data, below the working folder. */
export const SAMPLE = ".dwh/sample";

/** Where the sample has the files of each source. */
const FOLDERS: Readonly<Record<string, string>> = { events: "log_data", songs: "song_data" };

/** Returns the sources of the sample, with the files that `makeSample` makes. */
export function sampleSources(declared: readonly SourceDeclaration[]): readonly SourceSetting[] {
  return declared.flatMap((declaration) => {
    const folder = FOLDERS[declaration.name];
    return folder === undefined
      ? []
      : [{ declaration, locations: [`${SAMPLE}/${folder}`], jsonpaths: undefined }];
  });
}

/** Returns whether a source is one of the sample. */
export function isSample({ locations }: SourceSetting): boolean {
  return locations.some((location) => location.startsWith(`${SAMPLE}/`));
}

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
      next: "say where the files of the sources are and where Redshift is (docs/configuration.md), or run in a folder that can be written",
      cause: error,
    });
  }
}
