/** Folders of SQL that do no more than stage: the job's own tables, and for each source a table that a COPY fills. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { findSource } from "../../src/sources/find-source.ts";
import type { Source } from "../../src/sources/source.ts";
import { SQL_DIR } from "./sources.ts";

/** A source, whose table is called after it. */
interface Staged {
  /** As in the DDL. */
  readonly columns: string;
  /** Those of COPY's list; none where it is left out. */
  readonly list?: string;
  /** What stands behind MANIFEST. */
  readonly options: string;
}

/** Makes the folder, and returns its path; who asks for it removes it. */
export function makeStagedSql(sources: Readonly<Record<string, Staged>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dwh-sql-"));
  for (const name of ["schema", "staging", "transform", "checks", "analyses"]) mkdirSync(join(folder, name));
  for (const file of readdirSync(join(SQL_DIR, "schema")).filter((name) => name.startsWith("etl_")))
    cpSync(join(SQL_DIR, "schema", file), join(folder, "schema", file));
  for (const [name, { columns, list, options }] of Object.entries(sources)) {
    const table = `staging_${name}`;
    writeFileSync(
      join(folder, `schema/${table}.sql`),
      `-- Rows as they come.\ndrop table if exists ${table};\n\ncreate table ${table} (${columns});\n`,
    );
    const into = list === undefined ? table : `${table} (${list})`;
    writeFileSync(
      join(folder, `staging/${table}.sql`),
      `-- Loads them.\n-- source: ${name}\ncopy ${into}\nfrom :'manifest'\niam_role :copy_role\nmanifest\n${options};\n`,
    );
  }
  return folder;
}

/** Returns the sources of such a folder, each of which lies below the place, in a folder that is called after it. */
export function stagedSources({ sources }: Pick<SqlFolder, "sources">, place: string): readonly Source[] {
  // Many tests write files of some sources only.
  return sources.map((declaration) => ({
    ...findSource({ declaration, locations: [`${place}/${declaration.name}/`], jsonpaths: undefined }),
    mayBeEmpty: true,
  }));
}
