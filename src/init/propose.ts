/** A small warehouse of your own: what was seen of the files in, the files of the warehouse out. Pure. */
import { ConfigError } from "../errors.ts";
import { proposeColumns, type ProposedSource } from "./columns.ts";
import { ledgerTest } from "./ledger-test.ts";
import { readme } from "./readme.ts";
import type { SourceSample } from "./sample.ts";
import { stagingFiles, type NewFile } from "./staging-files.ts";
import { starFiles } from "./star-files.ts";
import { proposeStar, type Star } from "./star.ts";
import { testFile } from "./test-file.ts";

/** What is proposed. */
export interface Proposal {
  readonly sources: readonly ProposedSource[];
  readonly star: Star;
  readonly files: readonly NewFile[];
}

/**
 * Returns the files of a warehouse of that title.
 * @param own the files of the job's own tables, and of the check of its ledger, which every warehouse has
 * @throws RangeError without a source, and for a source without a column; ConfigError where two tables would have one name
 */
export function propose(title: string, samples: readonly SourceSample[], own: readonly NewFile[]): Proposal {
  const [first, ...rest] = samples.map(proposeColumns);
  if (first === undefined || [first, ...rest].some(({ columns }) => columns.length === 0))
    throw new RangeError("a source without columns");
  const sources = [first, ...rest] as const;
  const star = proposeStar(sources);
  const files = [
    ...own,
    ...sources.flatMap(stagingFiles),
    ...starFiles(star),
    testFile(star),
    ledgerTest(),
    { path: "README.md", text: readme(title, { sources, star }) },
    { path: ".gitignore", text: ".dwh/\n" },
  ];
  refuseTwins(files);
  return { sources, star, files };
}

/** A source may be called as the dimension that is proposed. */
function refuseTwins(files: readonly NewFile[]): void {
  const paths = files.map(({ path }) => path);
  const twin = paths.find((path, at) => paths.indexOf(path) < at);
  if (twin === undefined) return;
  throw new ConfigError(`two tables would have the name ${/([^/]+)\.[^.]+$/.exec(twin)?.[1]}`, {
    where: "--source",
    next: "give the source another name; nothing was written",
  });
}
