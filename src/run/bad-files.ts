/** Which files are left out of a run that is to go on without those that are bad; pure. */
import type { BadFilesError, RejectsError } from "../errors.ts";
import { isTooLarge, remedyOf } from "../records/remedy.ts";
import type { Quarantined, Reject } from "../records/result.ts";
import type { SourceFile } from "../sources/source.ts";
import { countOf } from "../text/amounts.ts";
import type { Spoilt } from "./attempt-end.ts";
import { isColumnar } from "./scan-error.ts";

/** A file that is left out, and what is wrong with it. */
export type BadFile = Quarantined & { readonly file: SourceFile };

/** What is known of the rejected rows that end a run. */
export interface Rejection {
  /** Those that can be named. */
  readonly rejects: readonly Reject[];
  /** How many there are at least, among those that a run may leave out. */
  readonly rejected: number;
  readonly maxRejects: number;
  /** Whether they ended a COPY, which may work without the files of these rows. */
  readonly failed: boolean;
}

/**
 * Returns the urls to leave out: as few files as leave no more rows than are tolerated, those with the most first. Where not all rows are
 * known, only those that are bad for certain, or else the worst: with the next try more is known. None where no row is known.
 */
export function chooseBadFiles({ rejects, rejected, maxRejects, failed }: Rejection): readonly string[] {
  const fatal = rejects.filter((one) => isTooLarge(one) || isColumnar(one)).map(({ url }) => url);
  if (failed && fatal.length > 0) return [...new Set(fatal)];
  const counts = new Map<string, number>();
  for (const { url } of rejects) counts.set(url, (counts.get(url) ?? 0) + 1);
  const worst = [...counts].sort(([one, some], [other, more]) => more - some || (one < other ? -1 : 1));
  if (failed || rejects.length < rejected) {
    const certain = worst.filter(([, rows]) => rows > maxRejects);
    return (certain.length > 0 ? certain : worst.slice(0, 1)).map(([url]) => url);
  }
  let left = rejected;
  const chosen: string[] = [];
  for (const [url, rows] of worst) {
    if (left <= maxRejects) break;
    chosen.push(url);
    left -= rows;
  }
  return chosen;
}

/** Returns the files with their reasons, by the first of the rows that are known. */
export function badFilesOf(
  urls: readonly string[],
  { rejects, maxRejects }: Rejection,
  files: readonly SourceFile[],
): readonly BadFile[] {
  return files.flatMap((file) => {
    const rows = rejects.filter(({ url }) => url === file.url);
    const [first] = rows;
    if (!urls.includes(file.url) || first === undefined) return [];
    const { meaning, next, tolerable } = remedyOf(first);
    const many = tolerable
      ? `${countOf(rows.length, "row")} of it cannot be loaded, and a run tolerates ${maxRejects}`
      : meaning;
    const { column, line, reason, code } = first;
    const said = column === undefined ? reason : `${column}: ${reason}`;
    return [
      {
        ...identityOf(file),
        file,
        rowsRejected: rows.length,
        reason: `${many}; ${line === 0 ? "" : `line ${line}, `}${said} (${code})`,
        next,
      },
    ];
  });
}

/** Returns the file that is the place of an error, where that is one alone. */
export function namedBy(
  { where, message, next = "", atLeast }: RejectsError,
  files: readonly SourceFile[],
): readonly BadFile[] {
  return files
    .filter(({ url }) => url === where)
    .map((file) => ({ ...identityOf(file), file, rowsRejected: atLeast, reason: message, next }));
}

/** Returns the start that is spoilt by files that are bad as a whole. */
export function spoiltBy({ files: faults }: BadFilesError, files: readonly SourceFile[]): Spoilt | undefined {
  const bad = faults.flatMap(({ url, reason, next }) =>
    files
      .filter((file) => file.url === url)
      .map((file) => ({ ...identityOf(file), file, rowsRejected: undefined, reason, next })),
  );
  return bad.length === 0 ? undefined : { kind: "spoilt", files: bad, rejects: [] };
}

/** Returns what is reported and stored about a file that is left out. */
export function withoutFile({ source, url, etag, size, rowsRejected, reason, next }: BadFile): Quarantined {
  return { source, url, etag, size, rowsRejected, reason, next };
}

function identityOf({
  source,
  url,
  etag,
  size,
}: SourceFile): Pick<SourceFile, "source" | "url" | "etag" | "size"> {
  return { source, url, etag, size };
}

/** Returns why nothing is left out although the run was to go on. */
export function sayUnknown(error: RejectsError): string {
  return `which file is invalid is not known, so none goes into quarantine: ${error.message}`;
}
