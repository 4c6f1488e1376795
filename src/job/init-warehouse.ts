/** A new warehouse in a folder: what is proposed for the files of its sources. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import { LEDGER_AUDIT, LEDGER_CHECK } from "../init/ledger-test.ts";
import { propose, type Proposal } from "../init/propose.ts";
import type { SourceSample } from "../init/sample.ts";
import type { NewFile } from "../init/staging-files.ts";
import { makeFolder } from "../make-folder.ts";
import { TABLES } from "../names.ts";
import { findSource } from "../sources/find-source.ts";
import { SHIPPED_SQL, titleOf } from "../sql-dir.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { readDeclaredSources } from "./declared-sources.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { readSample } from "./read-sample.ts";

/** Small letters, digits and single underscores: what a source may be called. */
const PAIR = /^([a-z][a-z0-9]*(?:_[a-z0-9]+)*)=(.+)$/;

/**
 * Looks at the sources, proposes a warehouse and writes it into the folder, all of it or nothing.
 * @param sources `name=location`, one or more
 * @throws ConfigError for invalid names and places, files that cannot be read, and a folder that holds one of the files already
 */
export async function initWarehouse(
  { config }: Pick<JobContext, "config">,
  folder: string,
  sources: readonly string[],
): Promise<Proposal> {
  const store = openStore(config);
  const named = sources.map(readPair);
  const samples: SourceSample[] = [];
  for (const [at, { name, location }] of named.entries()) {
    if (named.findIndex((other) => other.name === name) < at)
      throw new ConfigError(`the source ${name} is given twice`, { where: "--source" });
    samples.push(await sampleOf(store, folder, name, location));
  }
  const proposal = propose(titleOf(folder), samples, await ownFiles());
  await tryOut(proposal.files);
  write(folder, proposal.files);
  return proposal;
}

function readPair(text: string): { readonly name: string; readonly location: string } {
  const [, name, location] = PAIR.exec(text) ?? [];
  if (name !== undefined && location !== undefined && !name.startsWith("etl_")) return { name, location };
  throw new ConfigError(`--source is ${JSON.stringify(text)}`, {
    where: "command line of `dwh init`",
    next: "write name=path: a name in small letters, digits and single underscores that does not begin with etl_",
  });
}

async function sampleOf(store: Store, folder: string, name: string, location: string): Promise<SourceSample> {
  const declaration = {
    name,
    path: "",
    location,
    jsonpaths: false,
    jsonpathsFile: undefined,
    mayBeEmpty: false,
    format: { kind: "json" },
  } as const;
  const { urls } = findSource({ declaration, locations: [location], jsonpaths: undefined });
  const seen = location.startsWith("s3://") ? location : relative(resolve(folder), resolve(location));
  return { ...(await readSample(store, { name, url: urls[0] ?? location })), location: seen || "." };
}

/** The files that every warehouse has, as they ship. */
async function ownFiles(): Promise<readonly NewFile[]> {
  const own: readonly string[] = Object.values(TABLES);
  const schema = (await readdir(join(SHIPPED_SQL, "schema"))).filter((file) =>
    own.includes(file.replace(/\.sql$/, "")),
  );
  const paths = [
    ...schema.sort().map((file) => `schema/${file}`),
    `audits/${LEDGER_AUDIT}.sql`,
    `checks/${LEDGER_CHECK}.sql`,
  ];
  return Promise.all(
    paths.map(async (path) => ({
      path: `sql/${path}`,
      text: await readFile(join(SHIPPED_SQL, path), "utf8"),
    })),
  );
}

/** Reads the files back from another place first: what does not fit together is not written. */
async function tryOut(files: readonly NewFile[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-init-"));
  try {
    write(folder, files);
    await loadSql(join(folder, "sql"));
    await readDeclaredSources(join(folder, "sql"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, files: readonly NewFile[]): void {
  const there = files.filter(({ path }) => existsSync(join(folder, path))).map(({ path }) => path);
  if (there.length > 0 || existsSync(join(folder, "sql"))) {
    throw new ConfigError(`the folder already has a warehouse: ${there[0] ?? "sql/"}`, {
      where: resolve(folder),
      next: "name another folder; nothing was written",
    });
  }
  try {
    for (const { path, text } of files) {
      makeFolder(dirname(join(folder, path)));
      writeFileSync(join(folder, path), text, { flag: "wx" });
    }
  } catch (error) {
    throw new ConfigError(`the warehouse cannot be written (${(error as NodeJS.ErrnoException).code})`, {
      where: (error as NodeJS.ErrnoException).path ?? folder,
      next: "name a folder that can be created and written",
      cause: error,
    });
  }
}
