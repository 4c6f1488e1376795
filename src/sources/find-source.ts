/** A source as somebody configured it, and where it is. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import { sourceFlag, sourceVariable, type SourceDeclaration } from "../config/declared-source.ts";
import { locationsBetween, parseTemplate } from "./date-template.ts";
import type { Source, SourceName } from "./source.ts";

/** A source with its locations as they were typed; nobody has checked yet that they exist. */
export interface SourceSetting {
  readonly declaration: SourceDeclaration;
  /** One or more. */
  readonly locations: readonly string[];
  readonly jsonpaths: string | undefined;
}

/** How far back locations with a date in them are looked at. */
export interface Lookback {
  readonly now: Date;
  /** Milliseconds; undefined: as far as there is anything. */
  readonly lookback: number | undefined;
}

/**
 * Returns the source with whole urls: of a location with a date in it those of the time that is looked back to, else what stands before
 * the date.
 * @throws ConfigError when a folder or file is not there, and for a date that is not one
 */
export function findSource(
  { declaration, locations, jsonpaths }: SourceSetting,
  { now, lookback }: Lookback = { now: new Date(0), lookback: undefined },
): Source {
  const { name, mayBeEmpty, format, files } = declaration;
  const from = new Date(now.getTime() - (lookback ?? 0));
  const places = locations.map((location) => {
    const template = parseTemplate(absolute(location));
    if (template === undefined) return { template, root: wholeUrl(name, location) };
    const { base } = template;
    if (!base.startsWith("s3://")) wholeUrl(name, base.slice(0, base.lastIndexOf("/") + 1));
    return { template, root: base };
  });
  const urls = places.flatMap(({ template, root }) =>
    template === undefined || lookback === undefined ? [root] : locationsBetween(template, from, now),
  );
  const mapping = jsonpaths === undefined ? undefined : absolute(jsonpaths);
  const source = {
    name,
    urls: [...new Set(urls)],
    mayBeEmpty,
    jsonpaths: mapping,
    format,
    ...(files && { files }),
  };
  if (places.every(({ template }) => template === undefined)) return source;
  const within = places.map(({ template, root }) => template?.pattern ?? root);
  return { ...source, roots: [...new Set(places.map(({ root }) => root))], within };
}

/** Whether one of the locations has a date in it. @throws ConfigError for a date that is not one */
export function hasDate({ locations }: Pick<SourceSetting, "locations">): boolean {
  return locations.some((location) => parseTemplate(location) !== undefined);
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
