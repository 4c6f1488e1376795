/** A source as somebody configured it, and where it is. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import { sourceFlag, sourceVariable, type SourceDeclaration } from "../config/declared-source.ts";
import type { Source, SourceName } from "./source.ts";

/** A source with its locations as they were typed; nobody has looked yet whether they are there. */
export interface SourceSetting {
  readonly declaration: SourceDeclaration;
  /** One or more. */
  readonly locations: readonly string[];
  readonly jsonpaths: string | undefined;
}

/** Returns the source with whole urls. @throws ConfigError when a folder or file is not there */
export function findSource({ declaration, locations, jsonpaths }: SourceSetting): Source {
  const { name, mayBeEmpty, format, files } = declaration;
  const urls = [...new Set(locations.map((location) => wholeUrl(name, location)))];
  const mapping = jsonpaths === undefined ? undefined : absolute(jsonpaths);
  return { name, urls, mayBeEmpty, jsonpaths: mapping, format, ...(files && { files }) };
}

/** Returns a location of this machine as a whole path, and one in S3 as it is. */
export function absolute(location: string): string {
  return location.startsWith("s3://") ? location : resolve(location);
}

function wholeUrl(name: SourceName, location: string): string {
  if (location.startsWith("s3://")) return location;
  const whole = resolve(location);
  if (!existsSync(whole)) {
    throw new ConfigError(`the source ${name} does not exist`, {
      where: whole,
      next: `give ${sourceFlag(name)} (${sourceVariable(name)}) an existing folder or file, or s3://bucket/prefix`,
    });
  }
  return statSync(whole).isDirectory() ? `${whole}/` : whole;
}
