/** Keys of the stack configuration that are named after the sources of the warehouse's SQL. */
import { env } from "node:process";
import type { SourceDeclaration } from "../../src/config/declared-source.ts";
import { readDeclaredSources } from "../../src/job/declared-sources.ts";
import { matching } from "./formats.ts";
import type { Key } from "./keys.ts";
import type { SourceSettings } from "./settings.ts";
import { sqlFolder } from "./sql-folder.ts";

const s3Url = matching(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\S+$/, "s3://bucket/prefix");

/** The sources of the SQL that goes into the image. */
export const DECLARED = await readDeclaredSources(sqlFolder(env));

/** The keys of one source: `podcastPlays`, and `podcastPlaysJsonpaths` when its COPY takes a JSONPaths file. */
export interface SourceKeys {
  readonly name: string;
  readonly files: string;
  readonly jsonpaths: string | undefined;
}

/** Returns what the keys of a source are called. */
export function keysOfSource({ name, jsonpaths }: SourceDeclaration): SourceKeys {
  const files = name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return { name, files, jsonpaths: jsonpaths ? `${files}Jsonpaths` : undefined };
}

/** Returns every key of the sources, in their order. */
export function sourceKeys(declared: readonly SourceDeclaration[]): Readonly<Record<string, Key<string>>> {
  return Object.fromEntries(
    declared.flatMap((source) => {
      const { name, files, jsonpaths } = keysOfSource(source);
      const otherwise = ownLocation(source) ?? null;
      const place = otherwise === null ? `${name}/ in the stack's own bucket` : "what its staging file says";
      const key = { doc: `Where the files of ${name} are; not set: ${place}`, format: s3Url, otherwise };
      const mapped = `A JSONPaths file for the files of ${name}; not set: keys are matched to columns by name`;
      return [
        [files, key] as const,
        ...(jsonpaths === undefined
          ? []
          : [[jsonpaths, { doc: mapped, format: s3Url, otherwise: null }] as const]),
      ];
    }),
  );
}

/** Returns what the values of these keys say of each source. */
export function sourceSettings(
  declared: readonly SourceDeclaration[],
  values: Readonly<Record<string, unknown>>,
): readonly SourceSettings[] {
  return declared.map((source) => {
    const { name, files, jsonpaths } = keysOfSource(source);
    return {
      name,
      url: values[files] as string | undefined,
      jsonpaths: jsonpaths === undefined ? undefined : (values[jsonpaths] as string | undefined),
    };
  });
}

/** The location of a staging file, when the job in AWS can read there. */
function ownLocation({ location }: SourceDeclaration): string | undefined {
  return location?.startsWith("s3://") === true ? location : undefined;
}
