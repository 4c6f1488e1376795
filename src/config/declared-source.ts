/** A source as the warehouse's SQL declares it, and what flags and variables are called after it. Pure. */

import type { FileFormat } from "../formats/file-format.ts";

/** What the header and the COPY of a staging file says: plan/declare-source.ts. */
export interface SourceDeclaration {
  readonly name: string;
  /** The staging file, as people write it: `sql/staging/tickets.sql`. */
  readonly path: string;
  /** Where its files are when nobody says otherwise; undefined when somebody has to. */
  readonly location: string | undefined;
  /** Whether its COPY reads a JSONPaths file that is configured. */
  readonly jsonpaths: boolean;
  /** That file when nobody configures one; once the folder of the SQL is known, whole and absolute. */
  readonly jsonpathsFile: string | undefined;
  /** Whether a prefix in S3 without any file is not a mistake. */
  readonly mayBeEmpty: boolean;
  /** Patterns of the names of its files; undefined: the ends that names of its format have. */
  readonly files?: readonly string[];
  /** What its files are, as its COPY says. */
  readonly format: FileFormat;
}

/** Returns the flag that says where a source is: `--support-tickets`. */
export function sourceFlag(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}

/** Returns the variable that says where a source is: `DWH_SUPPORT_TICKETS`. */
export function sourceVariable(name: string): string {
  return `DWH_${name.toUpperCase()}`;
}
