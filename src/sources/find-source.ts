/** A source as somebody typed it, and where it is. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import type { Source, SourceName } from "./source.ts";

/** A source as it is configured; nobody has looked yet whether it is there. */
export interface SourcePath {
  readonly name: SourceName;
  readonly path: string;
}

/** Returns the source with its whole url. @throws ConfigError when a folder or file is not there */
export function findSource({ name, path }: SourcePath): Source {
  if (path.startsWith("s3://")) return { name, url: path };
  const whole = resolve(path);
  if (!existsSync(whole)) {
    throw new ConfigError(`the source ${name} does not exist`, {
      where: whole,
      next: `give --${name} (DWH_${name.toUpperCase()}) an existing folder or file, or s3://bucket/prefix`,
    });
  }
  return { name, url: statSync(whole).isDirectory() ? `${whole}/` : whole };
}
